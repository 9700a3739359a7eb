"""The registry: holds every action once and keeps a QAction for each, so that keys are bound in one place."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from crosstie.app.actions.action import Action, Group
from crosstie.app.actions.keymap import Keymap


class ActionRegistry(QObject):
    """All actions of one window.

    Keys of an action that does not apply, or that is no good while typing, are off, so that the key goes
    to the widget that has the keyboard.
    """

    keys_changed = Signal()
    ran = Signal(str)

    def __init__(self, window: QWidget, keymap: Keymap) -> None:
        super().__init__(window)
        self.keymap = keymap
        self._window = window
        self._actions: dict[str, Action] = {}
        self._qactions: dict[str, QAction] = {}
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def add(self, actions: Iterable[Action]) -> None:
        """Registers actions. Raises ValueError when an id is taken."""
        for action in actions:
            if action.id in self._actions:
                raise ValueError(f"action {action.id} is registered twice")
            self._actions[action.id] = action
            self.keymap.add_defaults((action,))
            self._qactions[action.id] = self._make(action)

    def all(self) -> tuple[Action, ...]:
        """Actions in the order of registration."""
        return tuple(self._actions.values())

    def group(self, group: Group) -> tuple[Action, ...]:
        """Actions of one menu."""
        return tuple(action for action in self._actions.values() if action.group == group)

    def qaction(self, action_id: str) -> QAction:
        """The QAction for menus and tool buttons."""
        return self._qactions[action_id]

    def run(self, action_id: str) -> bool:
        """Does the action if it applies now; says whether it did."""
        action = self._actions[action_id]
        if not action.when():
            return False
        action.run()
        self.ran.emit(action_id)
        self.refresh()
        return True

    def key_text(self, action_id: str) -> str:
        """The keys in force as this system writes them, for menus and tooltips."""
        native = QKeySequence.SequenceFormat.NativeText
        return " / ".join(QKeySequence(key).toString(native) for key in self.keymap.keys(action_id))

    def rebind(self, action_id: str, keys: tuple[str, ...]) -> None:
        """Gives an action other keys from now on."""
        self.keymap.set_keys(action_id, keys)
        self._bind(action_id)
        self.keys_changed.emit()

    def reset_keys(self) -> None:
        """The default keys everywhere."""
        self.keymap.reset()
        for action_id in self._actions:
            self._bind(action_id)
        self.keys_changed.emit()

    def refresh(self) -> None:
        """Looks again which actions apply; call it when selection, pass or focus changed."""
        typing = is_typing(QApplication.focusWidget())
        for action_id, action in self._actions.items():
            qaction = self._qactions[action_id]
            qaction.setEnabled(action.when() and (action.while_typing or not typing))
            if action.checked is not None:
                qaction.setChecked(action.checked())

    def _make(self, action: Action) -> QAction:
        qaction = QAction(action.title, self._window)
        qaction.setObjectName(f"action_{action.id}")
        qaction.setToolTip(action.hint or action.title)
        qaction.setCheckable(action.checked is not None)
        qaction.triggered.connect(lambda _checked=False, key=action.id: self.run(key))
        self._window.addAction(qaction)
        self._qactions[action.id] = qaction
        self._bind(action.id)
        return qaction

    def _bind(self, action_id: str) -> None:
        self._qactions[action_id].setShortcuts([QKeySequence(key) for key in self.keymap.keys(action_id)])

    def _on_focus_changed(self, _old: QWidget | None, _new: QWidget | None) -> None:
        self.refresh()


def is_typing(widget: QWidget | None) -> bool:
    """Whether a key press would write text into `widget`."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox)
