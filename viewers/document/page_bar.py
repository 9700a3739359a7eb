"""The strip below a document: to the page before, to the one after, or to one by its number."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from crosstie.viewers.theme import SMALL_PX, Theme

_HEIGHT_PX = 30


class PageBar(QWidget):
    """Hidden where a document has one page. Pages count from 0 here and from 1 on screen."""

    page_asked = Signal(int)

    def __init__(self, name: str, page_count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"page_bar_{name}")
        self.setFixedHeight(_HEIGHT_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._count, self._page = page_count, 0
        self._told = (-1, 0)
        self._back = self._arrow(f"page_back_{name}", Qt.ArrowType.LeftArrow, "Previous page", -1)
        self._on = self._arrow(f"page_on_{name}", Qt.ArrowType.RightArrow, "Next page", +1)
        self._field = QLineEdit(self)
        self._field.setObjectName(f"page_number_{name}")
        self._field.setAccessibleName("Page number")
        self._field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._field.setValidator(QIntValidator(1, page_count, self))
        self._field.setFixedWidth(24 + 8 * len(str(page_count)))
        self._field.returnPressed.connect(self._on_entered)
        self._of = QLabel(f"of {page_count}", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(6)
        self.strip = QToolButton(self)
        self.strip.setObjectName(f"page_strip_{name}")
        self.strip.setText("Pages")
        self.strip.setCheckable(True)
        self.strip.setAccessibleName("Show all pages small")
        self.strip.setToolTip("Show all pages small")
        self.strip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(self.strip)
        row.addStretch(1)
        for widget in (self._back, self._field, self._of, self._on):
            row.addWidget(widget)
        row.addStretch(1)
        # As wide as the button on the other side: the number stands in the middle.
        row.addSpacing(self.strip.sizeHint().width())
        self.setVisible(page_count > 1)

    def show_page(self, page: int) -> None:
        """Says which page is shown."""
        self._page = page
        if self._told == (page, self._count) and self._field.text() == str(page + 1):
            return
        self._told = page, self._count
        self._field.setText(str(page + 1))
        self._back.setEnabled(page > 0)
        self._on.setEnabled(page + 1 < self._count)

    def count_pages(self, page_count: int) -> None:
        """The document turned out to have another number of pages."""
        self._count = page_count
        self._field.setValidator(QIntValidator(1, page_count, self))
        self._field.setFixedWidth(24 + 8 * len(str(page_count)))
        self._of.setText(f"of {page_count}")
        self.setVisible(page_count > 1)

    def dress(self, theme: Theme) -> None:
        """Takes a theme's colours."""
        self.setStyleSheet(
            f"#{self.objectName()} {{ background: {theme.panel}; border-top: 1px solid {theme.line}; }}"
            f"QLabel {{ color: {theme.quiet}; font-size: {SMALL_PX}px; }}"
            f"QLineEdit {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line};"
            f" border-radius: 4px; padding: 1px 5px; font-size: {SMALL_PX}px; }}"
            f"QLineEdit:focus {{ border-color: {theme.accent}; }}"
            f"QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 4px;"
            f" min-width: 22px; min-height: 20px; color: {theme.quiet}; font-size: {SMALL_PX}px; }}"
            f"QToolButton:checked {{ color: {theme.accent}; border-color: {theme.accent}; }}"
            f"QToolButton:hover:enabled {{ border-color: {theme.line}; background: {theme.raised}; }}"
        )

    def _arrow(self, name: str, arrow: Qt.ArrowType, tells: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(tells)
        button.setToolTip(tells)
        button.setArrowType(arrow)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.page_asked.emit(self._page + step))
        return button

    def _on_entered(self) -> None:
        self._field.clearFocus()
        self.page_asked.emit(int(self._field.text()) - 1)
