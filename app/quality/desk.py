"""Puts the quality page into the window: opened and left by a key, its figures tied to the samples listed."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from crosstie.app.actions.registry import ActionRegistry
from crosstie.app.parts import Parts
from crosstie.app.quality.behind import BehindStrip
from crosstie.app.quality.maker import Maker
from crosstie.app.quality.page import QualityPage
from crosstie.app.quality.run import COMMAND, Run
from crosstie.app.quality.words import behind_words, counted_samples, slice_words
from crosstie.app.rails import Rails
from crosstie.qa.reports.report import Behind, Figure, Finding


class QualityDesk(QObject):
    """The page is made when it is first opened: until then it costs nothing.

    `opening` says that what else has the window's middle must let go of it.
    """

    opening = Signal()

    def __init__(self, parts: Parts, registry: ActionRegistry, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._registry = registry
        self._rails: Rails | None = None
        self.command: Sequence[str] = COMMAND
        self.page: QualityPage | None = None
        self.behind = BehindStrip(parts.queue)
        self.maker = Maker(parts.session, lambda: Run(parts.session.store.root, self.command), self)
        self._stack = QStackedWidget()
        self._passes: dict[str, tuple[str, ...]] = {}
        self.behind.all_asked.connect(self.show_all)
        self.maker.changed.connect(self._on_made)
        parts.context.theme_changed.connect(self._on_theme_changed)
        parts.session.sample_loading.connect(lambda _sample_id: self.leave())

    def over(self, middle: QWidget, rails: Rails) -> QStackedWidget:
        """What stands in the window's middle, with the page in its place when it is asked for."""
        self._rails = rails
        self._stack.addWidget(middle)
        return self._stack

    @property
    def active(self) -> bool:
        """Whether the page is shown."""
        return self.page is not None and self._stack.currentWidget() is self.page

    def passes_behind(self, sample_id: str) -> tuple[str, ...]:
        """Ids of the passes of a sample that were compared for the figure that was asked about last."""
        return self._passes.get(sample_id, ())

    def close(self) -> None:
        """The window closes: what counts is ended."""
        self.maker.close()

    # What the keys do

    def toggle(self) -> None:
        """Opens the page, or goes back to the sample."""
        if self.active:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Shows the figures and gives them the keyboard; counts where they are out of date."""
        self.opening.emit()
        if self.page is None:
            self.page = QualityPage(self.maker)
            self.page.asked.connect(self._on_asked)
            self.page.head.left.connect(self.leave)
            self.page.head.count_asked.connect(self.maker.count)
            self.page.head.stop_asked.connect(self.maker.give_up)
            self.page.head.look_asked.connect(self._on_look)
            self._registry.dress(self.page.head.leave_button, "quality")
            self._stack.addWidget(self.page)
            self.page.dress(self._parts.context.theme)
        self._parts.context.timeline.pause()
        if self._rails is not None:
            self._rails.fold(left=False)
        self._stack.setCurrentWidget(self.page)
        self._registry.enter("quality")
        self.maker.watch(watched=True)
        self.page.take_keyboard()

    def leave(self) -> None:
        """Back to the sample; what was listed stays listed."""
        if not self.active:
            return
        self.maker.watch(watched=False)
        self._registry.enter("")
        self._stack.setCurrentIndex(0)
        if self._rails is not None:
            self._rails.unfold()
        (self._parts.bench.current_pane or self._parts.bench).setFocus()

    def step_out(self) -> bool:
        """Escape in a control: from the page to the sample, from elsewhere to the page; false without one."""
        page, focused = self.page, QApplication.focusWidget()
        if page is None or not self.active:
            return False
        if focused is not None and page.isAncestorOf(focused):
            self.leave()
        else:
            page.take_keyboard()
        return True

    def take_keyboard(self) -> bool:
        """Gives the page the keyboard if it is shown; says whether it is."""
        if self.page is not None and self.active:
            self.page.take_keyboard()
        return self.active

    # The samples behind a figure

    def show_all(self) -> None:
        """Lists all samples again."""
        self._passes = {}
        self.behind.show_words("")
        self._parts.queue.samples.show_only(None)
        self._parts.queue.show_current(self._parts.session.sample_id)
        self._parts.session.ask_samples()
        self._registry.refresh()

    def _on_asked(self, asked: object) -> None:
        made = self.maker.made
        if isinstance(asked, Figure) and made is not None:
            words = f"{asked.title}, {slice_words(asked, made.names)}"
            self._list(made.behind(asked), words, asked.n_samples)
        elif isinstance(asked, Finding):
            self._list(asked.behind, asked.sentence, len(asked.behind))

    def _on_look(self) -> None:
        if self.maker.made is not None:
            found = self.maker.made.report.to_look_at
            self._list(found, "Samples to look at", len(found))

    def _list(self, behind: Sequence[Behind], words: str, count: int) -> None:
        """Fills the list of samples, the worst first, and gives it the keyboard."""
        if not behind:
            self._parts.context.say(f"No sample stands behind this: {words}.", "info")
            return
        queue = self._parts.queue
        self._passes = {one.sample_id: one.passes for one in behind}
        more = f", the worst {len(behind):,} of {counted_samples(count)}" if count > len(behind) else ""
        self.behind.show_words(f"{words}{more}")
        queue.samples.show_only({one.sample_id: behind_words(one) for one in behind})
        queue.setCurrentIndex(queue.samples.index(0))
        queue.scrollToTop()
        if self._rails is not None:
            self._rails.show_left()
            self._rails.show_place(0, len(queue.samples.samples))
        queue.setFocus(Qt.FocusReason.OtherFocusReason)
        self._registry.refresh()
        shown = counted_samples(len(queue.samples.samples))
        self._parts.context.say(f"{shown} behind it, the worst first. Enter opens one.", "info")

    # What happens

    def _on_made(self) -> None:
        if self.page is not None:
            self.page.show_state()

    def _on_theme_changed(self) -> None:
        if self.page is not None:
            self.page.dress(self._parts.context.theme)
