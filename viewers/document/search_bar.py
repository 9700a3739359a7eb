"""The strip above a document with the words that are looked for, and how many there are."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from crosstie.viewers.theme import SMALL_PX, Theme

_HEIGHT_PX = 34


class SearchBar(QWidget):
    """Hidden until it is asked for. Return goes on, Shift+Return back, Escape leaves."""

    asked = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"search_bar_{name}")
        self.setFixedHeight(_HEIGHT_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = QLineEdit(self)
        self.field.setObjectName(f"search_{name}")
        self.field.setAccessibleName(f"Words to look for in {name}")
        self.field.setPlaceholderText("Find in the document")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.asked)
        self.field.installEventFilter(self)
        self.told = QLabel("", self)
        self.told.setObjectName(f"search_told_{name}")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self.told)
        for key, arrow, tells, step in (
            ("back", Qt.ArrowType.UpArrow, "Previous place", -1),
            ("on", Qt.ArrowType.DownArrow, "Next place", +1),
        ):
            row.addWidget(self._arrow(f"search_{key}_{name}", arrow, tells, step))
        self.hide()

    def open(self) -> None:
        """Shows the strip with the keyboard in it, what was looked for last chosen to be written over."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def tell(self, place: int, count: int, *, done: bool) -> None:
        """Says how many places were found so far, and which of them is shown."""
        more = "" if done else "…"
        found = f"{place} of {count:,}{more}" if count else "looking…" if more else "not found"
        self.told.setText(found if self.field.text().strip() else "")

    def dress(self, theme: Theme) -> None:
        """Takes a theme's colours."""
        self.setStyleSheet(
            f"#{self.objectName()} {{ background: {theme.panel}; border-bottom: 1px solid {theme.line}; }}"
            f"QLabel {{ color: {theme.quiet}; font-size: {SMALL_PX}px; min-width: 76px; }}"
            f"QLineEdit {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line};"
            f" border-radius: 4px; padding: 2px 6px; }}"
            f"QLineEdit:focus {{ border-color: {theme.accent}; }}"
            f"QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 4px;"
            f" min-width: 22px; min-height: 20px; }}"
            f"QToolButton:hover {{ border-color: {theme.line}; background: {theme.raised}; }}"
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field, also where the window has a shortcut for them."""
        if not isinstance(event, QKeyEvent) or event.key() not in (
            Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape,
        ):  # fmt: skip
            return super().eventFilter(watched, event)
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                self.left.emit()
            else:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.stepped.emit(-1 if back else +1)
        return True

    def _arrow(self, name: str, arrow: Qt.ArrowType, tells: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(tells)
        button.setToolTip(tells)
        button.setArrowType(arrow)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.stepped.emit(step))
        return button
