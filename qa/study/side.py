"""One pass of a sample, ready to be compared: its labels in columns of numbers."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from crosstie.qa.study.bounds import PLAIN, TRACK, Rough, rough
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import AttributeType
from crosstie.storage.columns import AssetFacts, Columns, Tie

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
ENTITY = "entity"
"""Stands for the modality of an end that is no annotation."""


class Scene:
    """What all passes of a sample share: its assets, and one number for each thing that is told apart."""

    def __init__(self, assets: Mapping[str, AssetFacts]) -> None:
        self.assets = assets
        self._numbers: dict[object, int] = {}

    def number(self, thing: object) -> int:
        """Return the same number for the same thing."""
        return self._numbers.setdefault(thing, len(self._numbers))

    def modality(self, asset_id: str) -> str:
        """Return the kind of an asset."""
        return self.assets[asset_id].kind


class Side:
    """The labels of one pass. Places are indexes into the columns, which are in the order of ids."""

    def __init__(self, columns: Columns, scene: Scene, document: SchemaDocument) -> None:
        self.columns, self.scene, self.document = columns, scene, document
        self.n = len(columns.ids)
        self.shared_attributes: dict[tuple[str, str], dict[str, tuple[str, AttributeType]]] = {}
        self.modalities: list[str] = [scene.modality(asset_id) for asset_id in columns.assets]

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Return places by annotation id."""
        return {key: place for place, key in enumerate(self.columns.ids)}

    @cached_property
    def roughs(self) -> list[Rough]:
        """Return family, x, y, width, height of the box around each label."""
        return [rough(anchor) for anchor in self.columns.anchors]

    @cached_property
    def families(self) -> list[str]:
        """Return each label's family of anchors."""
        return [one[0] for one in self.roughs]

    @cached_property
    def boxes(self) -> Floats:
        """Return the box around each label as x, y, width, height."""
        return np.array([one[1:] for one in self.roughs], np.float64).reshape(self.n, 4)

    @cached_property
    def groups(self) -> Places:
        """Return a number for asset and family: only labels with the same one can be the same."""
        keys = list(zip(self.columns.assets, self.families, strict=True))
        numbers = {key: self.scene.number(key) for key in dict.fromkeys(keys)}
        return np.array([numbers[key] for key in keys], np.intp)

    @cached_property
    def class_numbers(self) -> Places:
        """Return a number for each label's class."""
        numbers = {one: self.scene.number(("class", one)) for one in dict.fromkeys(self.columns.classes)}
        return np.array([numbers[one] for one in self.columns.classes], np.intp)

    @cached_property
    def plain(self) -> NDArray[np.bool_]:
        """Return which labels are the box around them."""
        return np.array([type(anchor) in PLAIN for anchor in self.columns.anchors], bool)

    @cached_property
    def strata(self) -> list[tuple[str, str, str]]:
        """Return each label's modality, class and kind of anchor."""
        columns = self.columns
        return list(zip(self.modalities, columns.classes, columns.anchor_kinds, strict=True))

    @cached_property
    def certain(self) -> list[Tie]:
        """Return the links that are certain."""
        return [tie for tie in self.columns.ties if tie.status == "certain"]

    @cached_property
    def mentions(self) -> dict[str, list[int]]:
        """Return the places of the annotations about each entity that any is about."""
        found: dict[str, list[int]] = {}
        for place, entity_id in enumerate(self.columns.entities):
            if entity_id:
                found.setdefault(entity_id, []).append(place)
        return found

    @cached_property
    def spans(self) -> dict[tuple[str, str], list[int]]:
        """Return the places of spans by asset and kind of anchor, of time and of text."""
        found: dict[tuple[str, str], list[int]] = {}
        for place, kind in enumerate(self.columns.anchor_kinds):
            if kind in ("time_span", "text_span"):
                found.setdefault((self.columns.assets[place], kind), []).append(place)
        return found

    @cached_property
    def track_groups(self) -> dict[int, list[int]]:
        """Return the places of the tracks in each asset and of each family, by the group's number."""
        found: dict[int, list[int]] = {}
        if not any(family.startswith(TRACK) for family in set(self.families)):
            return found
        for place, (family, group) in enumerate(zip(self.families, self.groups.tolist(), strict=True)):
            if family.startswith(TRACK):
                found.setdefault(group, []).append(place)
        return found

    @cached_property
    def tied(self) -> frozenset[int]:
        """Return the places of annotations that a certain link ties."""
        ends = (key for tie in self.certain for key in (tie.from_id, tie.to_id))
        return frozenset(self.place_of[key] for key in ends if key in self.place_of)

    def places_of(self, tie: Tie) -> tuple[int, int] | None:
        """Return the places of a link's ends; None where one of them is an entity."""
        origin, target = self.place_of.get(tie.from_id), self.place_of.get(tie.to_id)
        return None if origin is None or target is None else (origin, target)

    @property
    def ends(self) -> tuple[str, ...]:
        """Return the ids of everything that a link can tie."""
        return (*self.columns.ids, *self.columns.entity_of)

    def modality_of_end(self, kind: str, key: str) -> str:
        """Return the modality of a link's end; ENTITY for an entity."""
        place = self.place_of.get(key) if kind == "annotation" else None
        return ENTITY if place is None else self.modalities[place]

    def pick(self, column: Sequence[str], places: Places) -> list[str]:
        """Return what a column holds at places."""
        return [column[place] for place in places.tolist()]
