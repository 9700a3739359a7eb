"""The registry: holds every action once and keeps a QAction for each, so that keys are bound in one place."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from crosstie.app.actions.action import LOOKING, ONLY_LOOKS, Action, Group, Mode
from crosstie.app.actions.control_keys import ControlKeys
from crosstie.app.actions.keymap import Keymap


class ActionRegistry(QObject):
    """All actions of one window.

    Keys of an action that does not apply are off, and those that are no good while typing go to the text.
    """

    keys_changed = Signal()
    ran = Signal(str)

    def __init__(self, window: QWidget, keymap: Keymap) -> None:
        super().__init__(window)
        self.keymap = keymap
        self._window = window
        self._actions: dict[str, Action] = {}
        self._qactions: dict[str, QAction] = {}
        self._mode: Mode = ""
        self._buttons: list[tuple[QAbstractButton, str]] = []
        self.controls = ControlKeys(window, self._works_while_typing)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self.controls.follow)

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
        if not self._applies(action):
            return False
        action.run()
        self.ran.emit(action_id)
        self.refresh()
        return True

    @property
    def mode(self) -> Mode:
        """What the window is at."""
        return self._mode

    def enter(self, mode: Mode) -> None:
        """The window is at something else from now on: keys of that mode's actions win over the others."""
        if mode != self._mode:
            self._mode = mode
            for action_id in self._actions:
                self._bind(action_id)
            self.refresh()

    def title(self, action_id: str) -> str:
        """What the action is called, and what it would concern now where it tells."""
        action = self._actions[action_id]
        about = action.about() if action.about is not None else ""
        return f"{action.title}: {about}" if about else action.title

    def hint(self, action_id: str) -> str:
        """What a tooltip says: the title, or more where there is more to say, and the keys."""
        action = self._actions[action_id]
        keys = self.key_text(action_id)
        return f"{action.hint or action.title}  ({keys})" if keys else action.hint or action.title

    def dress(self, button: QAbstractButton, action_id: str) -> None:
        """Gives a button the action's tooltip, from now on and with whatever keys are in force."""
        self._buttons.append((button, action_id))
        button.setToolTip(self.hint(action_id))

    def key_text(self, action_id: str) -> str:
        """The keys in force as this system writes them, for menus and tooltips."""
        native = QKeySequence.SequenceFormat.NativeText
        return " / ".join(QKeySequence(key).toString(native) for key in self.keymap.keys(action_id))

    def rebind(self, action_id: str, keys: tuple[str, ...]) -> None:
        """Gives an action other keys from now on."""
        self.keymap.set_keys(action_id, keys)
        for each in self._actions if self._mode else (action_id,):
            self._bind(each)
        self._tell_keys()

    def reset_keys(self) -> None:
        """The default keys everywhere."""
        self.keymap.reset()
        for action_id in self._actions:
            self._bind(action_id)
        self._tell_keys()

    def refresh(self) -> None:
        """Looks again which actions apply; call it when selection, labels or pass changed."""
        for action_id, action in self._actions.items():
            qaction = self._qactions[action_id]
            qaction.setEnabled(self._applies(action))
            if action.checked is not None:
                qaction.setChecked(action.checked())
            if action.about is not None:
                qaction.setText(self.title(action_id))

    def _applies(self, action: Action) -> bool:
        if action.mode:
            return action.mode == self._mode and action.when()
        looks = action.group in LOOKING or self._mode not in ONLY_LOOKS
        return looks and action.when()

    def _make(self, action: Action) -> QAction:
        qaction = QAction(action.title, self._window)
        qaction.setObjectName(f"action_{action.id}")
        qaction.setCheckable(action.checked is not None)
        qaction.triggered.connect(lambda _checked=False, key=action.id: self.run(key))
        self._window.addAction(qaction)
        self._qactions[action.id] = qaction
        self._bind(action.id)
        return qaction

    def _bind(self, action_id: str) -> None:
        qaction = self._qactions[action_id]
        keys = self.keymap.keys_in(action_id, self._mode)
        qaction.setShortcuts([QKeySequence(key) for key in keys])
        qaction.setToolTip(self.hint(action_id))

    def _tell_keys(self) -> None:
        for button, action_id in self._buttons:
            button.setToolTip(self.hint(action_id))
        self.keys_changed.emit()

    def _works_while_typing(self, keys: QKeySequence) -> bool:
        return any(
            keys in self._qactions[action.id].shortcuts()
            for action in self._actions.values()
            if action.while_typing
        )
