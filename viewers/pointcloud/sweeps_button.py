"""The menu that says how many sweeps are put together, with the way that the vehicle went between them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from crosstie.schema.records import Asset
from crosstie.viewers.sweep_choice import CHOICES, SweepChoice, has_sweeps, why_apart

_ABOUT = "Sweeps seen together: this one, and those before it in its frame"


class SweepsButton(QToolButton):
    """Not to be seen where there is but one cloud; where there is no choice, its menu says why."""

    def __init__(self, asset: Asset, choice: SweepChoice, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"cloud_sweeps_{asset.id}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._choice = choice
        self._why_apart = why_apart(asset)
        self.setMenu(self._menu())
        self.setVisible(has_sweeps(asset))
        choice.changed.connect(self._on_changed)
        choice.hint_changed.connect(self._on_hint_changed)
        self._on_changed()
        self._on_hint_changed()

    @property
    def count(self) -> int:
        """How many sweeps are to be put together here."""
        return CHOICES[0] if self._why_apart else self._choice.count

    def _menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        menu.setObjectName(f"{self.objectName()}_menu")
        if self._why_apart:
            menu.addAction(self._why_apart).setEnabled(False)
            return menu
        for count in CHOICES:
            action = menu.addAction(_name(count))
            action.setCheckable(True)
            action.setData(count)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, count=count: self._choice.choose(count))
        return menu

    def _on_changed(self) -> None:
        self.setText(_name(self.count))
        for action in self.menu().actions():
            action.setChecked(action.data() == self.count)

    def _on_hint_changed(self) -> None:
        hint = self._why_apart or self._choice.hint
        self.setToolTip(f"{_ABOUT}\n{hint}" if hint else _ABOUT)
        self.setAccessibleName(_ABOUT)


def _name(count: int) -> str:
    return "1 sweep" if count == 1 else f"{count} sweeps"
