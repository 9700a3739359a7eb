"""The rails at the window's sides: samples and classes on the left, the inspector on the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QVBoxLayout, QWidget

from crosstie.app.inspector.section import Section

_LEFT_PX, _RIGHT_PX = 188, 304
_NARROW_PX = 1500


class Rails:
    """Two docks that fold; on a narrow window the left one begins folded, so that the panes have room."""

    def __init__(self, window: QMainWindow, queue: QWidget, classes: QWidget, inspector: QWidget) -> None:
        rail = QWidget()
        rail.setProperty("role", "rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(rail)
        column.setContentsMargins(8, 2, 8, 8)
        column.addWidget(Section("Samples", queue), 3)
        column.addWidget(Section("Classes", classes), 2)
        self._window = window
        self._left = self._dock(
            "rail_left", "Samples and classes", rail, Qt.DockWidgetArea.LeftDockWidgetArea
        )
        self._right = self._dock("rail_right", "Inspector", inspector, Qt.DockWidgetArea.RightDockWidgetArea)
        window.resizeDocks([self._left, self._right], [_LEFT_PX, _RIGHT_PX], Qt.Orientation.Horizontal)

    @property
    def left_shown(self) -> bool:
        """Whether samples and classes are shown."""
        return self._left.isVisible()

    @property
    def right_shown(self) -> bool:
        """Whether the inspector is shown."""
        return self._right.isVisible()

    def toggle_left(self) -> None:
        """Folds samples and classes, or shows them."""
        self._left.setVisible(not self._left.isVisible())

    def toggle_right(self) -> None:
        """Folds the inspector, or shows it."""
        self._right.setVisible(not self._right.isVisible())

    def suit(self, width_px: int) -> None:
        """Folds what a window of this width has no room for."""
        self._left.setVisible(width_px >= _NARROW_PX)

    def _dock(self, name: str, title: str, body: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        dock.setTitleBarWidget(QWidget(dock))
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setWidget(body)
        self._window.addDockWidget(area, dock)
        return dock
