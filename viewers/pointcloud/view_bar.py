"""The small bar over a cloud: where to look from, and what the colours tell."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from crosstie.viewers.pointcloud.scene import ColorBy
from crosstie.viewers.pointcloud.views import ViewName
from crosstie.viewers.theme import SMALL_PX, Theme

_VIEWS: Final[dict[ViewName, tuple[str, str]]] = {
    "free": ("3D", "Free view, in perspective"),
    "top": ("Top", "From above"),
    "front": ("Front", "From the front of what is selected, else ahead"),
    "side": ("Side", "From the side of what is selected, else of the vehicle"),
}
_COLORS: Final[dict[ColorBy, str]] = {"height": "Height", "value": "Intensity", "distance": "Distance"}


class ViewBar(QFrame):
    """`view_chosen` carries a ViewName, `color_chosen` a ColorBy."""

    view_chosen = Signal(str)
    color_chosen = Signal(str)
    sides_toggled = Signal(bool)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"cloud_bar_{name}")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for view, (text, tip) in _VIEWS.items():
            button = self._button(f"cloud_view_{view}_{name}", text, tip)
            button.clicked.connect(lambda _checked=False, view=view: self.view_chosen.emit(view))
            row.addWidget(button)
        self._sides = self._button(f"cloud_sides_{name}", "3 sides", "What is selected from three sides")
        self._sides.setCheckable(True)
        self._sides.setChecked(True)
        self._sides.toggled.connect(self.sides_toggled)
        row.addWidget(self._sides)
        self._color = self._button(f"cloud_color_{name}", "Height", "What the colours of the points tell")
        self._color.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._color.setMenu(self._color_menu())
        row.addWidget(self._color)

    @property
    def sides_wanted(self) -> bool:
        """Whether the views along a cuboid's axes may be shown."""
        return self._sides.isChecked()

    def offer_sides(self, *, roomy: bool) -> None:
        """Has the button for them only where there is room for them."""
        self._sides.setVisible(roomy)
        self.adjustSize()

    def dress(self, theme: Theme) -> None:
        """Takes the theme's colours."""
        self.setStyleSheet(
            f"#{self.objectName()} {{ background: {theme.panel}; border: 1px solid {theme.line};"
            " border-radius: 6px; }"
            f"QToolButton {{ color: {theme.quiet}; background: transparent; border: 1px solid transparent;"
            f" border-radius: 4px; padding: 1px 4px; font-size: {SMALL_PX}px; }}"
            f"QToolButton:hover {{ color: {theme.text}; background: {theme.raised}; }}"
            f"QToolButton:checked {{ color: {theme.accent}; background: transparent; }}"
            f"QToolButton:focus {{ border-color: {theme.accent}; }}"
            f"QToolButton:pressed {{ color: {theme.accent}; }}"
            "QToolButton::menu-indicator { image: none; width: 0px; }"
        )
        self.adjustSize()

    def name_value(self, value_name: str) -> None:
        """Says what the file's own values are; without any, nothing can be told by them."""
        self._value.setText(value_name.replace("_", " ").capitalize() or _COLORS["value"])
        self._value.setEnabled(bool(value_name))

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        return button

    def _color_menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        menu.setObjectName(f"{self._color.objectName()}_menu")
        for color_by, text in _COLORS.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(color_by == "height")
            group.addAction(action)
            if color_by == "value":
                self._value = action
            action.triggered.connect(lambda _checked=False, color_by=color_by: self._choose(color_by))
        return menu

    def _choose(self, color_by: ColorBy) -> None:
        self._color.setText(self._value.text() if color_by == "value" else _COLORS[color_by])
        self.adjustSize()
        self.color_chosen.emit(color_by)
