"""Puts link review into the window: the strip over the panes, the button that leads there, the offers."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crosstie.app.actions.registry import ActionRegistry
from crosstie.app.chooser import Choice
from crosstie.app.parts import Parts
from crosstie.app.plain import button_text
from crosstie.app.review.agenda import figures_of
from crosstie.app.review.elsewhere import Elsewhere
from crosstie.app.review.review import Review
from crosstie.app.review.strip import Asked, EndWords, ReviewStrip
from crosstie.app.review.words import (
    DECIDED,
    end_line,
    figures_text,
    question,
    reason_text,
    score_text,
    taken_ms,
)
from crosstie.schema.decisions import Candidate
from crosstie.schema.records import End, PassKind

_WORDS: Final = {
    "review_accept": "Accept",
    "review_reject": "Reject",
    "review_unsure": "Unsure",
    "review_next": "Later",
    "review_back": "Back",
    "review_aim": "Re-aim",
    "review_rival": "Contradiction",
    "review_play": "Replay",
    "review_next_sample": "Next sample",
    "review_leave": "Leave",
}
"""One word for each key on the strip, in the order in which they stand there."""

_AIMING: Final = {"review_keep_other": "Keep the other end", "review_leave": "Give up"}
_SIGNS: Final = {"Backspace": "⌫", "Return": "⏎"}


class ReviewDesk(QObject):
    """What is seen of review beside the marks in the panes."""

    room_wanted = Signal(bool)

    def __init__(self, parts: Parts, review: Review, registry: ActionRegistry, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._registry = registry
        self.review = review
        self.strip = ReviewStrip()
        self.button = QPushButton()
        self.button.setObjectName("review_button")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.hide()
        self.button.clicked.connect(lambda: registry.run("review_links"))
        self._column: QVBoxLayout | None = None
        self._elsewhere = Elsewhere(parts.session, self)
        self._awaited = ""
        self.strip.acted.connect(registry.run)
        review.changed.connect(self._show)
        review.begun.connect(partial(self._make_room, wanted=True))
        review.ending.connect(partial(self._make_room, wanted=False))
        review.left.connect(self._on_left)
        registry.keys_changed.connect(self._show)
        self._elsewhere.changed.connect(self._show)
        parts.session.sample_shown.connect(self._on_sample_shown)

    def over(self, bench: QWidget) -> QWidget:
        """The bench with the strip above it."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(bench, 1)
        self._column = column
        return whole

    def close(self) -> None:
        """The window closes: nobody wants to know any more."""
        self._elsewhere.close()
        self.review.close()

    # What the keys do

    def waiting_text(self) -> str:
        """How much waits, for the menu."""
        count = len(self.review.waiting.candidates)
        return f"{count} waiting" if count else ""

    def toggle(self) -> None:
        """Enters review, or leaves it."""
        context, session = self._parts.context, self._parts.session
        if self.review.active:
            self.leave()
        elif not session.sample_id or session.current_pass is None:
            context.say("Open a sample first.", "info")
        elif context.read_only:
            self._offer_own_pass()
        else:
            self._enter()

    def leave(self) -> None:
        """Leaves re-aiming, else review."""
        if self.review.aiming:
            self._parts.tying.leave()
        else:
            self.review.leave()

    def next_sample(self) -> None:
        """Goes on in the next sample in which something waits."""
        following = self._following()
        if following:
            self._parts.session.open_sample(following)
        else:
            self._parts.context.say("Nothing waits in any other sample.", "info")

    def _enter(self) -> None:
        self._parts.chooser.leave()
        self._elsewhere.ask()
        self.review.enter()
        self.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    # Passes

    def _offer_own_pass(self) -> None:
        """Nobody decides in somebody else's pass: says so, and offers passes of one's own."""
        session, shown = self._parts.session, self._parts.session.current_pass
        assert shown is not None
        state, name = self._parts.context.state, session.actor_name(shown.actor_id)
        unsure = sum(link.pass_id == shown.id and link.status == "unsure" for link in state.links.values())
        waits = f"{unsure} unsure link{'s' if unsure != 1 else ''} to decide"
        choices = [
            Choice(
                f"Start your own review pass from {name}’s",
                partial(self._start_pass, "review", shown.id),
                aside=waits,
            ),
            Choice(
                f"Start your own assisted pass from {name}’s",
                partial(self._start_pass, "assisted", shown.id),
                aside="a copy",
            ),
        ]
        self._parts.chooser.ask(f"This is {name}’s pass: you can read it, but not decide in it.", choices)

    def _start_pass(self, kind: PassKind, source_pass_id: str) -> None:
        self._awaited = source_pass_id
        self._parts.session.start_pass(kind, source_pass_id)

    def _on_sample_shown(self) -> None:
        shown = self._parts.session.current_pass
        if shown is not None and self._awaited and shown.started_from == self._awaited:
            self._awaited = ""
            self._enter()
        elif self.review.active:
            self._elsewhere.ask()
            self.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    # Other samples

    def _following(self) -> str:
        """The next sample in the queue's order in which something waits, round and round; empty for none."""
        ids = [one.id for one in self._parts.queue.samples.samples] or sorted(self._elsewhere.others())
        here = self._parts.session.sample_id
        place = ids.index(here) + 1 if here in ids else 0
        waiting = frozenset(self._elsewhere.others())
        return next((key for key in (*ids[place:], *ids[:place]) if key in waiting), "")

    # What is shown

    def _make_room(self, *, wanted: bool) -> None:
        """The strip comes, and what is not needed meanwhile goes, before anything is laid out anew."""
        self.strip.setVisible(wanted)
        self.room_wanted.emit(wanted)
        if self._column is not None:
            self._column.activate()

    def _on_left(self) -> None:
        pane = self._parts.bench.current_pane or self._parts.bench
        pane.setFocus()
        self._show()

    def _show(self) -> None:
        review, theme = self.review, self._parts.context.theme
        self._show_button()
        if not review.active:
            return
        self.strip.dress(theme)
        candidate = review.candidate
        if candidate is None:
            self.strip.show_empty(*self._empty())
        else:
            self.strip.show_asked(self._asked(candidate))
        self.strip.show_progress(review.progress)
        self._show_keys()

    def _show_button(self) -> None:
        count = len(self.review.waiting.candidates)
        self.button.setVisible(count > 0 and not self.review.active)
        self.button.setText(button_text(f"{count} link{'s' if count != 1 else ''} to review"))
        self.button.setAccessibleName(f"{count} candidate links wait. Review them.")

    def _asked(self, candidate: Candidate) -> Asked:
        context, review = self._parts.context, self.review
        link, sight = candidate.link, review.stage.sight
        shown = sight.shown if sight is not None else ("", "")
        ends = tuple(self._end(end, key) for end, key in zip(link.ends, shown, strict=True))
        decided = review.decided_as
        took = f" after {taken_ms(link.decided_ms)}" if link.decided_ms else ""
        return Asked(
            question(link, context),
            (ends[0], ends[1]),
            score_text(candidate),
            reason_text(candidate),
            note=self._note(),
            decided=f"{DECIDED[decided]}{took}" if decided in DECIDED and decided is not None else "",
        )

    def _note(self) -> str:
        review = self.review
        if review.aiming:
            kept, other = "AB"[review.kept], "BA"[review.kept]
            return f"{kept} stays: click the right {other} in any pane, or type its code."
        if review.note:
            return review.note
        return "Contradicts another candidate." if review.rival is not None else ""

    def _end(self, end: End, shown_id: str) -> EndWords:
        context = self._parts.context
        annotation = context.state.annotations.get(shown_id)
        if end.kind == "entity" or annotation is None:
            color = context.entity_color(end.id)
        else:
            color = context.color_of(annotation)
        return EndWords(end_line(end, shown_id, context), color)

    def _empty(self) -> tuple[str, str]:
        """The end, or nothing from the start: what was done, and what to do."""
        if not self.review.waiting.is_settled():
            return "Looking for what waits…", ""
        session = self._parts.session
        shown = session.current_pass
        told = figures_of(self._parts.context.state, shown) if shown is not None else None
        if told is not None:
            title = f"All decided in this sample: {figures_text(told)}"
        else:
            title = "Nothing waits for review in this sample."
        if self._following():
            count = len(self._elsewhere.others())
            return title, f"{count} more sample{'s' if count != 1 else ''} with candidates."
        if told is not None:
            return title, "Nothing waits in other samples either."
        if shown is not None and shown.kind == "blind":
            return title, "A blind pass is shown no candidates."
        return title, "Candidates are proposed by: crosstie candidates DIR. Open the sample again afterwards."

    def _show_keys(self) -> None:
        registry, keys, hints = self._registry, [], {}
        for action_id, word in (_AIMING if self.review.aiming else _WORDS).items():
            if self._applies(action_id):
                first = registry.key_text(action_id).split(" / ")[0]
                keys.append((action_id, _SIGNS.get(first, first), word))
                hints[action_id] = registry.hint(action_id)
        self.strip.show_keys(keys, hints)

    def _applies(self, action_id: str) -> bool:
        if action_id == "review_next_sample" and not self._following():
            return False
        return self._registry.qaction(action_id).isEnabled()
