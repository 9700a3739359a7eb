"""Whether the steps between two documents name what is there: in the older one, or made by a step before."""

from collections.abc import Iterator, Sequence

from crosstie.schema.declared import Declared
from crosstie.schema.document import SchemaDocument
from crosstie.schema.versions import steps as st
from crosstie.schema.versions.moving import PlacedStep
from crosstie.schema.yaml_node import did_you_mean


def step_problems(
    origin: SchemaDocument, target: SchemaDocument, steps: Sequence[PlacedStep]
) -> tuple[str, ...]:
    """What is wrong with steps, each with its place first; empty when nothing is."""
    return tuple(_problems(origin.declared, target.declared, steps))


def _problems(origin: Declared, target: Declared, steps: Sequence[PlacedStep]) -> Iterator[str]:
    known = {"class": set(origin.taxonomy.by_id), "entity": set(origin.entities), "link": set(origin.links)}
    names = {
        any_id: set(origin.attribute_names(any_id)) | set(target.attribute_names(any_id))
        for any_id in (*known["class"], *known["link"], *target.taxonomy.by_id, *target.links)
    }
    for placed in steps:
        match placed.step:
            case st.Rename() | st.Merge() | st.Split() | st.Drop() as step:
                yield from _unknown(placed, st.sources(step), known[step.subject])
                if isinstance(step, st.Split):
                    yield from _unknown_attributes(placed, step, names)
                for old, new in st.moves(step):
                    known[step.subject].add(new)
                    names.setdefault(new, set()).update(names.get(old, ()))
            case st.RemapEnds(id=link_id):
                yield from _unknown(placed, (link_id,), known["link"] | set(target.links))
            case step:
                yield from _unknown(placed, (step.of,), set(names))
                yield from _unknown_attribute(placed, step, names)
                if isinstance(step, st.RenameAttribute):
                    for attributes in names.values():
                        attributes.update((step.to,) if step.attribute in attributes else ())


def _unknown(placed: PlacedStep, ids: Sequence[str], known: set[str]) -> Iterator[str]:
    for any_id in ids:
        if any_id and any_id not in known:
            yield f"{placed.place}: the older version has no '{any_id}'{did_you_mean(any_id, known)}"


def _unknown_attribute(
    placed: PlacedStep, step: st.AttributeStep, names: dict[str, set[str]]
) -> Iterator[str]:
    known = names.get(step.of, set())
    if step.of in names and step.attribute not in known:
        near = did_you_mean(step.attribute, known)
        yield f"{placed.place}: {step.of} has no attribute '{step.attribute}'{near}"


def _unknown_attributes(placed: PlacedStep, step: st.Split, names: dict[str, set[str]]) -> Iterator[str]:
    known = names.get(step.id, set())
    asked = (name.removeprefix("attributes.") for name in step.when.names() if name.startswith("attributes."))
    for name in asked:
        if step.id in names and name not in known:
            yield f"{placed.place}.when: {step.id} has no attribute '{name}'{did_you_mean(name, known)}"
