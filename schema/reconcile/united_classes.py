"""Unites terms into classes: names, aliases, parents, anchors and attributes."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from crosstie.schema.document_parts import AttributeSpec, Names
from crosstie.schema.plain_parts import plain_attributes, plain_names
from crosstie.schema.reconcile.taxonomy import ANY_LANGUAGE, Key, Term
from crosstie.schema.yaml_reader import Plain

ANY_ANCHORS: Final = ("box", "polygon", "cuboid", "time_span", "text_span", "page_region")
"""How a class may be drawn of which no source says it."""


class UnitedClasses:
    """The classes of the united schema, and how each source's attributes are called in it."""

    def __init__(
        self, members: Mapping[str, Sequence[Term]], into: Mapping[Key, str], language: str, notes: list[str]
    ) -> None:
        self._members, self._into, self._language, self._notes = members, into, language, notes
        self.parents = self._find_parents()
        self.attributes: dict[str, dict[str, AttributeSpec]] = {}
        self.renamed: dict[tuple[Key, str], str] = {}
        for class_id in self._parents_first():
            self._unite_attributes(class_id)

    def plain(self) -> list[Plain]:
        """The classes as a document writes them."""
        return [self._plain(class_id) for class_id in self._members]

    def _plain(self, class_id: str) -> dict[str, Plain]:
        names, aliases = self._names(class_id)
        parent, anchors = self.parents.get(class_id, ""), self._anchors(class_id)
        said: dict[str, Plain] = {
            "id": class_id,
            "name": plain_names(names),
            "aliases": list(aliases),
            "parent": parent,
            "anchors": list(anchors),
            "attributes": plain_attributes(tuple(self.attributes[class_id].values())),
        }
        return {key: value for key, value in said.items() if value}

    def _names(self, class_id: str) -> tuple[Names, tuple[str, ...]]:
        """The first name in each language; every other name of any term becomes an alias."""
        names: Names = {}
        others: dict[str, None] = {}
        for term in self._members[class_id]:
            for language, name in term.names.items():
                spoken = self._language if language == ANY_LANGUAGE else language
                if names.setdefault(spoken, name) != name:
                    others[name] = None
            others |= dict.fromkeys(term.aliases)
        return names, tuple(alias for alias in others if alias not in names.values())

    def _anchors(self, class_id: str) -> tuple[str, ...]:
        found = dict.fromkeys(anchor for term in self._members[class_id] for anchor in term.anchors)
        parent = self.parents.get(class_id, "")
        if parent and any(not term.anchors for term in self._members[class_id]) and found:
            # One source leaves it to the parent: what that allows must stay allowed.
            found |= dict.fromkeys(self._anchors(parent))
        if not found and not parent and class_id not in self.parents.values():
            self._notes.append(f"no source says how {class_id} is drawn, so many ways are allowed")
            return ANY_ANCHORS
        return tuple(found)

    def _find_parents(self) -> dict[str, str]:
        parents: dict[str, str] = {}
        for class_id, terms in self._members.items():
            wanted = (self._into.get((term.source, term.parent), "") for term in terms if term.parent)
            parent = next((one for one in wanted if one and one != class_id), "")
            if parent and self._above(parent, parents, class_id):
                self._notes.append(f"{class_id} cannot stand under {parent}, which stands under it elsewhere")
            elif parent:
                parents[class_id] = parent
        return parents

    @staticmethod
    def _above(start: str, parents: Mapping[str, str], wanted: str) -> bool:
        while start:
            if start == wanted:
                return True
            start = parents.get(start, "")
        return False

    def _parents_first(self) -> list[str]:
        def depth(class_id: str) -> int:
            parent = self.parents.get(class_id, "")
            return 1 + depth(parent) if parent else 0

        return sorted(self._members, key=depth)

    def _unite_attributes(self, class_id: str) -> None:
        self.attributes[class_id] = {}
        for term in self._members[class_id]:
            for spec in term.attributes:
                self._unite_attribute(class_id, term, _spoken(spec, self._language))

    def _unite_attribute(self, class_id: str, term: Term, spec: AttributeSpec) -> None:
        """Adds an attribute where it is new, widens the one that there is, or gives it another name."""
        holder = self._holder(class_id, spec.name)
        if not holder:
            self.attributes[class_id][spec.name] = spec
            return
        standing = self.attributes[holder][spec.name]
        if (wider := _wider(standing, spec)) is not None:
            self.attributes[holder][spec.name] = wider
            return
        name = f"{spec.name}_{_word(term.source)}"[:64]
        self.renamed[term.key, spec.name] = name
        self.attributes[class_id][name] = msgspec.structs.replace(spec, name=name)
        self._notes.append(
            f"'{spec.name}' of '{term.id}' ({term.source}) is a {spec.type} and another source's a "
            f"{standing.type}{' in another unit' if spec.unit != standing.unit else ''}: it is now '{name}'"
        )

    def _holder(self, class_id: str, name: str) -> str:
        """The class, this one or one above, that gives an attribute; empty where none does."""
        while class_id:
            if name in self.attributes.get(class_id, {}):
                return class_id
            class_id = self.parents.get(class_id, "")
        return ""


def _spoken(spec: AttributeSpec, language: str) -> AttributeSpec:
    names = {language if key == ANY_LANGUAGE else key: name for key, name in spec.names.items()}
    return msgspec.structs.replace(spec, names=names)


def _wider(first: AttributeSpec, second: AttributeSpec) -> AttributeSpec | None:
    """An attribute that allows what either does; None where their types or units differ."""
    if (first.type, first.unit) != (second.type, second.unit):
        return None
    unlimited = {name: None in (getattr(first, name), getattr(second, name)) for name in ("min", "max")}
    bounds = {
        name: None if unlimited[name] else pick(getattr(first, name), getattr(second, name))
        for name, pick in (("min", min), ("max", max))
    }
    return msgspec.structs.replace(
        first,
        of=tuple(dict.fromkeys((*first.of, *second.of))),
        choice_names={**second.choice_names, **first.choice_names},
        names={**second.names, **first.names},
        required=first.required and second.required,
        **bounds,
    )


def _word(source: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in source)
