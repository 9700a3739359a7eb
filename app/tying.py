"""Tying: T at one end, a pick at the other, and a link of a type that the schema allows.

A tie may begin at several things at once, and then ties all of them to what is picked. A chain keeps its
beginning, so that one thing is tied to others one after the other until Escape.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from crosstie.app.inspector.describe import end_words
from crosstie.schema.changes import Changes
from crosstie.schema.edits import AddLink
from crosstie.schema.entities import successor
from crosstie.schema.links import LinkOption
from crosstie.schema.records import End
from crosstie.schema.tie_ends import TieEnds, TieOption, tie_all
from crosstie.viewers.context import PaneContext
from crosstie.viewers.selection import Ref, exists


class Tying(QObject):
    """Begins a tie, and ends it when the far end is picked in any pane, in the lanes, or by its code.

    `changed` says that a tie has begun, moved on or ended. `choice_needed` carries the options when the
    schema allows several types; `choose` goes on then. With nothing to begin at, the first pick begins it.
    """

    changed = Signal()
    choice_needed = Signal(object)
    choice_over = Signal()

    def __init__(self, context: PaneContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._options: tuple[TieOption, ...] = ()
        self._ends: TieEnds | None = None
        self._only: tuple[str, int] | None = None
        self._then: Callable[[LinkOption], None] | None = None
        self.starts: tuple[Ref, ...] = ()
        self.asks_start = False
        self.chain = False
        self.made = 0
        context.picked.connect(self.pick)
        context.selection.changed.connect(self._on_selection_changed)
        context.labels_changed.connect(self._on_labels_changed)
        context.sample_opened.connect(self.leave)

    @property
    def options(self) -> tuple[TieOption, ...]:
        """Link types to choose from while a choice is needed."""
        return self._options

    @property
    def active(self) -> bool:
        """Whether a tie was begun."""
        return self.asks_start or bool(self.starts) or bool(self._options)

    @property
    def waits(self) -> bool:
        """Whether something is to be picked now."""
        return self.active and not self._options

    @property
    def ends(self) -> TieEnds:
        """What may be picked as the far end."""
        if self._ends is None:
            context = self._context
            assert context.document is not None
            starts = [_end(ref) for ref in self.starts]
            self._ends = TieEnds(context.document, context.state, starts, self._only)
        return self._ends

    @property
    def from_words(self) -> str:
        """What the tie begins at, in a few words; empty while that is not known."""
        if len(self.starts) > 1:
            return f"{len(self.starts)} things"
        return end_words(_end(self.starts[0]), self._context) if self.starts else ""

    @property
    def words(self) -> str:
        """What the tie is at, in one line; empty while there is none."""
        if not self.active:
            return ""
        if self.asks_start:
            return "Tie: click one end, or type its code"
        if self._then is not None:
            return f"Keeps {self.from_words}: click the right other end, or type its code"
        begun = f"Chain from {self.from_words}" if self.chain else f"Tie from {self.from_words}"
        tied = f" · {self.made} tied" if self.made else ""
        return f"{begun}{tied}: click the other end, or type its code"

    def begin(self) -> None:
        """T: from two selected things at once; else from the selected, or from the one under the pointer."""
        if self.active or self._context.document is None:
            self.leave()
            return
        refs = self._selected()
        if len(refs) == 2:
            self.starts, self._ends = refs[:1], None
            options = self.ends.options(_end(refs[1]))
            if options:
                self._take(options)
                return
        self._start(refs, chain=False)

    def begin_chain(self) -> None:
        """C: like T, but what it begins at stays until Escape."""
        if self.chain or self._context.document is None:
            self.leave()
        else:
            self._start(self.starts or self._selected(), chain=True)

    def aim(self, start: Ref, only: tuple[str, int], then: Callable[[LinkOption], None]) -> None:
        """Waits for the other end of a link of a type, with `start` at a side of it.

        `then` is told what was picked; no link is made here.
        """
        self.leave()
        self._only, self._then = only, then
        self._start((start,), chain=False)

    def leave(self) -> None:
        """Gives up a tie that was begun."""
        was = self.active
        self._only, self._then = None, None
        self.starts, self._ends = (), None
        self.asks_start, self.chain, self.made = False, False, 0
        self._context.set_tie_from(None)
        self._drop_options()
        if was:
            self.changed.emit()

    def choose(self, place: int) -> None:
        """Takes the option at `place` (from 0), if there is one."""
        if place < len(self._options):
            option = self._options[place]
            self._drop_options()
            self._make(option)

    def pick(self, ref: Ref) -> None:
        """Something was picked: the tie begins there, or ends. One drawn in the lanes has begun by itself."""
        if not self.active and self._context.tie_from is not None:
            self.starts, self._ends = (self._context.tie_from,), None
        if ref.kind == "link" or ref in self.starts or not self.waits:
            return
        if self.asks_start:
            self._start((ref,), chain=self.chain)
            return
        options = self.ends.options(_end(ref))
        if options:
            self._take(options)
        else:
            self._context.say(self.ends.why_not(_end(ref)), "warn")

    def _start(self, refs: Sequence[Ref], *, chain: bool) -> None:
        self.starts, self._ends = tuple(refs), None
        self.asks_start, self.chain = not refs, chain
        self._context.set_tie_from(refs[-1] if refs else None)
        self.changed.emit()

    def _take(self, options: tuple[TieOption, ...]) -> None:
        then = self._then
        if then is not None:
            self.leave()
            then(options[0].links[0])
            return
        if len(options) == 1:
            self._make(options[0])
            return
        self._options = options
        self._context.set_tie_from(None)
        self.changed.emit()
        self.choice_needed.emit(options)

    def _make(self, option: TieOption) -> None:
        context, document = self._context, self._context.document
        assert document is not None
        edits = tie_all(document, context.state, option)
        made = [Ref("link", edit.link.id) for edit in edits if isinstance(edit, AddLink)]
        if self.chain:
            context.submit(edits, "tie")
            self.made += sum(exists(context.state, ref) for ref in made)
            context.set_tie_from(self.starts[-1] if self.starts else None)
            self.changed.emit()
            return
        self.leave()
        context.submit(edits, "tie")
        context.selection.set(*(ref for ref in made if exists(context.state, ref)))

    def _drop_options(self) -> None:
        if self._options:
            self._options = ()
            self.choice_over.emit()

    def _selected(self) -> tuple[Ref, ...]:
        context = self._context
        refs = tuple(ref for ref in context.selection.refs if ref.kind != "link")
        hovered = context.hovered
        if not refs and hovered is not None and hovered.kind != "link" and exists(context.state, hovered):
            return (hovered,)
        return refs

    def _on_selection_changed(self) -> None:
        refs = self._selected() if self._context.selection.refs else ()
        if self.asks_start and refs:
            self._start(refs, chain=self.chain)

    def _on_labels_changed(self, changes: Changes) -> None:
        """What the tie began at may be gone, or be another entity by now."""
        self._ends = None
        context = self._context
        if all(exists(context.state, ref) for ref in self.starts):
            if self.active:
                self.changed.emit()
            return
        followed = (self._after(one, changes) for one in self.starts)
        kept = dict.fromkeys(ref for ref in followed if ref is not None)
        if kept and not self._options:
            self._start(tuple(kept), chain=self.chain)
            name = end_words(_end(self.starts[-1]), context)
            context.say(f"What the tie began at is now {name}; the tie goes on from there.", "info")
        else:
            self.leave()
            context.say("What the tie began at is gone, so the tie was left.", "info")

    def _after(self, ref: Ref, changes: Changes) -> Ref | None:
        """What a start is after a gesture: itself, the entity that it was merged into, or nothing."""
        if exists(self._context.state, ref):
            return ref
        merged = successor(changes, ref.id) if ref.kind == "entity" else ""
        return Ref("entity", merged) if merged in self._context.state.entities else None


def _end(ref: Ref) -> End:
    return End("entity" if ref.kind == "entity" else "annotation", ref.id)
