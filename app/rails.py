"""The rails at the window's sides: samples and classes on the left; inspector and entities on the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QVBoxLayout, QWidget

from crosstie.app.inspector.section import Section
from crosstie.app.side_rail import SideRail

_LEFT_PX, _RIGHT_PX = 188, 304
_NARROW_PX = 1500


class Rails:
    """Two docks that fold; on a narrow window the left one begins folded, so that the panes have room."""

    def __init__(
        self, window: QMainWindow, queue: QWidget, classes: QWidget, inspector: QWidget, entities: QWidget
    ) -> None:
        rail = QWidget()
        rail.setProperty("role", "rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(rail)
        column.setContentsMargins(8, 2, 8, 8)
        self._samples = Section("Samples", queue)
        column.addWidget(self._samples, 3)
        column.addWidget(Section("Classes", classes), 2)
        self._window = window
        self._is_narrow = False
        self._folded: tuple[bool, bool] | None = None
        self._left = self._dock(
            "rail_left", "Samples and classes", rail, Qt.DockWidgetArea.LeftDockWidgetArea
        )
        self.side = SideRail()
        self.side.add("inspector", "Inspector", inspector)
        self.side.add("entities", "Entities", entities)
        self._right = self._dock("rail_right", "Inspector", self.side, Qt.DockWidgetArea.RightDockWidgetArea)
        window.resizeDocks([self._left, self._right], [_LEFT_PX, _RIGHT_PX], Qt.Orientation.Horizontal)

    @property
    def left_shown(self) -> bool:
        """Whether samples and classes are shown."""
        return self._left.isVisible()

    @property
    def right_shown(self) -> bool:
        """Whether the inspector and what lies beside it are shown."""
        return self._right.isVisible()

    def toggle_left(self) -> None:
        """Folds samples and classes, or shows them."""
        self._left.setVisible(not self._left.isVisible())

    def toggle_right(self) -> None:
        """Folds the inspector and what lies beside it, or shows them."""
        self._right.setVisible(not self._right.isVisible())

    def fold(self, *, left: bool = True) -> None:
        """Gives their room to what stands between them, until `unfold`; without `left` that rail stays."""
        self._folded = (self.left_shown, self.right_shown)
        if left:
            self._left.hide()
        self._right.hide()
        self._lay_out()

    def unfold(self) -> None:
        """As they were before they were folded."""
        if self._folded is not None:
            left, right = self._folded
            self._folded = None
            self._left.setVisible(left)
            self._right.setVisible(right)
            self._lay_out()

    def show_left(self) -> None:
        """Unfolds samples and classes, also for when what was folded is unfolded."""
        self._left.show()
        if self._folded is not None:
            self._folded = (True, self._folded[1])

    def show_page(self, name: str) -> None:
        """Unfolds the right rail and brings one of its pages to the front."""
        self._right.show()
        self.side.bring(name)

    def show_place(self, place: int, count: int) -> None:
        """Says which of how many samples is open, from 0; −1 for none."""
        self._samples.set_note(f"{place + 1}/{count}" if place >= 0 else str(count or ""))

    def suit(self, width_px: int) -> None:
        """Folds the left rail when the window becomes too narrow for it, and unfolds it afterwards."""
        narrow = width_px < _NARROW_PX
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            if self._folded is not None:
                self._folded = (not narrow, self._folded[1])
            else:
                self._left.setVisible(not narrow)

    def _lay_out(self) -> None:
        layout = self._window.layout()
        if layout is not None:
            layout.activate()

    def _dock(self, name: str, title: str, body: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        dock.setTitleBarWidget(QWidget(dock))
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setWidget(body)
        self._window.addDockWidget(area, dock)
        return dock
