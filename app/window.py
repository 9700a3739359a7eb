"""The main window: puts the parts together, and hands what happens in one to the others."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QVBoxLayout, QWidget

from crosstie.app.actions.action import GROUPS, Action
from crosstie.app.actions.annotate import annotate_actions
from crosstie.app.actions.edit import edit_actions
from crosstie.app.actions.keymap import Keymap
from crosstie.app.actions.link import link_actions
from crosstie.app.actions.play import play_actions
from crosstie.app.actions.registry import ActionRegistry
from crosstie.app.actions.sample import sample_actions
from crosstie.app.actions.view import view_actions
from crosstie.app.bench.bench import Bench
from crosstie.app.chooser import Choice, Chooser
from crosstie.app.class_rail import ClassRail
from crosstie.app.consistency import Consistency
from crosstie.app.inspector.inspector import Inspector
from crosstie.app.inspector.section import Section
from crosstie.app.jump import Jump
from crosstie.app.listening import Listening
from crosstie.app.marking import Marking
from crosstie.app.message_line import MessageLine
from crosstie.app.palette import CommandPalette
from crosstie.app.parts import Parts
from crosstie.app.playback.playback import Playback
from crosstie.app.sample_queue import SampleQueue
from crosstie.app.session import Session
from crosstie.app.settings import Settings
from crosstie.app.shortcut_editor import ShortcutEditor
from crosstie.app.style import apply_theme
from crosstie.app.title_strip import TitleStrip
from crosstie.app.tying import Tying
from crosstie.schema.edits import RemoveLink
from crosstie.schema.links import LinkOption
from crosstie.storage.queries import SampleSummary
from crosstie.viewers.pane import Pane
from crosstie.viewers.theme import DARK, LIGHT, Theme

_NARROW_PX = 1500


class MainWindow(QMainWindow):
    """One project, one sample on the screen."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Crosstie")
        self.session = session
        self.settings = settings
        session.context.language = settings.language
        self.registry = ActionRegistry(self, Keymap(settings.keys))
        self.parts = self._make_parts()
        self.palette_card = CommandPalette(self.registry, self)
        self.title = TitleStrip(session)
        self.consistency = Consistency(session.context, self)
        self.listening = Listening(session.context, self.parts.playback, self)
        self._place()
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

    def show_rails(self, left: bool, right: bool) -> None:
        """Shows or folds the rails at the sides."""
        self._left.setVisible(left)
        self._right.setVisible(right)

    def closeEvent(self, event: QCloseEvent) -> None:  # Qt's name
        self._keep_layout()
        self.settings.set_window_geometry(self.saveGeometry())
        self.parts.playback.close()
        self.bench.close_panes()
        self.consistency.close()
        self.session.context.close_media()
        self.session.close()
        super().closeEvent(event)

    # Building

    def _make_parts(self) -> Parts:
        context = self.session.context
        bench = Bench(context, self)
        return Parts(
            session=self.session,
            settings=self.settings,
            bench=bench,
            playback=Playback(context.timeline, self),
            inspector=Inspector(context),
            queue=SampleQueue(),
            classes=ClassRail(context),
            chooser=Chooser(self),
            messages=MessageLine(self),
            tying=Tying(context, self),
            jump=Jump(context, bench),
        )

    def _place(self) -> None:
        self.setCentralWidget(self.bench)
        self.setStatusBar(self.parts.messages)
        rail = QWidget()
        rail.setProperty("role", "rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(rail)
        column.setContentsMargins(8, 2, 8, 8)
        column.addWidget(Section("Samples", self.parts.queue), 3)
        column.addWidget(Section("Classes", self.parts.classes), 2)
        self._left = self._dock(
            "rail_left", "Samples and classes", rail, Qt.DockWidgetArea.LeftDockWidgetArea
        )
        inspector = self.parts.inspector
        self._right = self._dock("rail_right", "Inspector", inspector, Qt.DockWidgetArea.RightDockWidgetArea)
        self.resizeDocks([self._left, self._right], [188, 300], Qt.Orientation.Horizontal)
        self.menuBar().setCornerWidget(self.title, Qt.Corner.TopRightCorner)

    def _dock(self, name: str, title: str, body: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setTitleBarWidget(QWidget(dock))
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setWidget(body)
        self.addDockWidget(area, dock)
        return dock

    def _register_actions(self) -> None:
        parts, marking = self.parts, Marking(self.session.context)
        for group in (sample_actions, edit_actions, link_actions, play_actions, view_actions):
            self.registry.add(group(parts))
        self.registry.add(annotate_actions(parts, marking))
        self.registry.add(self._own_actions())
        for name in GROUPS:
            menu = QMenu(name, self)
            menu.setObjectName(f"menu_{name.lower()}")
            for action in self.registry.group(name):
                menu.addAction(self.registry.qaction(action.id))
            self.menuBar().addMenu(menu)
        self.bench.time_strip.transport.set_action_hints(self._hints())

    def _own_actions(self) -> tuple[Action, ...]:
        return (
            Action(
                "palette", "Command palette", "Help", self.palette_card.toggle, ("Ctrl+K",), while_typing=True
            ),
            Action("shortcuts", "Shortcuts", "Help", self._edit_shortcuts, ("?",)),
            Action("rules", "Broken rules", "Help", self._list_violations, ("Ctrl+R",)),
            Action("theme", "Light or dark", "View", self._toggle_theme, ("Ctrl+Shift+D",)),
            Action(
                "left_rail",
                "Samples and classes",
                "View",
                self._toggle_left,
                ("Ctrl+B",),
                checked=self._left.isVisible,
            ),
            Action(
                "right_rail",
                "Inspector",
                "View",
                self._toggle_right,
                ("Ctrl+I",),
                checked=self._right.isVisible,
            ),
            Action("language", "Language of the schema's names", "View", self._choose_language),
            Action("quit", "Quit", "Sample", self.close, ("Ctrl+Q",), while_typing=True),
        )

    def _connect(self) -> None:
        session, parts, context = self.session, self.parts, self.session.context
        context.said.connect(parts.messages.say)
        context.sample_opened.connect(self._on_sample_opened)
        context.labels_changed.connect(self._on_labels_changed)
        for changed in (
            context.highlight_changed,
            context.tie_changed,
            session.undo_changed,
            context.hidden_changed,
        ):
            changed.connect(self.registry.refresh)
        session.samples_changed.connect(self._on_samples_changed)
        session.sample_loading.connect(lambda _sample: self._keep_layout())
        session.history_ready.connect(parts.inspector.show_history)
        parts.inspector.history_asked.connect(session.ask_history)
        parts.inspector.jump_asked.connect(parts.jump.to_end)
        parts.inspector.untie_asked.connect(self._untie)
        parts.inspector.entity_asked.connect(lambda: self.registry.run("entity"))
        parts.queue.opened.connect(session.open_sample)
        parts.classes.chosen.connect(self._on_class_chosen)
        parts.bench.pane_changed.connect(self._on_pane_changed)
        parts.tying.choice_needed.connect(self._ask_link_type)
        parts.playback.sound_lost.connect(
            lambda why: context.say(f"No sound: {why}. Play goes on silently.", "warn")
        )
        self.title.pass_asked.connect(lambda: self.registry.run("choose_pass"))
        self.title.rules_asked.connect(self._list_violations)
        self.title.palette_asked.connect(self.palette_card.toggle)
        self.registry.keys_changed.connect(self._on_keys_changed)

    # What happens

    def _on_sample_opened(self) -> None:
        context = self.session.context
        self.setWindowTitle(f"{self.session.sample_id} – Crosstie")
        self.parts.queue.show_current(self.session.sample_id)
        state = self.settings.layout(self._template())
        if state is not None:
            self.bench.restoreState(state)
        if context.read_only and self.session.current_pass is not None:
            context.say("This pass is read-only. Press P to start your own.", "info")
        self._show_counts()
        self.registry.refresh()

    def _on_labels_changed(self, _changes: object) -> None:
        self._show_counts()
        self.registry.refresh()

    def _on_samples_changed(self, samples: tuple[SampleSummary, ...]) -> None:
        self.parts.queue.samples.show_samples(samples)
        self.parts.queue.show_current(self.session.sample_id)

    def _on_pane_changed(self, pane: Pane | None) -> None:
        if pane is not None:
            self.parts.classes.draw_in(pane.asset.kind)

    def _on_class_chosen(self, class_id: str) -> None:
        self.session.give_class(class_id)

    def _on_keys_changed(self) -> None:
        self.settings.set_keys(self.registry.keymap.own())
        self.bench.time_strip.transport.set_action_hints(self._hints())

    def _show_counts(self) -> None:
        context = self.session.context
        mine = sum(1 for one in context.state.annotations.values() if one.pass_id == context.pass_id)
        links = sum(1 for one in context.state.links.values() if one.pass_id == context.pass_id)
        entities = sum(1 for one in context.state.entities.values() if one.pass_id == context.pass_id)
        self.parts.messages.show_facts(
            f"{mine} annotations · {entities} entities · {links} links · all saved"
        )

    # What is asked

    def _untie(self, link_id: str) -> None:
        link = self.session.context.state.links.get(link_id)
        if link is not None:
            self.session.context.submit((RemoveLink(link),), "untie")

    def _ask_link_type(self, options: tuple[LinkOption, ...]) -> None:
        context, tying = self.session.context, self.parts.tying
        assert context.document is not None
        choices = []
        for place, option in enumerate(options):
            name = context.document.display_name(option.type_id, context.language)
            ends = f"{option.from_end.kind} → {option.to_end.kind}"
            choices.append(Choice(f"{name}   ({ends})", lambda place=place: tying.choose(place)))
        self.parts.chooser.ask("Which link?", choices, tying.leave)

    def _list_violations(self) -> None:
        context = self.session.context
        choices = [
            Choice(violation.message, lambda one=violation: self.parts.jump.to_end(one.ends[0]))
            for violation in context.violations
        ]
        if choices:
            self.parts.chooser.ask("Which broken rule?", choices)
        else:
            context.say("Every rule of the schema is kept here.", "info")

    def _choose_language(self) -> None:
        context = self.session.context
        if context.document is not None:
            languages = context.document.languages
            self.parts.chooser.ask(
                "Names in which language?",
                [Choice(one, lambda one=one: self._set_language(one)) for one in languages],
            )

    def _set_language(self, language: str) -> None:
        self.settings.set_language(language)
        self.session.context.language = language
        self.session.context.set_theme(self.session.context.theme)

    def _edit_shortcuts(self) -> None:
        ShortcutEditor(self.registry, self).open()

    def _toggle_theme(self) -> None:
        self.set_theme(LIGHT if self.session.context.theme is DARK else DARK)

    def _toggle_left(self) -> None:
        self._left.setVisible(not self._left.isVisible())

    def _toggle_right(self) -> None:
        self._right.setVisible(not self._right.isVisible())

    def _hints(self) -> dict[str, str]:
        return {
            action.id: f"{action.title}  {self.registry.key_text(action.id)}"
            for action in self.registry.group("Play")
        }

    def _template(self) -> str:
        """Samples with assets of the same names and kinds under one schema share a layout."""
        context = self.session.context
        assets = ",".join(f"{one.id}:{one.kind}" for one in context.state.assets.values())
        schema = context.document.id if context.document else ""
        return f"{schema}|{assets}".replace("/", "_")

    def _keep_layout(self) -> None:
        if self.session.sample_id:
            self.settings.set_layout(self._template(), self.bench.layout_state())
