"""The switch between drawing cuboids and going round points."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from crosstie.viewers.theme import SMALL_PX, Theme


class LassoButton(QToolButton):
    """Stands beside the view's bar where the schema labels points; checked while a drag is a lasso."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"cloud_lasso_{name}")
        self.setText("Lasso")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName("Lasso: a drag goes round points")
        self.setToolTip("Go round points (S). Shift adds to the selected points, Ctrl takes away")
        self.hide()

    def dress(self, theme: Theme) -> None:
        """Takes the theme's colours."""
        self.setStyleSheet(
            f"QToolButton {{ color: {theme.quiet}; background: {theme.panel}; border: 1px solid {theme.line};"
            f" border-radius: 6px; padding: 3px 8px; font-size: {SMALL_PX}px; }}"
            f"QToolButton:hover {{ color: {theme.text}; background: {theme.raised}; }}"
            f"QToolButton:focus {{ border-color: {theme.accent}; }}"
            f"QToolButton:checked {{ color: {theme.on_accent}; background: {theme.accent};"
            f" border-color: {theme.accent}; }}"
        )
        self.adjustSize()

    def stand_by(self, bar: QRect, gap_px: int) -> None:
        """At the left of the bar, or below its left end where there is no room."""
        self.adjustSize()
        self.resize(self.width(), max(self.height(), bar.height()))
        left = bar.left() - gap_px - self.width()
        if left >= gap_px:
            self.move(left, bar.top())
        else:
            self.move(max(bar.left(), gap_px), bar.bottom() + gap_px)
