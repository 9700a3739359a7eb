"""Which links are drawn in the lanes: those of what is lit up, or all of them, as the filter lets them."""

from typing import Final

from crosstie.schema.records import Link
from crosstie.viewers.context import PaneContext
from crosstie.viewers.lanes.frame import Frame
from crosstie.viewers.lanes.link_field import BUNDLED_FROM, LinkField
from crosstie.viewers.lanes.link_filter import LinkFilter
from crosstie.viewers.lanes.links import Curve
from crosstie.viewers.lanes.stack import Stack

MOST_UNFOLDED: Final = 200
"""Links of a bundle that are told apart while the pointer is over it."""


class LinkLayer:
    """Gathers links once for the labels and the rows as they stand; curves of a frame are quick then."""

    def __init__(self, context: PaneContext) -> None:
        self._context = context
        self.filter = LinkFilter()
        self.shows_all = False
        self._all: tuple[Stack, LinkField] | None = None
        self._lit: tuple[Stack, frozenset[str], LinkField] | None = None

    def forget(self) -> None:
        """Labels, rows or the filter have changed."""
        self._all, self._lit = None, None

    def quiet(self, frame: Frame) -> list[Curve]:
        """Every link, where all are shown."""
        if not self.shows_all:
            return []
        if self._all is None or self._all[0] is not frame.stack:
            wanted = [link for link in self._context.links_shown() if self.filter.lets(link)]
            self._all = frame.stack, self._field(frame, wanted)
        return self._all[1].curves(frame)

    def lit(self, frame: Frame, hovered_id: str, bundle: tuple[str, ...]) -> list[Curve]:
        """The links of the selection and of what is under the pointer; its bundle is unfolded."""
        context, state = self._context, self._context.state
        selected = (link for key in context.highlight.links if (link := state.links.get(key)) is not None)
        wanted = {link.id for link in selected if self._lets(link)}
        if hovered_id in state.links:
            wanted.add(hovered_id)
        elif hovered_id:
            about = state.links_of(hovered_id)
            wanted |= {link.id for link in about if context.shows_link(link) and self._lets(link)}
        unfolded = frozenset(key for key in bundle[:MOST_UNFOLDED] if key in state.links)
        return [*self._lit_curves(frame, frozenset(wanted)), *self._unfolded(frame, unfolded)]

    def _lit_curves(self, frame: Frame, wanted: frozenset[str]) -> list[Curve]:
        if not wanted:
            return []
        if self._lit is None or self._lit[0] is not frame.stack or self._lit[1] != wanted:
            links = [link for key in wanted if (link := self._context.state.links.get(key)) is not None]
            self._lit = frame.stack, wanted, self._field(frame, sorted(links, key=lambda one: one.id))
        return self._lit[2].curves(frame, bundled_from=BUNDLED_FROM)

    def _unfolded(self, frame: Frame, ids: frozenset[str]) -> list[Curve]:
        if not ids:
            return []
        links = [self._context.state.links[key] for key in ids]
        return self._field(frame, links).curves(frame, bundled_from=MOST_UNFOLDED + 1)

    def _lets(self, link: Link) -> bool:
        """What is itself selected is drawn whatever the filter says."""
        return self.filter.lets(link) or link.id in self._context.highlight.selected

    def _field(self, frame: Frame, links: list[Link]) -> LinkField:
        document = self._context.document
        symmetric = {spec.id for spec in document.links if spec.symmetric} if document else set()
        return LinkField(self._context.state, frame.stack, links, symmetric)
