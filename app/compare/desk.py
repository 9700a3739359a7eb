"""Puts the comparison of two passes into the window: begun and left by keys, one difference after another."""

from functools import partial
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crosstie.app.actions.registry import ActionRegistry
from crosstie.app.chooser import Choice
from crosstie.app.compare.difference import KINDS, Compared, Difference, Side
from crosstie.app.compare.lister import Lister
from crosstie.app.compare.panel import ComparePanel
from crosstie.app.parts import Parts
from crosstie.app.rails import Rails
from crosstie.app.review.agenda import Progress
from crosstie.app.review.stage import Stage
from crosstie.app.review.strip import Asked, EndWords, ReviewStrip
from crosstie.schema.records import Link, Pass
from crosstie.viewers.selection import Ref
from crosstie.viewers.spotlight import letter_color

_KEYS: Final = {
    "compare_previous": "Before",
    "compare_next": "Next",
    "compare_kind": "Kind",
    "compare_flip": "Flip",
    "compare_all": "All labels",
    "compare_alone": "Panes",
    "compare_leave": "Leave",
}
"""One word for each key on the strip, in the order in which they stand there."""
_SIGNS: Final = {"Escape": "Esc"}
Flip = Literal["both", "A", "B"]
_FLIPS: Final[dict[Flip, Flip]] = {"both": "A", "A": "B", "B": "both"}


