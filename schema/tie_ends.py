"""Which ends may be tied to what was taken hold of: asked of thousands of ends at a time.

An annotation stands for itself and for the entity that it is about. Several starts are tied to one end
together, each by the same type and in the same direction: the answer that is grounded in several regions.
"""

from collections.abc import Iterable, Sequence

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.anchors import anchor_kind
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import UNLIMITED, LinkTypeSpec
from crosstie.schema.endpoints import end_problem, pass_of_end
from crosstie.schema.gestures import Edits, MakeId
from crosstie.schema.ids import new_id
from crosstie.schema.links import LinkOption, own_links, standing_problem, why_not
from crosstie.schema.records import End, Link
from crosstie.schema.sample_state import SampleState

_Kind = tuple[str, ...]


class TieOption(msgspec.Struct, frozen=True):
    """One way to tie all starts to an end: a link for each start, of one type and direction."""

    links: tuple[LinkOption, ...]

    @property
    def type_id(self) -> str:
        """The type of all of them."""
        return self.links[0].type_id


class TieEnds:
    """What may stand at the far end of a tie that begins at `starts`, for the labels as they stand.

    With `only`, a link type and the side of it (0 or 1) at which the starts stand, for themselves alone.
    """

    def __init__(
        self,
        document: SchemaDocument,
        state: SampleState,
        starts: Sequence[End],
        only: tuple[str, int] | None = None,
    ) -> None:
        self._document, self._state = document, state
        self.starts = tuple(start for start in starts if state.holds(start))
        self._stands = [(start,) if only else stands_for(state, start) for start in self.starts]
        self._ways = [
            (spec, side)
            for spec in document.links
            for side in (0, 1)
            if only is None or (spec.id == only[0] and (side == only[1] or spec.symmetric))
        ]
        self._fits: dict[tuple[str, int, _Kind], bool] = {}
        self._pass_id = pass_of_end(state, self.starts[0]) if self.starts else ""

    def options(self, target: End) -> tuple[TieOption, ...]:
        """Every way to tie the starts to a target, the target as itself before its entity; empty for none."""
        if not self._in_reach(target):
            return ()
        found: dict[tuple[LinkOption, ...], TieOption] = {}
        for end in stands_for(self._state, target):
            for spec, starts_at in self._ways:
                for links in self._tied(spec, starts_at, end):
                    found.setdefault(links, TieOption(links))
        return tuple(self._once(found.values()))

    def possible(self, target: End) -> bool:
        """Whether there is a way."""
        return bool(self.options(target))

    def why_not(self, target: End) -> str:
        """Why there is none, in one line, told of the first start that does not fit."""
        for start in self.starts:
            alone = TieEnds(self._document, self._state, (start,))
            if not alone.options(target):
                return why_not(self._document, self._state, start, target)
        return f"No one link type ties all {len(self.starts)} to that."

    def _in_reach(self, target: End) -> bool:
        return (
            bool(self.starts)
            and target not in self.starts
            and self._state.holds(target)
            and pass_of_end(self._state, target) == self._pass_id
        )

    def _tied(self, spec: LinkTypeSpec, starts_at: int, end: End) -> Iterable[tuple[LinkOption, ...]]:
        """The links of a type between the starts, at the side `starts_at`, and an end."""
        if not self._fit(spec, 1 - starts_at, end):
            return
        if len(self._stands) == 1:
            for start in self._stands[0]:
                option = self._option(spec, starts_at, start, end)
                if option is not None:
                    yield (option,)
            return
        links = [self._first(spec, starts_at, stands, end) for stands in self._stands]
        made = tuple(dict.fromkeys(link for link in links if link is not None))
        if None not in links and self._has_room(spec, starts_at, end, len(made)):
            yield made

    def _first(
        self, spec: LinkTypeSpec, starts_at: int, stands: Sequence[End], end: End
    ) -> LinkOption | None:
        options = (self._option(spec, starts_at, start, end) for start in stands)
        return next((option for option in options if option is not None), None)

    def _option(self, spec: LinkTypeSpec, starts_at: int, start: End, end: End) -> LinkOption | None:
        if start == end or not self._fit(spec, starts_at, start):
            return None
        from_end, to_end = (start, end) if starts_at == 0 else (end, start)
        if standing_problem(self._document, self._state, spec, from_end, to_end):
            return None
        return LinkOption(spec.id, from_end, to_end)

    def _has_room(self, spec: LinkTypeSpec, starts_at: int, end: End, count: int) -> bool:
        """Whether the end takes so many links of a type at once."""
        limited = spec.one_from if starts_at == 0 else spec.one_to
        if limited and count > 1:
            return False
        if spec.group is None or starts_at == 0 or spec.group.most == UNLIMITED:
            return True
        standing = _group(self._state, spec.id, end)
        return sum(link.status == "certain" for link in standing) + count <= spec.group.most

    def _fit(self, spec: LinkTypeSpec, side: int, end: End) -> bool:
        """Whether the schema allows an end at a side of a type: the same for all of its class and anchor."""
        kind = self._kind(end)
        found = self._fits.get((spec.id, side, kind))
        if found is None:
            endpoint = spec.to_end if side else spec.from_end
            found = not end_problem(self._document, self._state, endpoint, end)
            self._fits[spec.id, side, kind] = found
        return found

    def _kind(self, end: End) -> _Kind:
        if end.kind == "entity":
            return (self._state.entities[end.id].type_id,)
        annotation = self._state.annotations[end.id]
        modality = self._state.assets[annotation.asset_id].kind
        return annotation.class_id, anchor_kind(annotation.anchor), modality

    def _once(self, options: Iterable[TieOption]) -> Iterable[TieOption]:
        """A symmetric type is offered once, whichever way round it fits."""
        seen: set[tuple[str, frozenset[frozenset[End]]]] = set()
        for option in options:
            spec = self._document.find_link_type(option.type_id)
            pairs = frozenset(frozenset((one.from_end, one.to_end)) for one in option.links)
            if spec is not None and spec.symmetric:
                if (option.type_id, pairs) in seen:
                    continue
                seen.add((option.type_id, pairs))
            yield option


