"""A schema's rules by what they ask, those that are always there included, worked out once a document."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import LinkTypeSpec, RuleSpec
from crosstie.schema.rules.library import CARDINALITY, GROUP_SIZE, REQUIRED_ATTRIBUTE

_MOST_KEPT: Final = 16


class Plan(msgspec.Struct, frozen=True):
    """The rules in order, and their places by class (a descendant's among its own), type and modality."""

    rules: tuple[RuleSpec, ...]
    of_class: dict[str, tuple[int, ...]]
    of_entity: dict[str, tuple[int, ...]]
    of_link: dict[str, tuple[int, ...]]
    of_asset: dict[str, tuple[int, ...]]
    at_ends: dict[str, tuple[int, ...]]

    def tallied(self) -> tuple[str, ...]:
        """The ids of the rules that a document declares, in order."""
        return tuple(rule.id for rule in self.rules if rule.subject not in ("label", "end"))


def plan_of(document: SchemaDocument) -> Plan:
    """The plan of a document; the ones asked for last are kept."""
    found = _KEPT.get(document)
    if found is None:
        found = _KEPT[document] = _made(document)
        if len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return found


def planned(document: SchemaDocument, only: Iterable[str]) -> Plan:
    """A plan of some rules alone, by id."""
    wanted = set(only)
    return _laid_out(document, [rule for rule in plan_of(document).rules if rule.id in wanted])


def standing_rules(document: SchemaDocument) -> tuple[RuleSpec, ...]:
    """The rules that are always there, as far as a document gives them something to ask."""
    classes = document.classes
    required = any(spec.required for one in classes for spec in document.attributes_of(one.id).values())
    said = [RuleSpec(REQUIRED_ATTRIBUTE, "label", "", "required_attributes")] if required else []
    sides = [(spec, at) for spec in document.links for at in _limited_sides(spec)]
    single = [RuleSpec(CARDINALITY, "end", spec.id, "one_link", {"at": at}) for spec, at in sides]
    groups = [
        RuleSpec(
            GROUP_SIZE,
            "end",
            spec.id,
            "group_size",
            {"at": "from", "min": spec.group.least, "max": spec.group.most},
        )
        for spec in document.links
        if spec.group
    ]
    return (*said, *single, *groups)


def _limited_sides(spec: LinkTypeSpec) -> Sequence[str]:
    limited = [at for at, one in (("from", spec.one_to), ("to", spec.one_from)) if one]
    # Both ends of a symmetric one-to-one link are limited alike, wherever they stand.
    return ["either"] if spec.symmetric and len(limited) == 2 else limited


def _made(document: SchemaDocument) -> Plan:
    return _laid_out(document, [*document.rules, *standing_rules(document)])


def _laid_out(document: SchemaDocument, rules: Sequence[RuleSpec]) -> Plan:
    places = {id(rule): place for place, rule in enumerate(rules)}

    def asking(subject: str, ids: Iterable[str]) -> dict[str, tuple[int, ...]]:
        found = {
            one: tuple(places[id(r)] for r in rules if r.subject == subject and r.subject_id == one)
            for one in ids
        }
        return {one: asked for one, asked in found.items() if asked}

    of_class = {
        spec.id: tuple(place for place, rule in enumerate(rules) if _asks_class(document, rule, spec.id))
        for spec in document.classes
    }
    return Plan(
        tuple(rules),
        {class_id: asked for class_id, asked in of_class.items() if asked},
        asking("entity", (spec.id for spec in document.entities)),
        asking("link", (spec.id for spec in document.links)),
        asking("asset", dict.fromkeys(rule.subject_id for rule in rules if rule.subject == "asset")),
        asking("end", (spec.id for spec in document.links)),
    )


def _asks_class(document: SchemaDocument, rule: RuleSpec, class_id: str) -> bool:
    if rule.subject == "label":
        return any(spec.required for spec in document.attributes_of(class_id).values())
    return rule.subject == "class" and document.is_a(class_id, rule.subject_id)


_KEPT: Final[OrderedDict[SchemaDocument, Plan]] = OrderedDict()
