"""The steps that a changed document needs at least, for the person who changed it to look over."""

from collections.abc import Iterator, Mapping

from crosstie.schema.document import SchemaDocument
from crosstie.schema.versions.differences import Difference, diff
from crosstie.schema.yaml_reader import Plain


def implied_steps(old: SchemaDocument, new: SchemaDocument, merged: Mapping[str, str]) -> list[Plain]:
    """Steps for what went and what labels may no longer say; `merged` tells into what a class went.

    What no step can say (an anchor that is no longer allowed, an end that narrowed) becomes a leftover for
    each label that it concerns.
    """
    steps: list[Plain] = []
    for one in diff(old, new):
        for step in _steps(one, merged):
            if step not in steps:
                steps.append(step)
    return steps


def step_in_words(one: Difference, merged: Mapping[str, str]) -> str:
    """What becomes of the labels that a difference concerns; empty where nothing has to."""
    for step in _steps(one, merged):
        [(name, said)] = step.items() if isinstance(step, dict) else []
        into = said.get("into") if isinstance(said, dict) else ""
        return f"{name.replace('_', ' ')} into {into}" if into else name.replace("_", " ")
    return "what does not fit is left to a person" if one.needs_step else ""


def successor_migrations(old: SchemaDocument, plain: Plain, steps: list[Plain]) -> list[Plain]:
    """The migrations of a new version: those of the old one, and one from that with `steps`."""
    kept = plain if isinstance(plain, list) else []
    before: list[Plain] = [{"to": old.version, **entry} for entry in kept if isinstance(entry, dict)]
    latest: Plain = {"from": old.version, "steps": steps}
    return [*before, latest]


def _steps(one: Difference, merged: Mapping[str, str]) -> Iterator[Plain]:
    if not one.needs_step:
        return
    section, _, rest = one.place.partition(".")
    subject = {"classes": "class", "entities": "entity", "links": "link"}.get(section, "")
    any_id, _, inner = rest.partition(".")
    if subject and not inner and one.kind == "removed":
        into = merged.get(any_id, "")
        listed: list[Plain] = [any_id]
        merge: Plain = {"merge_classes": {"ids": listed, "into": into}}
        yield merge if into and subject == "class" else {f"drop_{subject}": {"id": any_id}}
    elif inner.startswith("attributes."):
        attribute = inner.split(".")[1]
        word = "drop_attribute" if one.kind == "removed" else "retype_attribute"
        yield {word: {"of": any_id, "attribute": attribute}}
