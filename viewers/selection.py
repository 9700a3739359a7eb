"""The one selection, shown everywhere that a selected thing exists, and what lights up with it."""

from collections.abc import Callable
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from crosstie.schema.records import Link
from crosstie.schema.sample_state import SampleState

RefKind = Literal["annotation", "entity", "link"]


class Ref(msgspec.Struct, frozen=True):
    """Names one thing that can be selected."""

    kind: RefKind
    id: str


class Highlight(msgspec.Struct, frozen=True):
    """What a selection lights up: itself, its entity's other annotations, its links and their far ends."""

    selected: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()


class Selection(QObject):
    """An ordered set of things, over any panes; the last one is the primary."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._refs: tuple[Ref, ...] = ()

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The selected things, in the order of selecting."""
        return self._refs

    @property
    def primary(self) -> Ref | None:
        """The thing that the inspector shows."""
        return self._refs[-1] if self._refs else None

    def set(self, *refs: Ref) -> None:
        """Selects exactly these."""
        if refs != self._refs:
            self._refs = refs
            self.changed.emit()

    def toggle(self, ref: Ref) -> None:
        """Adds a thing to the selection, or takes it out."""
        kept = tuple(other for other in self._refs if other != ref)
        self.set(*kept if ref in self._refs else (*kept, ref))

    def clear(self) -> None:
        """Selects nothing."""
        self.set()

    def keep_existing(self, state: SampleState) -> None:
        """Drops what is no longer in the sample."""
        self.set(*(ref for ref in self._refs if exists(state, ref)))


def exists(state: SampleState, ref: Ref) -> bool:
    """Whether the sample still holds what `ref` names."""
    kept = {
        "annotation": state.annotations,
        "entity": state.entities,
        "link": state.links,
    }
    return ref.id in kept[ref.kind]


def highlight(
    state: SampleState, refs: tuple[Ref, ...], shows: Callable[[Link], bool] = lambda _link: True
) -> Highlight:
    """What lights up for a selection; ids of annotations, entities and links.

    `shows` says which links count: a candidate that was decided on lights up nothing.
    """
    selected = {ref.id for ref in refs if exists(state, ref)}
    links = {ref.id for ref in refs if ref.kind == "link" and exists(state, ref)}
    about = {state.annotations[key].entity_id for key in selected if key in state.annotations} - {""}
    about |= {key for key in selected if key in state.entities}
    for end_id in (*selected, *about):
        links |= {link.id for link in state.links_of(end_id) if shows(link)}
    ends = {end for link_id in links for end in state.links[link_id].ends}
    entities = about | {end.id for end in ends if end.kind == "entity"}
    related = {end.id for end in ends} | about
    for entity_id in entities:
        # Once an entity, however many links end there.
        related |= {annotation.id for annotation in state.annotations_of(entity_id)}
    return Highlight(frozenset(selected), frozenset(related - selected), frozenset(links))
