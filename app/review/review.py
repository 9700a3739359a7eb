"""Link review: shows what waits one by one, takes a person's decisions, and keeps its place among them."""

from PySide6.QtCore import QObject, Signal

from crosstie.app.actions.registry import ActionRegistry
from crosstie.app.listening import Listening
from crosstie.app.parts import Parts
from crosstie.app.review.agenda import (
    Agenda,
    Pace,
    Progress,
    aimed_ends,
    as_candidate,
    decided_count,
    decision_on,
)
from crosstie.app.review.hearing import Hearing
from crosstie.app.review.replay import Replay
from crosstie.app.review.stage import Stage
from crosstie.app.review.stopwatch import Stopwatch
from crosstie.app.review.waiting import Waiting
from crosstie.schema.decisions import Candidate, decide
from crosstie.schema.errors import CrosstieError
from crosstie.schema.links import LinkOption
from crosstie.schema.records import End, LinkStatus
from crosstie.viewers.selection import Ref

_TAKEN_BACK = frozenset(("undo", "refused"))


class Review(QObject):
    """The mode and its state. What is seen of it is the strip's and the stage's business.

    `changed` says that another candidate, another state of it, or nothing is on the stage. `begun` says that
    the panes may be moved from now on, `ending` that they will be put back now, `left` that they are.
    """

    changed = Signal()
    begun = Signal()
    ending = Signal()
    left = Signal()

    def __init__(self, parts: Parts, listening: Listening, registry: ActionRegistry, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._context = context = parts.context
        self._hearing = Hearing(context, listening)
        self._registry = registry
        self.waiting = Waiting(context, self)
        self.stage = Stage(context, parts.bench, self)
        self.replay = Replay(context.timeline, self)
        self.stopwatch = Stopwatch(self)
        self.active = False
        self.note = ""
        self.kept = 0
        self._agenda = Agenda()
        self._open: Candidate | None = None
        self._key = ""
        self._seen_from = ""
        self._deciding = False
        self._pace = Pace()
        self.waiting.changed.connect(self._on_waiting_changed)
        self.stopwatch.drawn.connect(self._on_drawn)
        context.sample_closing.connect(self._on_sample_closing)
        context.said.connect(self._on_said)
        context.theme_changed.connect(self._on_theme_changed)
        parts.tying.changed.connect(self._on_tying_changed)
        parts.session.sample_shown.connect(self._on_sample_shown)

    # What there is

    @property
    def candidate(self) -> Candidate | None:
        """What is asked about now."""
        return self._open

    @property
    def decided_as(self) -> LinkStatus | None:
        """How what is asked about was decided on before; None for what waits."""
        candidate = self._open
        if candidate is None or self._agenda.get(candidate.link.id) is not None:
            return None
        return candidate.link.status

    @property
    def rival(self) -> Candidate | None:
        """The candidate that contradicts the one that is asked about, if it still waits."""
        return self._agenda.get(self._open.rival) if self._open is not None and self._open.rival else None

    @property
    def came_from(self) -> str:
        """The id of the candidate from which the person came to look at its rival; empty at other times."""
        return self._seen_from

    @property
    def aiming(self) -> bool:
        """Whether another end is to be picked."""
        return self.active and self._open is not None and self._parts.tying.waits

    @property
    def progress(self) -> Progress:
        """How far one is in this pass, and how fast since the mode was entered."""
        done = decided_count(self._context.state, self._context.pass_id)
        per_minute = self._pace.per_minute(done) if self.active else 0.0
        return Progress(done, done + len(self._agenda), per_minute)

    @property
    def can_play(self) -> bool:
        """Whether there is something to play, or another end to turn to."""
        sight = self.stage.sight
        return sight is not None and (sight.play is not None or self.stage.turns)

    def is_settled(self) -> bool:
        """Whether what is asked about stands on the screen."""
        return self.waiting.is_settled() and (self._open is None or self.stopwatch.is_drawn)

    # Coming and going

    def enter(self) -> None:
        """Begins with the most uncertain candidate."""
        if self.active:
            return
        self.active = True
        self._parts.tying.leave()
        self._begin()

    def leave(self) -> None:
        """Ends the mode; panes, playhead and zoom are as they were."""
        if self.active:
            self._leave(put_back=True)

    def _leave(self, *, put_back: bool) -> None:
        self.ending.emit()
        self._end(put_back=put_back)
        self.active = False
        self._registry.enter("")
        self.left.emit()

    def close(self) -> None:
        """The window closes."""
        if self.active:
            self._end(put_back=False)
            self.active = False
        self.waiting.close()

    def _begin(self) -> None:
        context = self._context
        self._agenda = Agenda()
        self._pace = Pace(decided_count(context.state, context.pass_id))
        self._hearing.begin()
        self.stage.enter()
        self.begun.emit()
        self.waiting.eager = True
        # Nothing is asked about before all that waits is known.
        self._deciding = True
        if not self.waiting.is_settled():
            self.waiting.look()
        self._deciding = False
        self._agenda.take(self.waiting.candidates)
        self._registry.enter("review")
        self._go_on()

    def _end(self, *, put_back: bool) -> None:
        self.waiting.eager = False
        self._parts.tying.leave()
        self.replay.stop()
        self.stopwatch.stop()
        self._open, self.note, self._seen_from = None, "", ""
        self.stage.leave(put_back=put_back)
        if put_back:
            self._hearing.end()

    # Deciding

    def decide(self, status: LinkStatus) -> None:
        """Accepts, rejects, or leaves to the adjudicator; the next one is shown at once."""
        self._commit(status, None)

    def put_off(self) -> None:
        """Shows the next; this one comes again in the end."""
        if self._open is not None:
            left = self._key
            self._agenda.put_off(left)
            self._seen_from = ""
            self._go_on()
            if self._key == left:
                self._tell("Nothing else waits: this one is left.")

    def go_back(self) -> None:
        """Shows the one before, decided on or put off."""
        key = self._agenda.back()
        if not key:
            self._tell("This is where you began.")
            return
        self._look_again(key)

    def see_rival(self) -> None:
        """Goes to the candidate that contradicts this one, and back."""
        rival = self.rival
        if self._seen_from and self._agenda.get(self._seen_from) is not None:
            rival, self._seen_from = self._agenda.get(self._seen_from), ""
        elif rival is not None and self._open is not None:
            self._seen_from = self._open.link.id
        if rival is not None:
            self._show(rival, "The candidate that it contradicts" if self._seen_from else "")

    def aim(self) -> None:
        """Waits for the end that is right; the other one is kept."""
        candidate = self._open
        if candidate is None:
            return
        self.replay.stop()
        link = candidate.link
        kept = link.ends[self.kept]
        # The right end may stand in any pane.
        self.stage.show_all()
        self._deciding = True
        self._parts.tying.aim(Ref(kept.kind, kept.id), (link.type_id, self.kept), self._aimed)
        self._deciding = False
        self.stage.light(kept="B" if self.kept else "A")
        self.changed.emit()

    def keep_other(self) -> None:
        """The other end is kept, and this one is picked anew."""
        self.kept = 1 - self.kept
        self.aim()

    def play_again(self) -> None:
        """Plays the span once more; ends that are never in sight at once it shows in turn."""
        sight = self.stage.sight
        if sight is None:
            return
        if self.stage.turns:
            self.stage.turn()
        elif sight.play is not None and sight.at_ns is not None:
            self.replay.play(sight.play, sight.at_ns)
        else:
            self._tell("Neither end has a time: there is nothing to play.")

    def _aimed(self, option: LinkOption) -> None:
        if self._open is None:
            return
        link = self._open.link
        aimed = aimed_ends(link, self.kept, option)
        if aimed == link.ends:
            self._tell("That is the end that was proposed. A accepts it.")
            return
        self._commit("certain", aimed)

    def _commit(self, status: LinkStatus, ends: tuple[End, End] | None) -> None:
        candidate, context = self._open, self._context
        if candidate is None:
            return
        looked_ms = self.stopwatch.ms()
        try:
            edits = decide(context.state, candidate, context.pass_id, status, looked_ms, ends)
        except CrosstieError as error:
            self._tell(str(error))
            return
        self._deciding = True
        self._parts.tying.leave()
        self.replay.stop()
        self.note = ""
        context.submit(edits, "review")
        self._deciding = False
        if decision_on(context.state, context.pass_id, candidate.link.id) is None:
            # Refused at once, and said why: it stays on the stage.
            self.changed.emit()
            return
        self._agenda.settle(self._key)
        self._seen_from = ""
        self._go_on()

    # What is shown

    def _go_on(self) -> None:
        following = self._agenda.next()
        if following is not None:
            self._show(following)
            return
        self._open = None
        self.stopwatch.stop()
        self.replay.stop()
        self.stage.show_nothing()
        self._refresh()

    def _look_again(self, candidate_id: str) -> None:
        context = self._context
        again = self._agenda.get(candidate_id)
        decision = decision_on(context.state, context.pass_id, candidate_id)
        if again is not None:
            self._show(again)
        elif decision is not None:
            self._show(as_candidate(decision), key=candidate_id)
        else:
            self._tell("The one before is gone with its end.")

    def _show(self, candidate: Candidate, note: str = "", key: str = "") -> None:
        self._open, self.note, self.kept = candidate, note, 0
        self._key = key or candidate.link.id
        self.replay.stop()
        sight = self.stage.show(candidate.link)
        if self.stage.turns and not note:
            self.note = "The ends are never in sight at once: play turns from one to the other."
        if sight.sounds:
            self._hearing.turn_to(sight.shown)
        self.stopwatch.start(self.stage.panes)
        self._refresh()

    def _tell(self, note: str) -> None:
        self.note = note
        self._refresh()

    def _refresh(self) -> None:
        self._registry.refresh()
        self.changed.emit()

    # What happens

    def _on_drawn(self) -> None:
        sight = self.stage.sight
        if sight is None or sight.play is None or not sight.sounds or self.stage.turns:
            return
        if self._parts.playback.has_sound:
            self.play_again()

    def _on_waiting_changed(self, since: frozenset[str]) -> None:
        self._agenda.take(self.waiting.candidates)
        if not self.active:
            self.changed.emit()
            return
        if self._deciding:
            return
        returned = self._agenda.come_back() if since & _TAKEN_BACK else None
        if returned is not None:
            note = self.note if "refused" in since else "Taken back: decide again."
            self._show(returned, note)
        elif self._open is None:
            self._go_on()
        else:
            self._keep_open(self._open)

    def _keep_open(self, candidate: Candidate) -> None:
        """The one on the stage may be another by now, or gone: an end deleted, an entity merged away."""
        context, key = self._context, candidate.link.id
        now = self._agenda.get(key)
        link = context.state.links.get(key)
        if now is not None:
            self._open = now
            self._refresh()
        elif (
            link is not None and link.pass_id == context.pass_id and all(map(context.state.holds, link.ends))
        ):
            self._open = as_candidate(link)
            self._refresh()
        else:
            self._go_on()
            why = "Its end is gone or settled: the one that was shown waits no more."
            context.say(why, "info")
            if self._open is None or not self.note:
                self._tell(why)

    def _on_said(self, message: str, level: str) -> None:
        """Why a decision was refused belongs where one looks."""
        if self.active and level == "bad":
            self._tell(message)

    def _on_tying_changed(self) -> None:
        asked = self.active and self._open is not None and not self._deciding
        if asked and not self._parts.tying.waits:
            self.stage.show_pair()
            self._refresh()

    def _on_theme_changed(self) -> None:
        if self.active:
            self.stage.light()
        self.changed.emit()

    def _on_sample_closing(self) -> None:
        if self.active:
            self._end(put_back=False)

    def _on_sample_shown(self) -> None:
        """Review goes on in the sample that was opened."""
        if not self.active:
            return
        if self._context.read_only:
            self._leave(put_back=False)
        else:
            self._begin()
