"""The main window: puts the parts together, and hands what happens in one to the others."""

from typing import Final

from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from crosstie.app.actions.align import align_actions
from crosstie.app.actions.annotate import annotate_actions
from crosstie.app.actions.camera import camera_actions
from crosstie.app.actions.cloud import cloud_actions
from crosstie.app.actions.edit import edit_actions
from crosstie.app.actions.entity import entity_actions
from crosstie.app.actions.keymap import Keymap
from crosstie.app.actions.link import link_actions
from crosstie.app.actions.play import play_actions
from crosstie.app.actions.quality import compare_actions, quality_actions
from crosstie.app.actions.registry import ActionRegistry
from crosstie.app.actions.review import review_actions
from crosstie.app.actions.rules import rule_actions
from crosstie.app.actions.sample import sample_actions
from crosstie.app.actions.schema import schema_actions
from crosstie.app.actions.sound import sound_actions
from crosstie.app.actions.sweeps import sweep_actions
from crosstie.app.actions.view import view_actions
from crosstie.app.actions.window import WindowDeeds, window_actions
from crosstie.app.aligning import Aligning
from crosstie.app.asking import Asking
from crosstie.app.bench.bench import Bench
from crosstie.app.chooser import Chooser
from crosstie.app.class_rail import ClassRail
from crosstie.app.compare.desk import CompareDesk
from crosstie.app.entities import deeds
from crosstie.app.entities.panel import EntityPanel
from crosstie.app.focus_walk import FocusWalk
from crosstie.app.inspector.inspector import Inspector
from crosstie.app.jump import Jump
from crosstie.app.layouts import Layouts
from crosstie.app.listening import Listening
from crosstie.app.marking import Marking
from crosstie.app.media_watch import MediaWatch
from crosstie.app.message_line import MessageLine
from crosstie.app.palette import CommandPalette
from crosstie.app.parts import Parts
from crosstie.app.pass_facts import PassFacts
from crosstie.app.picking import Picking
from crosstie.app.playback.playback import Playback
from crosstie.app.quality.desk import QualityDesk
from crosstie.app.rails import Rails
from crosstie.app.review.desk import ReviewDesk
from crosstie.app.review.review import Review
from crosstie.app.rules.consistency import Consistency
from crosstie.app.rules.deeds import RuleDeeds
from crosstie.app.sample_queue import SampleQueue
from crosstie.app.session import Session
from crosstie.app.settings import Settings
from crosstie.app.shortcut_editor import ShortcutEditor
from crosstie.app.style import apply_theme
from crosstie.app.title_strip import TitleStrip
from crosstie.app.top_line import TopLine
from crosstie.app.tying import Tying
from crosstie.schema.gestures import delete
from crosstie.storage.queries import SampleSummary
from crosstie.viewers.pane import Pane
from crosstie.viewers.theme import DARK, LIGHT, Theme

_TAUGHT: Final = {
    "entity": "which entity it is about",
    "tie": "tie it to what you click next",
    "next_annotation": "the next annotation in time",
    "inspect": "edit what is selected",
    "play": "play or pause",
    "palette": "everything else",
}
"""Keys that the inspector teaches while nothing is selected."""


