"""The small bar over a cloud: where to look from, and what the colours tell."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
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
_FIRST: Final[dict[ColorBy, str]] = {"height": "Height"}


class ViewBar(QFrame):
    """`view_chosen` carries a ViewName, `color_chosen` a ColorBy."""

    view_chosen = Signal(str)
    color_chosen = Signal(str)
    sides_toggled = Signal(bool)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"cloud_bar_{name}")
        self._row = row = QHBoxLayout(self)
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
        menu = QMenu(self)
        menu.setObjectName(f"{self._color.objectName()}_menu")
        self._color.setMenu(menu)
        self._group = QActionGroup(self)
        self._actions: dict[ColorBy, QAction] = {}
        self._offered: dict[ColorBy, str] = {}
        self.offer_colors(_FIRST, "height")
        row.addWidget(self._color)

    def add_tool(self, button: QToolButton) -> None:
        """Has another button at its end."""
        self._row.addWidget(button)
        self.adjustSize()

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

    def offer_colors(self, offered: Mapping[ColorBy, str], chosen: ColorBy) -> None:
        """Offers what the colours can tell, by name, and shows which of it they tell now."""
        if offered != self._offered:
            self._offered = dict(offered)
            self._fill(self._color.menu())
        for color_by, action in self._actions.items():
            action.setChecked(color_by == chosen)
        self._color.setText(self._offered[chosen])
        self.adjustSize()

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        return button

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        self._actions = {color_by: menu.addAction(text) for color_by, text in self._offered.items()}
        for color_by, action in self._actions.items():
            action.setCheckable(True)
            self._group.addAction(action)
            action.triggered.connect(
                lambda _checked=False, color_by=color_by: self.color_chosen.emit(color_by)
            )