def tie_all(
    document: SchemaDocument, state: SampleState, option: TieOption, make_id: MakeId = new_id
) -> Edits:
    """Makes the links of an option as one gesture, each with its place where the type's group is ordered."""
    spec = document.find_link_type(option.type_id)
    ordered = spec is not None and spec.group is not None and spec.group.ordered
    places: dict[End, int] = {}
    made: list[ed.ReversibleEdit] = []
    for one in option.links:
        if ordered and one.from_end not in places:
            group = _group(state, one.type_id, one.from_end)
            places[one.from_end] = max((link.place for link in group), default=0)
        if ordered:
            places[one.from_end] += 1
        link = Link(
            make_id(),
            state.sample_id,
            pass_of_end(state, one.from_end),
            one.type_id,
            one.from_end,
            one.to_end,
            place=places.get(one.from_end, 0),
        )
        made.append(ed.AddLink(link))
    return tuple(made)


def stands_for(state: SampleState, end: End) -> tuple[End, ...]:
    """An end as it is, and for an annotation the entity that it is about."""
    annotation = state.annotations.get(end.id) if end.kind == "annotation" else None
    if annotation is not None and annotation.entity_id:
        return end, End("entity", annotation.entity_id)
    return (end,)


def _group(state: SampleState, type_id: str, origin: End) -> list[Link]:
    """The links of a type from one origin that its own pass holds and nobody rejected."""
    label = state.entities[origin.id] if origin.kind == "entity" else state.annotations[origin.id]
    return [
        link
        for link in own_links(state, label)
        if link.type_id == type_id and link.from_end == origin and link.status != "rejected"
    ]