class CompareDesk(QObject):
    """What is compared is read-only meanwhile: nothing on the screen is of one pass alone.

    `opening` says that what else has the panes must let go of them.
    """

    opening = Signal()

    def __init__(self, parts: Parts, registry: ActionRegistry, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._registry = registry
        self._rails: Rails | None = None
        self.panel = ComparePanel()
        self.strip = ReviewStrip()
        self.strip.setObjectName("compare_strip")
        self.strip.setAccessibleName("Comparison of two passes")
        self.stage = Stage(parts.context, parts.bench, self, apart=True)
        self.stage.alone = False
        self.active = False
        self.compared: Compared | None = None
        self._lister = Lister(self)
        self._awaited: tuple[str, str] = ("", "")
        self._flip: Flip = "both"
        self._shows_alike = False
        self.strip.acted.connect(registry.run)
        self.panel.chosen.connect(self._show)
        self.panel.kind_chosen.connect(self._refresh)
        registry.keys_changed.connect(self._show_keys)
        parts.context.sample_closing.connect(self._on_sample_closing)
        parts.context.theme_changed.connect(self._on_theme_changed)
        parts.session.sample_shown.connect(self._on_sample_shown)

    @property
    def sample_id(self) -> str:
        """The sample that is open; empty before the first."""
        return self._parts.session.sample_id

    def over(self, bench: QWidget, rails: Rails) -> QWidget:
        """The panes with the strip above them; the list goes beside the inspector."""
        self._rails = rails
        rails.side.add("compare", "Compare", self.panel)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(bench, 1)
        return whole

    def close(self) -> None:
        """The window closes: nobody wants to know any more."""
        if self.active:
            self._end(put_back=False)
        self._lister.close()

    def is_settled(self) -> bool:
        """Whether what differs is known, and stands on the screen."""
        return not self.active or self.compared is not None

    # Beginning

    def ask(self, behind: tuple[str, ...] = ()) -> None:
        """Asks which two passes; with two alone there is nothing to ask. `behind` are those of a figure."""
        context, chooser = self._parts.context, self._parts.chooser
        passes = [one for one in context.state.passes.values() if not one.about]
        shown = context.state.passes.get(context.pass_id)
        if shown is None or len(passes) < 2:
            context.say(_nothing_beside(shown, self._parts.session.store.actor.id), "warn")
            return
        known = [key for key in behind if any(one.id == key for one in passes)]
        others = [one for one in passes if one.id != shown.id]
        if len(known) >= 2:
            self.begin(known[0], known[-1])
        elif len(others) == 1:
            self.begin(shown.id, others[0].id)
        else:
            choices = [Choice(self._words(one), partial(self.begin, shown.id, one.id)) for one in others]
            choices.append(Choice("Two other passes", partial(self._ask_first, passes)))
            chooser.ask(f"Compare {self._words(shown)} with which?", choices)

    def begin(self, first: str, second: str) -> None:
        """Compares two passes of the sample that is open; A is shown as if it had been chosen."""
        context = self._parts.context
        one, other = context.state.passes[first], context.state.passes[second]
        if one.schema.sha256 != other.schema.sha256:
            names = " and ".join(f"{ref.id} {ref.version}" for ref in (one.schema, other.schema))
            context.say(
                f"These passes are under {names}: migrate the older one first (crosstie schema migrate).",
                "bad",
            )
        elif context.pass_id == first:
            self._begin(second)
        else:
            self._awaited = (first, second)
            self._parts.session.open_sample(context.state.sample_id, first)

    def _ask_first(self, passes: list[Pass]) -> None:
        choices = [Choice(self._words(one), partial(self._ask_second, passes, one)) for one in passes]
        self._parts.chooser.ask("Which pass is A?", choices)

    def _ask_second(self, passes: list[Pass], first: Pass) -> None:
        others = [one for one in passes if one.id != first.id]
        choices = [Choice(self._words(one), partial(self.begin, first.id, one.id)) for one in others]
        self._parts.chooser.ask(f"Compare {self._words(first)} with which?", choices)

    def _words(self, one: Pass) -> str:
        return f"{one.kind} pass by {self._parts.session.actor_name(one.actor_id)}"

    def _begin(self, second: str) -> None:
        parts, context = self._parts, self._parts.context
        if context.document is None:
            return
        if self.active:
            self.leave()
        self.opening.emit()
        parts.tying.leave()
        context.timeline.pause()
        self.active, self.compared, self._flip, self._shows_alike = True, None, "both", False
        first = context.pass_id
        names = [self._words(context.state.passes[key]) for key in (first, second)]
        self.panel.begin((names[0], names[1]), context.theme)
        self.strip.dress(context.theme)
        self.strip.show_empty("Looking for what differs…", "")
        self.strip.show()
        self.stage.enter()
        context.selection.clear()
        context.compare_with(second)
        if self._rails is not None:
            self._rails.show_page("compare")
        self._registry.enter("compare")
        self._refresh()
        self.strip.setFocus(Qt.FocusReason.OtherFocusReason)
        self._lister.ask(
            context.document,
            context.state,
            (first, second),
            context.language,
            self._on_compared,
            self._on_failed,
        )

    # What the keys do

    def step(self, by: int) -> None:
        """Shows the next difference (+1) or the one before (−1)."""
        self.panel.step(by)

    def flip(self) -> None:
        """A alone, B alone, both: what differs moves before one's eyes."""
        self._flip = _FLIPS[self._flip]
        self._hide(self.seen)
        self._refresh()

    def toggle_alike(self) -> None:
        """Draws the labels that agree as well, or only those that differ."""
        self._shows_alike = not self._shows_alike
        self._hide(self.seen)

    def leave(self) -> None:
        """Back to the one pass; panes, playhead and zoom are as they were."""
        if self.active:
            self._end(put_back=True)
            (self._parts.bench.current_pane or self._parts.bench).setFocus()

    def _end(self, *, put_back: bool) -> None:
        self.active, self.compared = False, None
        self._lister.forget()
        self.stage.leave(put_back=put_back)
        if put_back:
            self._parts.context.compare_with("")
        self.strip.hide()
        self.panel.show_nothing()
        self._registry.enter("")
        if self._rails is not None:
            self._rails.side.bring("inspector")

    # What is shown

    def _on_compared(self, compared: Compared) -> None:
        self.compared = compared
        self.panel.show_compared(compared)
        self._hide()
        self._refresh()
        self.panel.step(+1)

    def _on_failed(self, words: str) -> None:
        self.panel.fail(words)
        self.strip.show_empty(words, "")

    @property
    def seen(self) -> frozenset[str]:
        """Ids of what the difference that is shown is about, though it may be the same in both passes."""
        difference, state = self.panel.current, self._parts.context.state
        if difference is None:
            return frozenset()
        links = (state.links.get(key) for key in difference.key)
        ends = {end.id for link in links if link is not None for end in link.ends}
        return frozenset(ends | {end.id for end in difference.seen})

    def _hide(self, seen: frozenset[str] = frozenset()) -> None:
        """Leaves out what agrees, but for what is to be `seen`, and the pass that is flipped away."""
        context, compared = self._parts.context, self.compared
        if compared is None:
            return
        away = {"both": "", "A": compared.second, "B": compared.first}[self._flip]
        hidden = set() if self._shows_alike else set(compared.alike - seen)
        hidden |= {one.id for one in context.state.annotations.values() if one.pass_id == away}
        context.set_hidden(frozenset(hidden))

    def _show(self, difference: Difference) -> None:
        """Brings both labels into view, and says in words what differs."""
        context = self._parts.context
        self._flip = "both"
        links = [key for key in difference.key if key in context.state.links]
        self._hide(self.seen)
        tie = Link("", context.state.sample_id, context.pass_id, "", *difference.seen)
        self.stage.show(tie, difference.sides)
        context.selection.set(*(Ref("link", key) for key in links))
        self._refresh()

    def _refresh(self) -> None:
        self._registry.refresh()
        difference, compared = self.panel.current, self.compared
        if difference is not None:
            self._tell(difference)
        elif compared is not None and not compared.differences:
            self.strip.show_empty(
                "The two passes do not differ.", "Every label and every link of one is in the other."
            )
        done, total = self.panel.place
        self.strip.show_progress(Progress(done, total, 0.0))
        self._show_keys()

    def _tell(self, difference: Difference) -> None:
        kinds = ", ".join(KINDS[key] for key in difference.kinds)
        theme = self._parts.context.theme
        sides: tuple[Side, Side] = ("A", "B")
        ends = [EndWords(difference.said_by(side), letter_color(side, theme)) for side in sides]
        note = "" if self._flip == "both" else f"Only {self._flip} is drawn."
        self.strip.show_asked(
            Asked(f"{kinds[0].upper()}{kinds[1:]}", (ends[0], ends[1]), "", difference.words, note)
        )

    def _show_keys(self) -> None:
        if not self.active:
            return
        registry, keys, hints = self._registry, [], {}
        for action_id, word in _KEYS.items():
            first = registry.key_text(action_id).split(" / ")[0]
            keys.append((action_id, _SIGNS.get(first, first), word))
            hints[action_id] = registry.hint(action_id)
        self.strip.show_keys(keys, hints)

    # What happens

    def _on_theme_changed(self) -> None:
        if self.active:
            theme = self._parts.context.theme
            self.strip.dress(theme)
            for line in self.panel.legend:
                line.dress(theme)
            self.stage.light()

    def _on_sample_closing(self) -> None:
        if self.active:
            self._end(put_back=False)

    def _on_sample_shown(self) -> None:
        """The pass that is to be A has been opened."""
        (first, second), self._awaited = self._awaited, ("", "")
        context = self._parts.context
        if first and context.pass_id == first:
            if second in context.state.passes:
                self._begin(second)
            else:
                context.say("The other pass may not be seen from this one.", "warn")


def _nothing_beside(shown: Pass | None, actor_id: str) -> str:
    if shown is None:
        return "Open a sample first."
    if shown.kind == "blind" and shown.actor_id == actor_id:
        return "You work blind on this sample: no other pass may be seen beside yours."
    return "This sample has no second pass that you may see: there is nothing to compare it with."