class MainWindow(QMainWindow):
    """One project, one sample on the screen."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Crosstie")
        self.session = session
        self.settings = settings
        context = session.context
        context.language = settings.language
        self._keep_looks()
        self.registry = ActionRegistry(self, Keymap(settings.keys))
        self.parts = parts = self._make_parts()
        self.layouts = Layouts(context, parts.bench, settings)
        self.asking = Asking(context, parts.chooser, settings)
        self.palette_card = CommandPalette(self.registry, self)
        self.title = TitleStrip(session)
        self.consistency = Consistency(context, self)
        self.media_watch = MediaWatch(context, self)
        self.facts = PassFacts(session, parts.messages, self)
        self.listening = Listening(context, parts.playback, self)
        review = Review(parts, self.listening, self.registry, self)
        self.review = ReviewDesk(parts, review, self.registry, self)
        self.quality = QualityDesk(parts, self.registry, self)
        self.aligning = Aligning(context, parts.bench, parts.chooser, self)
        self.setStatusBar(parts.messages)
        self.picking = Picking(context, parts.bench, parts.entities, parts.tying)
        parts.messages.insertWidget(0, self.picking.line)
        self.rails = Rails(self, self.quality.behind, parts.classes, parts.inspector, parts.entities)
        self.rules = RuleDeeds(parts, self.rails)
        self.compare = CompareDesk(parts, self.registry, self)
        self._fill_middle()
        self.focus_walk = FocusWalk(parts.bench, self._stops(), self.quality.take_keyboard)
        self.top = TopLine(self.title)
        self.setMenuWidget(self.top)
        self._register_actions()
        self._connect()
        self.set_theme(settings.theme)
        geometry = settings.window_geometry()
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1680, 1000)
        session.ask_samples()

    @property
    def bench(self) -> Bench:
        """Where the panes are."""
        return self.parts.bench

    def is_settled(self, sample_id: str, at_ns: int | None) -> bool:
        """Whether the window shows this sample at this instant, every pane drawn and the rules checked."""
        if self.session.sample_id != sample_id or self.session.pending:
            return False
        timeline = self.session.context.timeline
        arrived = at_ns is None or timeline.now_ns == min(max(at_ns, 0), timeline.duration_ns)
        return arrived and self.bench.is_settled() and self.consistency.is_settled()

    def set_theme(self, theme: Theme) -> None:
        """Light or dark, now and from now on."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, theme)
        self.settings.set_theme(theme)
        self.session.context.set_theme(theme)

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Folds what a narrower window has no room for."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.rails.suit(event.size().width())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ends what runs, in the order in which one leans on the other."""
        self.layouts.keep()
        self.settings.set_window_geometry(self.saveGeometry())
        self.review.close()
        self.compare.close()
        self.quality.close()
        self.aligning.close()
        self.parts.playback.close()
        self.bench.close_panes()
        self.consistency.close()
        self.media_watch.close()
        self.session.context.close_media()
        self.session.close()
        super().closeEvent(event)

    # Building

    def _keep_looks(self) -> None:
        """How sound is drawn, and what is drawn over cameras, lasts from one session to the next."""
        looks, points = self.session.context.sound_looks, self.session.context.camera_points
        looks.set_usual(self.settings.sound_look)
        looks.usual_changed.connect(lambda: self.settings.set_sound_look(looks.usual))
        points.show(shown=self.settings.camera_points)
        points.toggled.connect(lambda: self.settings.set_camera_points(shown=points.shown))

    def _stops(self) -> tuple[QWidget, ...]:
        """Where Tab leads from part to part of the window."""
        parts = self.parts
        right = (parts.inspector, parts.entities, self.rules.panel)
        return (parts.bench.time_strip.transport, *right, parts.queue, parts.classes, self.title)

    def _make_parts(self) -> Parts:
        context = self.session.context
        bench = Bench(context, self)
        return Parts(
            session=self.session,
            settings=self.settings,
            bench=bench,
            playback=Playback(context.timeline, self, self.settings.sound_device),
            inspector=Inspector(context),
            queue=SampleQueue(),
            classes=ClassRail(context),
            entities=EntityPanel(context),
            chooser=Chooser(self),
            messages=MessageLine(self),
            tying=Tying(context, self),
            jump=Jump(context, bench),
        )

    def _fill_middle(self) -> None:
        """The panes, above them the strips of review and comparison, and the figures in the place of all."""
        panes = self.compare.over(self.review.over(self.parts.bench), self.rails)
        self.setCentralWidget(self.quality.over(panes, self.rails))

    def _register_actions(self) -> None:
        parts, registry = self.parts, self.registry
        for group in (sample_actions, edit_actions, link_actions, play_actions, view_actions, camera_actions):
            registry.add(group(parts))
        registry.add(sound_actions(parts))
        registry.add(sweep_actions(parts))
        registry.add(annotate_actions(parts, Marking(self.session.context)))
        registry.add(cloud_actions(parts))
        registry.add(entity_actions(parts, self.rails))
        registry.add(align_actions(self.aligning))
        registry.add(review_actions(self.review))
        self.title.put_in(self.review.button)
        registry.add(rule_actions(self.rules))
        self.rules.connect(registry)
        registry.add(quality_actions(self.quality))
        registry.add(compare_actions(self.compare, self.quality))
        registry.add(schema_actions(parts))
        registry.add(window_actions(self._deeds(), self.rails))
        self.top.show_actions(registry)
        for button, action_id in (
            (self.title.pass_button, "choose_pass"),
            (self.review.button, "review_links"),
            (self.title.rules_button, "rules"),
            (self.title.palette_button, "palette"),
            (parts.inspector.annotation_page.entity_button, "entity"),
            (parts.bench.time_strip.lanes.links_button, "all_links"),
            (parts.bench.time_strip.lanes.filter_button, "link_filters"),
        ):
            registry.dress(button, action_id)
        self._show_hints()

    def _deeds(self) -> WindowDeeds:
        asking = self.asking
        return WindowDeeds(
            any_selected=lambda: self.session.context.selection.primary is not None,
            arrange=self.layouts.forget,
            choose_language=asking.language,
            choose_output=lambda: asking.output(self.parts.playback),
            choose_sound=lambda: asking.sound(self.listening),
            edit_shortcuts=lambda: ShortcutEditor(self.registry, self.session.context.theme, self).open(),
            inspect=self._inspect,
            quit=self.close,
            toggle_palette=self.palette_card.toggle,
            toggle_theme=self._toggle_theme,
            walk=self.focus_walk.walk,
        )

    def _connect(self) -> None:
        session, parts, context = self.session, self.parts, self.session.context
        context.said.connect(parts.messages.say)
        context.sample_opened.connect(self._on_sample_opened)
        self._refresh_when_changed()
        session.samples_changed.connect(self._on_samples_changed)
        session.sample_loading.connect(self._on_sample_loading)
        session.history_ready.connect(parts.inspector.show_history)
        parts.inspector.history_asked.connect(session.ask_history)
        parts.inspector.jump_asked.connect(parts.jump.to_end)
        parts.inspector.untie_asked.connect(self._untie)
        parts.inspector.entity_asked.connect(lambda: self.registry.run("entity"))
        parts.inspector.left.connect(self.focus_walk.to_pane)
        self.rules.panel.left.connect(self.focus_walk.to_pane)
        self.registry.controls.left.connect(self._on_control_left)
        for leave in (self.review.review.leave, self.compare.leave):
            self.quality.opening.connect(leave)
        for leave in (self.review.review.leave, self.quality.leave):
            self.compare.opening.connect(leave)
        deeds.connect(parts, self.registry)
        parts.queue.opened.connect(session.open_sample)
        parts.classes.chosen.connect(session.give_class)
        self.review.room_wanted.connect(self._on_room_wanted)
        parts.bench.pane_changed.connect(self._on_pane_changed)
        parts.tying.choice_over.connect(parts.chooser.leave)
        parts.tying.choice_needed.connect(lambda options: self.asking.link_type(parts.tying, options))
        parts.bench.picture_shown.connect(parts.playback.note_shown)
        parts.playback.sound_lost.connect(self._on_sound_lost)
        parts.playback.sound_back.connect(lambda: context.say("Sound is back."))
        self.title.pass_asked.connect(lambda: self.registry.run("choose_pass"))
        self.title.rules_asked.connect(lambda: self.registry.run("rules"))
        self.title.palette_asked.connect(self.palette_card.toggle)
        self.registry.keys_changed.connect(self._on_keys_changed)

    def _refresh_when_changed(self) -> None:
        """What actions say of themselves, and whether they apply, is told anew."""
        context = self.session.context
        for changed in (
            context.highlight_changed,
            context.labels_changed,
            self.parts.tying.changed,
            context.hidden_changed,
            context.camera_points.toggled,
            context.sweeps.changed,
            self.session.undo_changed,
        ):
            changed.connect(lambda *_what: self.registry.refresh())

    # What happens

    def _on_sample_opened(self) -> None:
        context = self.session.context
        self.setWindowTitle(f"{self.session.sample_id} – Crosstie")
        self._show_place()
        self.layouts.restore()
        if context.read_only and self.session.current_pass is not None:
            context.say("This pass is read-only. Press P to start your own.", "info")
        self.registry.refresh()

    def _on_sample_loading(self) -> None:
        """The sample that is left: its arrangement is kept, and how much stands in it now is looked up."""
        self.layouts.keep()
        self.session.ask_samples()

    def _on_samples_changed(self, samples: tuple[SampleSummary, ...]) -> None:
        self.parts.queue.samples.show_samples(samples)
        self._show_place()

    def _show_place(self) -> None:
        queue, sample_id = self.parts.queue, self.session.sample_id
        queue.show_current(sample_id)
        self.rails.show_place(queue.samples.place_of(sample_id), len(queue.samples.samples))

    def _on_pane_changed(self, pane: Pane | None) -> None:
        if pane is not None:
            self.parts.classes.draw_in(pane.asset.kind)
            self.registry.refresh()

    def _on_control_left(self) -> None:
        if not self.quality.step_out():
            self.focus_walk.to_pane()

    def _on_room_wanted(self, wanted: bool) -> None:
        if wanted:
            self.rails.fold()
        else:
            self.rails.unfold()

    def _on_sound_lost(self, reason: str) -> None:
        self.session.context.say(f"No sound: {reason}. Play goes on silently until it is back.", "warn")

    def _on_keys_changed(self) -> None:
        self.settings.set_keys(self.registry.keymap.own())
        self._show_hints()

    def _show_hints(self) -> None:
        registry = self.registry
        self.bench.time_strip.transport.set_action_hints(
            {one.id: registry.hint(one.id) for one in registry.group("Play")}
        )
        self.session.context.camera_points.set_hint(registry.hint("camera_points"))
        keys = registry.key_text("more_sweeps"), registry.key_text("fewer_sweeps")
        self.session.context.sweeps.set_hint(f"More: {keys[0]}, fewer: {keys[1]}")
        self.title.show_palette_key(registry.key_text("palette"))
        self.bench.set_maximise_hint(registry.hint("maximise"))
        self.parts.inspector.hints.show_keys(
            {words: registry.key_text(key) for key, words in _TAUGHT.items()}
        )

    def _untie(self, link_id: str) -> None:
        context = self.session.context
        context.submit(delete(context.state, (link_id,)), "untie")

    def _inspect(self) -> None:
        self.rails.show_page("inspector")
        self.parts.inspector.take_keyboard()

    def _toggle_theme(self) -> None:
        self.set_theme(LIGHT if self.session.context.theme is DARK else DARK)
