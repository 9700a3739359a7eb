"""Brings both ends of a candidate into sight: panes, time, zoom, marks; and puts everything back."""

from collections.abc import Sequence
from typing import Final

import msgspec
import shiboken6
from PySide6.QtCore import QObject, QRectF, QTimer

from crosstie.app.bench.bench import Bench
from crosstie.app.review.sight import Sight, Span, same_page, sight_of
from crosstie.schema.records import Annotation, Link
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pane import Pane
from crosstie.viewers.selection import Ref
from crosstie.viewers.spotlight import Letter, LitEnd, Spotlight
from crosstie.viewers.timeaxis.extent import extent_ns
from crosstie.viewers.timeaxis.view_range import ViewRange
from crosstie.viewers.timeline import PlayRange

_LEAST_PART: Final = 0.06
_AROUND: Final = 1.6
"""How much time is shown before and after what is looked at, in its own lengths."""
_LEAST_AROUND_NS: Final = 1_500_000_000


class Before(msgspec.Struct, frozen=True, eq=False):
    """What review puts back when it is left."""

    now_ns: int
    loop: PlayRange | None
    view: ViewRange
    selected: tuple[Ref, ...]
    views: dict[str, object]


class Stage(QObject):
    """Shows one link at a time. It moves no label and knows nothing of decisions."""

    def __init__(self, context: PaneContext, bench: Bench, parent: QObject, *, apart: bool = False) -> None:
        """With `apart` it shows two versions of one thing instead of two ends of a link."""
        super().__init__(parent)
        self._apart = apart
        self._context = context
        self._bench = bench
        self._spots: dict[str, Spotlight] = {}
        self._lanes: Spotlight | None = None
        self._before: Before | None = None
        self._sight: Sight | None = None
        self._shows_other = False
        self._brought: tuple[bool, tuple[str, ...]] | None = None
        self._letters: tuple[Letter, Letter] = ("A", "B")
        self.alone = True
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.setInterval(0)
        self._resized.timeout.connect(self._close_up)

    @property
    def sight(self) -> Sight | None:
        """How the candidate on the stage is looked at."""
        return self._sight

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The panes in which the ends stand; one where both stand in the same."""
        if self._sight is None:
            return ()
        found = (self._pane_of(key) for key in self._sight.shown)
        return tuple(dict.fromkeys(pane for pane in found if pane is not None))

    @property
    def turns(self) -> bool:
        """Whether the ends are never in sight both at once, so that one has to turn from one to the other."""
        sight = self._sight
        apart = sight is not None and sight.other_ns is not None
        return apart or (sight is not None and not same_page(self._context.state, sight))

    def areas(self, letter: Letter) -> list[QRectF]:
        """Where an end is seen in its pane, in the pane's pixels; nothing while it is out of sight."""
        lit = ((spot, end) for spot in self._spots.values() for end in spot.ends if end.letter == letter)
        return [area for spot, end in lit for area in spot.areas(end)]

    def enter(self) -> None:
        """Review begins on the sample that is open."""
        context, bench = self._context, self._bench
        timeline = context.timeline
        self._before = Before(
            timeline.now_ns,
            timeline.loop,
            context.time_axis.view,
            context.selection.refs,
            {key: pane.mark_view() for key, pane in bench.panes.items()},
        )
        timeline.set_loop(None)
        bench.lay_by()
        for key, pane in bench.panes.items():
            self._spots[key] = spot = Spotlight(
                pane,
                pane.areas_of,
                above=pane.asset.kind in ("transcript", "output"),
                apart=self._apart,
            )
            spot.resized.connect(self._resized.start)
        body = bench.time_strip.lanes.body
        self._lanes = Spotlight(body, self._lane_areas, quiet=True, apart=self._apart)

    def leave(self, *, put_back: bool = True) -> None:
        """Review is over; with `put_back` everything is as it was before."""
        self._resized.stop()
        for spot in (*self._spots.values(), *([self._lanes] if self._lanes else [])):
            # A pane that is gone has taken its spotlight along.
            if shiboken6.isValid(spot):
                spot.hide()
                shiboken6.delete(spot)
        self._spots.clear()
        self._lanes, self._sight, self._brought = None, None, None
        before, self._before = self._before, None
        context = self._context
        context.set_asking(asking=False)
        if put_back and before is not None:
            self._bench.take_up()
            self._look_again(before)
            context.timeline.seek(before.now_ns)
            context.timeline.set_loop(before.loop)
            context.time_axis.show(before.view.start_ns, before.view.end_ns)
            context.selection.set(*before.selected)
            context.selection.keep_existing(context.state)

    def show(self, link: Link, letters: tuple[Letter, Letter] = ("A", "B")) -> Sight:
        """Brings both ends of a link into sight at once, each marked with its letter."""
        context, self._letters = self._context, letters
        self._sight = sight = sight_of(context.state, link, self._span_of, context.timeline.now_ns)
        self._shows_other = False
        context.selection.clear()
        context.set_hidden(context.hidden - set(sight.shown))
        self._bring_panes()
        panes = self.panes
        for pane in panes:
            pane.hold()
        if sight.at_ns is not None:
            context.timeline.seek(sight.at_ns)
        self._show_time(sight.spans)
        self._close_up()
        for pane in panes:
            pane.release()
        self.light()
        return sight

    def show_nothing(self) -> None:
        """There is no candidate: no end is marked, nothing steps back."""
        self._sight = None
        self.show_all()
        if self._before is not None:
            self._look_again(self._before)
        self.light()

    def show_all(self) -> None:
        """Puts every pane back to where it was, until the next link is shown."""
        if self._brought is not None:
            self._brought = None
            self._bench.take_up()
            self._bench.lay_by()

    def show_pair(self) -> None:
        """Brings the two panes together again."""
        self._bring_panes()
        self._close_up()
        self.light()

    def turn(self) -> None:
        """Goes to the end that is out of sight, where the two are never in sight at once."""
        sight = self._sight
        if sight is None or not self.turns:
            return
        self._shows_other = not self._shows_other
        at_ns = sight.other_ns if self._shows_other else sight.at_ns
        if at_ns is not None:
            self._context.timeline.seek(at_ns)
        self._close_up()

    def toggle_alone(self) -> None:
        """Nothing but the panes that are asked about, or all of them."""
        self.alone = not self.alone
        self._bring_panes()

    def light(self, kept: Letter | None = None) -> None:
        """Marks both ends; while one is picked anew, only the other one that is kept, and dims nothing."""
        ends = [end for end in self._ends() if kept in (None, end.letter)]
        self._context.set_asking(asking=kept is None and self._sight is not None)
        theme, dims, lettered = self._context.theme, kept is None and self._sight is not None, kept is None
        for key, spot in self._spots.items():
            here = [end for end in ends if self._asset_shown(end.annotation_id) == key]
            spot.light(here, theme, dims=dims, lettered=lettered)
        if self._lanes is not None:
            self._lanes.light(ends, theme, lettered=lettered)

    def _look_again(self, before: Before) -> None:
        for key, view in before.views.items():
            self._bench.panes[key].look_again(view)

    def _ends(self) -> list[LitEnd]:
        if self._sight is None:
            return []
        ends = zip(self._letters, self._sight.shown, strict=True)
        return [LitEnd(letter, shown) for letter, shown in ends if shown]

    def _bring_panes(self) -> None:
        """What is in sight already stays where it is: nothing moves that need not."""
        held = self._bench.dock_ids
        wanted = tuple(pane.asset_id for pane in self.panes if pane.asset_id in held)
        if not wanted or (self.alone, wanted) == self._brought:
            return
        self._brought = (self.alone, wanted)
        self._bench.bring_together(wanted, alone=self.alone)

    def _close_up(self) -> None:
        """Zooms each pane to what stands in it; the one on show last comes first where they share a pane."""
        if self._sight is None:
            return
        order = tuple(reversed(self._sight.shown)) if self._shows_other else self._sight.shown
        strip = self._bench.time_strip
        for pane in self.panes:
            here = [key for key in order if key and self._pane_of(key) is pane]
            if pane.asset_id not in strip.panes:
                pane.close_up(here)
        for key in self._sight.shown:
            strip.lanes.body.reveal(key)

    def _show_time(self, spans: Sequence[Span]) -> None:
        """The stretch of time on the axis, where what is looked at is out of it or too small to be seen."""
        axis = self._context.time_axis
        if not spans:
            return
        shortest = min(spans, key=lambda span: span[1] - span[0])
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        in_view = axis.view.holds(shortest[0]) and axis.view.holds(shortest[1])
        if in_view and shortest[1] - shortest[0] >= _LEAST_PART * axis.view.length_ns:
            return
        if end - start > 12 * (shortest[1] - shortest[0]):
            start, end = shortest
        around = max(round((end - start) * _AROUND), _LEAST_AROUND_NS)
        axis.show(start - around, end + around)

    def _span_of(self, annotation: Annotation) -> Span | None:
        context = self._context
        asset = context.state.assets[annotation.asset_id]
        return extent_ns(annotation, asset, context.transcripts.get(asset.id))

    def _asset_shown(self, annotation_id: str) -> str:
        pane = self._pane_of(annotation_id)
        return pane.asset_id if pane is not None else ""

    def _pane_of(self, annotation_id: str) -> Pane | None:
        """The pane that shows an annotation: its asset's own, or for radar beside a cloud the cloud's."""
        context, panes = self._context, self._bench.panes
        annotation = context.state.annotations.get(annotation_id)
        if annotation is None:
            return None
        own = panes.get(annotation.asset_id)
        if own is None and context.state.assets[annotation.asset_id].kind == "radar":
            return next((pane for pane in panes.values() if pane.asset.kind == "pointcloud"), None)
        return own

    def _lane_areas(self, annotation_id: str) -> list[QRectF]:
        body = self._bench.time_strip.lanes.body
        area = body.frame.area_of(annotation_id)
        if area is None:
            return []
        return [QRectF(area.left, area.top, area.right - area.left, area.bottom - area.top)]
