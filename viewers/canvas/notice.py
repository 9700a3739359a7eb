"""What a canvas says instead of, or over, its picture: that it reads, that it cannot, or when it begins."""

from typing import Final, Literal

import msgspec
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QVBoxLayout, QWidget

from crosstie.viewers.theme import BODY_PX, SMALL_PX, Theme

_WIDEST_PX: Final = 420
_MARGINS: Final = (16, 12, 16, 12)
_LOW_MARGINS: Final = (12, 3, 12, 3)
NoticeTone = Literal["quiet", "bad"]


class NoticeText(msgspec.Struct, frozen=True):
    """A line, more of it below, and how far work has come (0 to 1; None where that is not known)."""

    title: str
    more: str = ""
    tone: NoticeTone = "quiet"
    done: float | None = None


class Notice(QFrame):
    """A plate in the middle of its parent; it lets the mouse through."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName(f"notice_{name}")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title, self._more = _label("notice_title", self), _label("notice_more", self)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("notice_progress")
        self._bar.setAccessibleName("Progress")
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(160, 4)
        self._column = column = QVBoxLayout(self)
        column.setSpacing(6)
        for label in (self._title, self._more):
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        self._text: NoticeText | None = None
        self.hide()

    @property
    def text(self) -> NoticeText | None:
        """What is said now."""
        return self._text

    def say(self, text: NoticeText | None, theme: Theme) -> None:
        """Says something, or with None leaves the picture alone."""
        self._text = text
        if text is None:
            self.hide()
            return
        self._more.setText(text.more)
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(1000 * (text.done or 0.0)))
        self.setAccessibleName(" ".join(filter(None, (text.title, text.more))))
        self._dress(text.tone, theme)
        self.place(self._room.rect())
        self.show()

    def place(self, within: QRect) -> None:
        """Stands in the middle of `within`, not wider than it; in a low one as a single line."""
        if self._text is not None:
            self._lay_out(self._text, within, low=False)
            if self.height() > within.height():
                self._lay_out(self._text, within, low=True)
            self.move(within.center() - self.rect().center())

    def _lay_out(self, text: NoticeText, within: QRect, *, low: bool) -> None:
        self._column.setContentsMargins(*(_LOW_MARGINS if low else _MARGINS))
        self._more.setVisible(bool(text.more) and not low)
        self._bar.setVisible(text.done is not None and not low)
        self._title.setWordWrap(not low)
        widest = max(within.width() - 56, 60)
        metrics = self._title.fontMetrics()
        elided = metrics.elidedText(text.title, Qt.TextElideMode.ElideRight, widest)
        self._title.setText(elided if low else text.title)
        for label in (self._title, self._more):
            # A label that wraps asks for little width: give it what its line takes, as far as there is room.
            needed = label.fontMetrics().horizontalAdvance(label.text()) + 4
            label.setFixedWidth(needed if low else min(needed, widest, _WIDEST_PX))
        self._column.activate()
        size = self.sizeHint()
        high = self.heightForWidth(size.width())
        size.setHeight(high if high > 0 else size.height())
        self.resize(size)

    def _dress(self, tone: NoticeTone, theme: Theme) -> None:
        plate = theme.panel if tone == "bad" else theme.ground
        rim = theme.bad if tone == "bad" else theme.line
        title = theme.text if tone == "bad" else theme.quiet
        self.setStyleSheet(
            f"#{self.objectName()} {{ background: {plate}; border: 1px solid {rim}; border-radius: 8px; }}"
            f"#notice_title {{ color: {title}; font-size: {BODY_PX}px; background: transparent; }}"
            f"#notice_more {{ color: {theme.quiet}; font-size: {SMALL_PX}px; background: transparent; }}"
            f"#notice_progress {{ background: {theme.line}; border: none; border-radius: 2px; }}"
            f"#notice_progress::chunk {{ background: {theme.accent}; border-radius: 2px; }}"
        )


def _label(name: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    # What is shown may hold a file's name: never let it be read as markup.
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    return label
