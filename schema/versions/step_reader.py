"""Reads the migration steps of a schema document and checks them against what the document declares."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from crosstie.schema.anchors import ANCHOR_KINDS
from crosstie.schema.attributes import attribute_problem
from crosstie.schema.declared import Declared
from crosstie.schema.modalities import ASSET_KINDS
from crosstie.schema.names import read_names
from crosstie.schema.records import AttributeValue
from crosstie.schema.versions import steps as st
from crosstie.schema.versions.condition import Condition
from crosstie.schema.versions.condition_parser import ConditionInvalid, read_condition
from crosstie.schema.yaml_node import Fields, Node, did_you_mean

FACTS: Final = ("anchor", "modality", "language", "batch", "site", "class", "entity", "status", "name")
"""What a condition may ask about besides `attributes.…`."""

_WORDS_OF: Final[dict[str, Sequence[str]]] = {"anchor": ANCHOR_KINDS, "modality": ASSET_KINDS}
_END_FORMS: Final[tuple[st.EndForm, ...]] = ("annotation", "entity")


class Target(msgspec.Struct, frozen=True):
    """What steps may lead to: `declared` is None where they lead to a version that is not this document.

    `passing` are ids that a later step of the same migration takes on. `from_elsewhere` says that labels come
    from another schema, whose ids may mean something else here.
    """

    declared: Declared | None
    languages: Sequence[str]
    passing: frozenset[str] = frozenset()
    from_elsewhere: bool = False

    @property
    def own(self) -> Declared | None:
        """What `of` may name here too; None where it names something of another schema or version."""
        return None if self.from_elsewhere else self.declared

    def require(self, node: Node, subject: st.Subject) -> str:
        """An id that must stand in the version that the step leads to."""
        if self.declared is None or node.value in self.passing:
            return node.identifier()
        known: dict[st.Subject, Mapping[str, object]] = {
            "class": self.declared.taxonomy.by_id,
            "entity": self.declared.entities,
            "link": self.declared.links,
        }
        return node.name_among(tuple(known[subject]), "class" if subject == "class" else f"{subject} type")


def read_step(node: Node, target: Target) -> st.Step | None:
    """The step at `node`, a mapping with one key, its name; None after a mistake in that."""
    entries = node.entries() if isinstance(node.value, dict) else {}
    if len(entries) != 1:
        node.problem("a step is a mapping with one key, its name")
        return None
    [(name, inner)] = entries.items()
    reader = _READERS.get(name)
    if reader is None:
        inner.problem(f"unknown step '{name}'{did_you_mean(name, _READERS)}")
        return None
    return reader(inner, target)


def _rename(subject: st.Subject, node: Node, target: Target) -> st.Step:
    fields = node.fields(("id", "to", "name"), required=("id",))
    if "to" not in fields and "name" not in fields:
        node.problem("say 'to', the new id, or 'name', the new display names")
    # With a new id the old one is gone; without, it stands here.
    named_here = "id" in fields and "to" not in fields
    old = target.require(fields["id"], subject) if named_here else _id(fields, "id")
    to = target.require(fields["to"], subject) if "to" in fields else ""
    return st.Rename(subject, old, to, read_names(fields.get("name"), target.languages))


def _merge(subject: st.Subject, node: Node, target: Target) -> st.Step:
    fields = node.fields(("ids", "into", "remember"), required=("ids", "into"))
    ids = tuple(member.identifier() for member in fields.members("ids"))
    if "ids" in fields and not ids:
        fields["ids"].problem("at least one id is needed")
    into = target.require(fields["into"], subject) if "into" in fields else ""
    if subject == "entity" and "remember" in fields:
        fields["remember"].problem("an entity has no attributes to remember its type in")
    remember = _id(fields, "remember")
    if remember and into and target.declared is not None:
        _check_attribute(fields["remember"], remember, into, target.declared)
    return st.Merge(subject, ids, into, remember)


def _split(subject: st.Subject, node: Node, target: Target) -> st.Step:
    fields = node.fields(("id", "when", "into", "otherwise"), required=("id", "when", "into"))
    return st.Split(
        subject,
        _id(fields, "id"),
        _condition(fields["when"]) if "when" in fields else read_condition("none"),
        target.require(fields["into"], subject) if "into" in fields else "",
        target.require(fields["otherwise"], subject) if "otherwise" in fields else "",
    )


def _drop(subject: st.Subject, node: Node, target: Target) -> st.Step:
    fields = node.fields(("id",), required=("id",))
    step = st.Drop(subject, _id(fields, "id"))
    if target.declared and not target.from_elsewhere and step.id in _all_ids(target.declared):
        fields["id"].problem(f"'{step.id}' still stands in this version")
    return step


def _rename_attribute(node: Node, target: Target) -> st.Step:
    fields = node.fields(("of", "attribute", "to"), required=("of", "attribute", "to"))
    of, to = _id(fields, "of"), _id(fields, "to")
    if of and to and target.own is not None:
        _check_attribute(fields["to"], to, of, target.own)
    return st.RenameAttribute(of, _id(fields, "attribute"), to)


def _retype_attribute(node: Node, target: Target) -> st.Step:
    fields = node.fields(("of", "attribute", "values", "scale"), required=("of", "attribute"))
    values = (
        {word: _value(entry) for word, entry in fields["values"].entries().items()}
        if "values" in fields
        else {}
    )
    scale = fields["scale"].number() if "scale" in fields else 1.0
    if "scale" in fields and scale == 0:
        fields["scale"].problem("must not be 0: every number would become the same")
    of, attribute = _id(fields, "of"), _id(fields, "attribute")
    if target.own is not None and of and attribute:
        _check_values(fields, values, of, attribute, target.own)
    return st.RetypeAttribute(of, attribute, values, float(scale))


def _default_attribute(node: Node, target: Target) -> st.Step:
    fields = node.fields(("of", "attribute", "value"), required=("of", "attribute", "value"))
    of, attribute = _id(fields, "of"), _id(fields, "attribute")
    value = _value(fields["value"]) if "value" in fields else None
    if target.own is not None and of and attribute and "value" in fields:
        _check_value(fields["value"], value, of, attribute, target.own)
    return st.DefaultAttribute(of, attribute, value)


def _drop_attribute(node: Node, _target: Target) -> st.Step:
    fields = node.fields(("of", "attribute"), required=("of", "attribute"))
    return st.DropAttribute(_id(fields, "of"), _id(fields, "attribute"))


def _move_attribute(node: Node, target: Target) -> st.Step:
    fields = node.fields(("of", "attribute", "to"), required=("of", "attribute", "to"))
    attribute = _id(fields, "attribute")
    to = target.require(fields["to"], "class") if "to" in fields else ""
    if to and attribute and target.declared is not None:
        _check_attribute(fields["attribute"], attribute, to, target.declared)
    return st.MoveAttribute(_id(fields, "of"), attribute, to)


def _remap_ends(node: Node, target: Target) -> st.Step:
    fields = node.fields(("id", "swap", "from", "to"), required=("id",))
    from_end, to_end = (_form(fields.get(key)) for key in ("from", "to"))
    if not fields.keys() & {"swap", "from", "to"}:
        node.problem("say 'swap', or what 'from' or 'to' becomes: annotation or entity")
    return st.RemapEnds(_id(fields, "id"), fields.flag("swap"), from_end, to_end)


def _form(node: Node | None) -> st.EndForm:
    return "" if node is None else node.choice(_END_FORMS, "form of an end")


_BY_SUBJECT: Final[dict[str, Callable[[st.Subject, Node, Target], st.Step]]] = {
    "rename": _rename, "merge": _merge, "split": _split, "drop": _drop,
}  # fmt: skip


def _bound(
    read: Callable[[st.Subject, Node, Target], st.Step], subject: st.Subject
) -> Callable[[Node, Target], st.Step]:
    return lambda node, target: read(subject, node, target)


_READERS: Final[dict[str, Callable[[Node, Target], st.Step]]] = {
    **{
        f"{word}_{st.PLURALS[subject] if word == 'merge' else subject}": _bound(read, subject)
        for word, read in _BY_SUBJECT.items()
        for subject in st.SUBJECTS
    },
    "rename_attribute": _rename_attribute,
    "retype_attribute": _retype_attribute,
    "default_attribute": _default_attribute,
    "drop_attribute": _drop_attribute,
    "move_attribute": _move_attribute,
    "remap_ends": _remap_ends,
}
STEP_NAMES: Final = tuple(_READERS)


def _id(fields: Fields, key: str) -> str:
    return fields[key].identifier() if key in fields else ""


def _value(node: Node) -> AttributeValue:
    if isinstance(node.value, list):
        return node.texts()
    if isinstance(node.value, dict):
        node.problem("must be a value, not a mapping")
        return None
    return node.value


def _condition(node: Node) -> Condition:
    harmless = read_condition("none")
    text = node.text()
    if not text:
        return harmless
    try:
        condition = read_condition(text)
    except ConditionInvalid as error:
        node.problem(str(error))
        return harmless
    for name in condition.names():
        if name not in FACTS and not (name.startswith("attributes.") and name.count(".") == 1):
            near = did_you_mean(name, FACTS) or f"; ask about {', '.join(FACTS)} or attributes.NAME"
            node.problem(f"unknown name '{name}'{near}")
    for name, words in _WORDS_OF.items():
        for said in condition.words_beside(name):
            if said not in words:
                node.problem(f"'{said}' is no {name}{did_you_mean(said, words)}")
    return condition


def _all_ids(declared: Declared) -> frozenset[str]:
    return frozenset((*declared.taxonomy.by_id, *declared.entities, *declared.links))


def _check_attribute(node: Node, name: str, of: str, declared: Declared) -> None:
    """The attribute must stand in this version, on the class, a class below it, or the link type."""
    if of in _all_ids(declared) and not declared.attribute_specs(of, name):
        known = declared.attribute_names(of)
        node.problem(f"{of} has no attribute '{name}'{did_you_mean(name, known)}")


def _check_values(
    fields: Fields, values: Mapping[str, AttributeValue], of: str, attribute: str, declared: Declared
) -> None:
    _check_attribute(fields["attribute"], attribute, of, declared)
    entries = fields["values"].entries() if "values" in fields else {}
    for word, value in values.items():
        _check_value(entries[word], value, of, attribute, declared)


def _check_value(node: Node, value: AttributeValue, of: str, attribute: str, declared: Declared) -> None:
    if of not in _all_ids(declared):
        return
    specs = declared.attribute_specs(of, attribute)
    if not specs:
        node.problem(
            f"{of} has no attribute '{attribute}'{did_you_mean(attribute, declared.attribute_names(of))}"
        )
    elif problem := attribute_problem(specs[0], value):
        node.problem(problem)
