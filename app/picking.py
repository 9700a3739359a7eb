"""Pick mode: while a tie waits for an end, all that can be picked wears a code; typing it picks it."""

from collections.abc import Mapping
from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from crosstie.app.actions.control_keys import is_typing
from crosstie.app.bench.bench import Bench
from crosstie.app.entities.panel import EntityPanel
from crosstie.app.plain import plain_label
from crosstie.app.tying import Tying
from crosstie.schema.records import End
from crosstie.viewers.context import PaneContext
from crosstie.viewers.picking.codes import ALPHABET, MOST, given
from crosstie.viewers.picking.overlay import PickSheet, Spots
from crosstie.viewers.selection import Ref
from crosstie.viewers.waveform import WaveformPane

_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_MOST_ASKED: Final = 3000
"""Things of one pane that are asked whether they can be picked; so many codes could not be read anyway."""
_LINE_PX: Final = 24
"""Things that stand within so much height are read from left to right."""


class Picking(QObject):
    """Puts a sheet with codes over the panes in sight and the lanes, and codes into the list of entities.

    The mode's signs are the mode's own keys; all others stay the actions'.
    """

    def __init__(self, context: PaneContext, bench: Bench, panel: EntityPanel, tying: Tying) -> None:
        super().__init__(bench)
        self._context = context
        self._bench = bench
        self._panel = panel
        self._tying = tying
        self._sheets: dict[QWidget, PickSheet] = {}
        self._codes: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        self._typed = ""
        self.line = plain_label(role="mode")
        self.line.setObjectName("tie_line")
        self.line.hide()
        self._begun: tuple[object, ...] = ()
        self._told_nothing = False
        tying.changed.connect(self._refresh)
        context.said.connect(self._on_said)
        for moved in (context.timeline.moved, context.timeline.play_changed, context.time_axis.changed):
            moved.connect(self._on_moved)
        context.theme_changed.connect(self._on_theme_changed)
        context.sample_closing.connect(self._close)

    @property
    def codes(self) -> Mapping[str, str]:
        """The code of each annotation or entity that can be picked now."""
        return self._codes

    @property
    def typed(self) -> str:
        """What was typed of a code so far."""
        return self._typed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Takes the signs that codes are made of, before any action does."""
        if not isinstance(event, QKeyEvent) or event.modifiers() not in _PLAIN:
            return False
        if is_typing(QApplication.focusWidget()) or not self._is_own(event):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and watched is QApplication.focusWidget():
            self._type(event)
            return True
        return False

    def _is_own(self, event: QKeyEvent) -> bool:
        takes_back = event.key() == Qt.Key.Key_Backspace and bool(self._typed)
        return takes_back or (bool(event.text()) and event.text().upper() in ALPHABET)

    def _type(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
            self._show()
            return
        typed = self._typed + event.text().upper()
        key = next((key for key, code in self._codes.items() if code == typed), "")
        if key:
            self._typed = ""
            self._tying.pick(Ref("entity" if self._is_entity(key) else "annotation", key))
        elif any(code.startswith(typed) for code in self._codes.values()):
            self._typed = typed
            self._show()
        else:
            self._context.say(f"Nothing to pick has the code {typed}.", "info")

    # What is shown

    def _refresh(self) -> None:
        """The tie has begun, moved on or ended."""
        self.line.setText(self._tying.words)
        self.line.setVisible(bool(self._tying.words))
        self._typed, self._owners = "", {}
        begun = (self._tying.asks_start, self._tying.starts)
        if begun != self._begun:
            # Other ends are asked for: they get the shortest codes. Those of a chain stay what they were.
            self._begun, self._codes = begun, {}
        if self._tying.waits:
            self._open()
            self._follow()
            if not self._codes:
                self._say_nothing()
        else:
            self._close()
            if self._told_nothing:
                self._context.say("", "info")

    def _on_said(self) -> None:
        self._told_nothing = False

    def _say_nothing(self) -> None:
        """Nothing wears a code: a person who looks for one is told."""
        words = self._tying.from_words
        what = f"be tied to {words}" if words else "be tied"
        self._context.say(f"Nothing in sight can {what} now. Go where it is, or press Esc.", "info")
        self._told_nothing = True

    def _on_theme_changed(self) -> None:
        self._close()
        self._refresh()

    def _on_moved(self) -> None:
        """Other things may be in sight now. While it plays, codes would change faster than they are read."""
        if self._sheets and not self._context.timeline.playing:
            self._context.turns.ask(self, self._follow)

    def _open(self) -> None:
        if not self._sheets:
            app = QApplication.instance()
            assert app is not None
            app.installEventFilter(self)
        lanes = self._bench.time_strip.lanes.body
        hosts: list[tuple[QWidget, Spots]] = [(pane, pane.spots) for pane in self._bench.panes_in_sight()]
        for host, spots in (*hosts, (lanes, lanes.spots)):
            if host not in self._sheets:
                beside = host is lanes or isinstance(host, WaveformPane)
                self._sheets[host] = PickSheet(host, spots, self._context.theme, beside=beside)

    def _close(self) -> None:
        app = QApplication.instance()
        if self._sheets and app is not None:
            app.removeEventFilter(self)
        for sheet in self._sheets.values():
            if shiboken6.isValid(sheet):
                sheet.hide()
                sheet.deleteLater()
        self._sheets.clear()
        self._codes = {}
        self._panel.show_codes({})

    def _follow(self) -> None:
        """What is in sight may be something else: it is given codes, unless one is half typed."""
        if self._sheets and not self._typed:
            self._codes = given(self._wanted(), self._codes)
            self._show()

    def _show(self) -> None:
        codes = {key: self._codes[owner] for key, owner in self._owners.items() if owner in self._codes}
        starts = {ref.id for ref in self._tying.starts}
        for sheet in self._sheets.values():
            sheet.show_codes(codes, starts, self._typed)
        self._panel.show_codes({key: code for key, code in self._codes.items() if self._is_entity(key)})

    def _is_entity(self, key: str) -> bool:
        return key in self._context.state.entities

    def _wanted(self) -> list[str]:
        """Ids of what can be picked, the panes' before the lanes', each in the order of reading."""
        wanted: dict[str, None] = {}
        for host in self._sheets:
            spots = self._sheets[host].spots()
            for key in sorted(spots, key=lambda key: _reading(spots[key]))[:_MOST_ASKED]:
                if key not in self._owners:
                    self._owners[key] = self._owner(key)
                if self._owners[key]:
                    wanted[self._owners[key]] = None
        if self._panel.isVisible():
            wanted |= {key: None for key in self._panel.entities.ids[:MOST] if self._fits(key)}
        return list(wanted)[:MOST]

    def _owner(self, key: str) -> str:
        """Whose code an annotation wears: its own, or its entity's where only that can be tied."""
        annotation = self._context.state.annotations.get(key)
        if annotation is None or annotation.pass_id != self._context.pass_id:
            return ""
        if self._tying.asks_start:
            return key
        options = self._tying.ends.options(End("annotation", key))
        ends = {end for option in options for one in option.links for end in (one.from_end, one.to_end)}
        if End("annotation", key) in ends:
            return key
        return annotation.entity_id if options else ""

    def _fits(self, key: str) -> bool:
        return self._tying.asks_start or self._tying.ends.possible(End("entity", key))


def _reading(rect: QRectF) -> tuple[int, float]:
    return round(rect.top() / _LINE_PX), rect.left()
