"""Small buttons in a picture's corner: the zoom, and the cloud's points and cuboids."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from crosstie.viewers.theme import SMALL_PX, Theme

_INSET_PX = 8


class Corner(QWidget):
    """Stands in the bottom right corner of its parent. The zoom shows only while it is not fitted."""

    fit_asked = Signal()
    cuboids_toggled = Signal(bool)
    points_toggled = Signal(bool)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName(f"corner_{name}")
        self._cuboids = _button(f"cuboids_{name}", "Show the cloud's cuboids in this picture", self)
        self._cuboids.setText("3D")
        self._cuboids.setCheckable(True)
        self._cuboids.setChecked(True)
        self._cuboids.toggled.connect(self.cuboids_toggled)
        self._cuboids.hide()
        self._points = _button(f"points_{name}", "Show the cloud's points in this picture", self)
        self._points.setText("Points")
        self._points.setCheckable(True)
        self._points.clicked.connect(self.points_toggled)
        self._points.hide()
        self._zoom = _button(f"zoom_{name}", "Show the whole picture", self)
        self._zoom.clicked.connect(self.fit_asked)
        self._zoom.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._points)
        row.addWidget(self._cuboids)
        row.addWidget(self._zoom)

    @property
    def shows_cuboids(self) -> bool:
        """Whether cuboids are wanted in the picture."""
        return self._cuboids.isChecked()

    @property
    def any_shown(self) -> bool:
        """Whether there is anything in the corner."""
        return any(button.isVisibleTo(self) for button in (self._points, self._cuboids, self._zoom))

    def offer_cloud(self, *, offered: bool) -> None:
        """Whether there is a cloud that the picture is calibrated against."""
        self._cuboids.setVisible(offered)
        self._points.setVisible(offered)
        self.place()

    def show_points(self, *, shown: bool, hint: str) -> None:
        """Whether points are shown, in this picture as in all of the window, and what the button says."""
        self._points.setChecked(shown)
        self._points.setToolTip(hint)
        self._points.setAccessibleName(hint)

    def show_zoom(self, scale: float, *, fits: bool) -> None:
        """Says how large the picture stands: 100 % is one screen pixel for one of its own."""
        self._zoom.setText(f"{scale:.0%}" if scale < 10 else f"{scale:.0f}×")
        self._zoom.setVisible(not fits)
        self.place()

    def place(self) -> None:
        """Keeps to the corner."""
        room = self._over.rect()
        self.adjustSize()
        self.move(room.right() - self.width() - _INSET_PX, room.bottom() - self.height() - _INSET_PX)
        self.raise_()

    def dress(self, theme: Theme) -> None:
        """Takes a theme's colours."""
        self.setStyleSheet(
            f"QToolButton {{ background: {theme.panel}; color: {theme.quiet}; border: 1px solid {theme.line};"
            f" border-radius: 5px; padding: 2px 7px; font-size: {SMALL_PX}px; font-weight: 600; }}"
            f"QToolButton:hover {{ border-color: {theme.accent}; color: {theme.text}; }}"
            f"QToolButton:checked {{ color: {theme.accent}; border-color: {theme.accent}; }}"
        )
        self.place()


class Hint(QLabel):
    """One quiet line at the foot of its parent that says how to begin; it lets the mouse through.

    What stands in the corner stays clear of it.
    """

    def __init__(self, name: str, parent: QWidget, corner: Corner) -> None:
        super().__init__(parent)
        self._over, self._corner = parent, corner
        self.setObjectName(f"hint_{name}")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._said: tuple[str, Theme] | None = None
        self.hide()

    def say(self, text: str, theme: Theme) -> None:
        """Shows a line, or nothing. Asked for with every frame, so that only what is new is dressed."""
        if (text, theme) == self._said:
            return
        self._said = (text, theme)
        self.setText(text)
        self.setAccessibleName(text)
        self.setStyleSheet(
            f"background: {theme.panel}; color: {theme.quiet}; border: 1px solid {theme.line};"
            f" border-radius: 5px; padding: 3px 9px; font-size: {SMALL_PX}px;"
        )
        self.setVisible(bool(text))
        self.place()

    def place(self) -> None:
        """Keeps to the middle of the foot, or left of the corner; hidden where it would not fit."""
        room, corner = self._over.rect(), self._corner
        self.adjustSize()
        taken = corner.width() + _INSET_PX if corner.isVisibleTo(self._over) and corner.any_shown else 0
        furthest = room.width() - taken - _INSET_PX - self.width()
        left = min((room.width() - self.width()) // 2, furthest)
        self.move(left, room.bottom() - self.height() - _INSET_PX)
        if self.text():
            self.setVisible(left >= _INSET_PX)


def _button(name: str, tells: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setAccessibleName(tells)
    button.setToolTip(tells)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setCursor(Qt.CursorShape.ArrowCursor)
    return button
