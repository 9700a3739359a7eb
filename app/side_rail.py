"""The rail at the right: pages behind tabs, one at a time."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget


class SideRail(QWidget):
    """Pages with names. A page that is asked for comes to the front."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("side_rail")
        self.setAccessibleName("Side rail")
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs = QTabBar()
        self.tabs.setObjectName("side_tabs")
        self.tabs.setAccessibleName("Pages of the side rail")
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._stack = QStackedWidget()
        self._names: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)

    def add(self, name: str, title: str, page: QWidget) -> None:
        """Puts a page behind a tab of its own, the last one."""
        self._names.append(name)
        self._stack.addWidget(page)
        self.tabs.addTab(title)

    def bring(self, name: str) -> None:
        """Shows a page. Raises ValueError for a name that was not added."""
        self.tabs.setCurrentIndex(self._names.index(name))

    @property
    def shown(self) -> str:
        """The name of the page in front."""
        place = self.tabs.currentIndex()
        return self._names[place] if place >= 0 else ""
