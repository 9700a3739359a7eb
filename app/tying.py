"""Tying: T at one end, a pick at the other, and a link of a type that the schema allows."""

from PySide6.QtCore import QObject, Signal

from crosstie.schema.edits import AddLink
from crosstie.schema.gestures import tie
from crosstie.schema.links import LinkOption, link_options, why_not
from crosstie.schema.records import End
from crosstie.viewers.context import PaneContext
from crosstie.viewers.selection import Ref


class Tying(QObject):
    """Begins a tie, and ends it when the second thing is picked in any pane.

    `choice_needed` carries the options when the schema allows several types; `choose` ends the tie then.
    """

    choice_needed = Signal(object)
    choice_over = Signal()

    def __init__(self, context: PaneContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._options: tuple[LinkOption, ...] = ()
        context.picked.connect(self._on_picked)
        context.sample_opened.connect(self.leave)

    @property
    def options(self) -> tuple[LinkOption, ...]:
        """Link types to choose from while a choice is needed."""
        return self._options

    def begin(self) -> None:
        """T: from two selected things at once; else from the selected one, or the one under the pointer."""
        context = self._context
        if context.tie_from is not None or self._options:
            self.leave()
            return
        refs = [ref for ref in context.selection.refs if ref.kind != "link"]
        match refs:
            case [first, second]:
                self._tie(first, second)
                return
        start = refs[-1] if refs else context.hovered
        if start is None or start.kind == "link":
            context.say("Select something first, then press T and click its other end.", "info")
            return
        context.set_tie_from(start)
        context.say("Click the other end in any pane. Esc leaves.", "info")

    def leave(self) -> None:
        """Gives up a tie that was begun."""
        self._context.set_tie_from(None)
        if self._options:
            self._options = ()
            self.choice_over.emit()

    def choose(self, place: int) -> None:
        """Takes the option at `place` (from 0), if there is one."""
        if place < len(self._options):
            option = self._options[place]
            self.leave()
            self._make(option)

    def _on_picked(self, ref: Ref) -> None:
        start = self._context.tie_from
        if start is not None and ref != start and ref.kind != "link":
            self._tie(start, ref)

    def _tie(self, first: Ref, second: Ref) -> None:
        context = self._context
        context.set_tie_from(None)
        options = self._all_options(first, second)
        if not options:
            assert context.document is not None
            context.say(why_not(context.document, context.state, _end(first), _end(second)), "warn")
        elif len(options) == 1:
            self._make(options[0])
        else:
            self._options = options
            self.choice_needed.emit(options)

    def _all_options(self, first: Ref, second: Ref) -> tuple[LinkOption, ...]:
        """Types between the two, each end standing for itself or for the entity that it is about."""
        context = self._context
        assert context.document is not None
        found: dict[tuple[str, End, End], LinkOption] = {}
        for start in self._stands_for(first):
            for end in self._stands_for(second):
                for option in link_options(context.document, context.state, start, end):
                    found.setdefault((option.type_id, option.from_end, option.to_end), option)
        return tuple(found.values())

    def _stands_for(self, ref: Ref) -> tuple[End, ...]:
        annotation = self._context.state.annotations.get(ref.id)
        if annotation is not None and annotation.entity_id:
            return (_end(ref), End("entity", annotation.entity_id))
        return (_end(ref),)

    def _make(self, option: LinkOption) -> None:
        context = self._context
        edits = tie(context.state, option)
        made = edits[0]
        assert isinstance(made, AddLink)
        context.submit(edits, "tie", select=Ref("link", made.link.id))


def _end(ref: Ref) -> End:
    return End("entity" if ref.kind == "entity" else "annotation", ref.id)
