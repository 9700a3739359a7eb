"""The window's top line: menus, made from the registry, and what is open; height is dear, so they share."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QSizePolicy, QWidget

from crosstie.app.actions.action import GROUPS
from crosstie.app.actions.registry import ActionRegistry
from crosstie.app.title_strip import TitleStrip


class TopLine(QWidget):
    """Menus at the left, the sample and its pass at the right."""

    def __init__(self, title: TitleStrip) -> None:
        super().__init__()
        self.setProperty("role", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bar = QMenuBar()
        self._bar.setObjectName("menu_bar")
        self._bar.setAccessibleName("Menus")
        self._bar.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._bar)
        row.addWidget(title, 1)

    def show_actions(self, registry: ActionRegistry) -> None:
        """Makes a menu for each group of actions."""
        for name in GROUPS:
            menu = QMenu(name, self)
            menu.setObjectName(f"menu_{name.lower()}")
            menu.setAccessibleName(name)
            for action in registry.group(name):
                menu.addAction(registry.qaction(action.id))
            self._bar.addMenu(menu)
