"""Words that come from data, shown as they are: never taken for markup or a mnemonic, cut where long."""

import html

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolTip,
    QWidget,
)

_BUTTON_FRAME_PX = 24
"""What a button's margins take."""


def tip(text: str) -> str:
    """A text for a tooltip; Qt takes one that looks like markup for markup."""
    return f"<qt>{html.escape(text)}</qt>" if QtText.mightBeRichText(text) else text


def button_text(text: str) -> str:
    """A text for a button, a tab or a menu, where Qt takes "&" for the mark of a mnemonic."""
    return text.replace("&", "&&")


def counted(count: int, one: str, several: str = "") -> str:
    """A number with its word: "1 link", "3 links", "2 entities"."""
    return f"{count} {one}" if count == 1 else f"{count} {several or one + 's'}"


def plain_label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label that never takes its text for markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    return label


class ElidedLabel(QLabel):
    """Ends in an ellipsis where the text does not fit, and then tells the whole in its tooltip.

    QLabel has the window laid out anew at every new text, whatever room the label takes: while everything
    plays a sixth of the user-interface thread. So the text is kept here.
    """

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def text(self) -> str:
        """The whole text."""
        return self._words

    def setText(self, text: str) -> None:  # Qt's name
        """Shows a text; the layout hears of it only where it gives the label the room for its words."""
        if text == self._words:
            return
        self._words = text
        self.setAccessibleName(text)
        self.update()
        if self.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Ignored:
            self.updateGeometry()

    def sizeHint(self) -> QSize:  # Qt's name
        empty, metrics = super().sizeHint(), self.fontMetrics()
        # Widths of glyphs are fractions, and a text that is a fraction too wide is cut.
        needed = metrics.horizontalAdvance(self._words) + 2 - metrics.averageCharWidth()
        return empty + QSize(max(needed, 0), 0)

    def minimumSizeHint(self) -> QSize:  # Qt's name
        return QSize(24, super().minimumSizeHint().height())

    def shown_text(self) -> str:
        """What is to be read on the screen."""
        metrics = QFontMetrics(self.font())
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def event(self, event: QEvent) -> bool:  # Qt's name
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and not self.toolTip():
            QToolTip.showText(event.globalPos(), tip(self.text() if self.shown_text() != self.text() else ""))
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        painter = QPainter(self)
        painter.setPen(QPen(self.palette().color(self.foregroundRole())))
        painter.drawText(self.contentsRect(), self.alignment(), self.shown_text())


class ElidedButton(QPushButton):
    """A button that may be narrower than its words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def words(self) -> str:
        """The whole of what the button says."""
        return self._words

    def set_words(self, words: str) -> None:
        """Gives the button its words, and as its tooltip too."""
        self._words = words
        self.setText(button_text(words))
        self.setToolTip(tip(words))

    def needed_px(self) -> int:
        """How wide it would have to be for its words to be read whole."""
        return self.fontMetrics().horizontalAdvance(self._words) + self._icon_px() + _BUTTON_FRAME_PX

    def minimumSizeHint(self) -> QSize:  # Qt's name
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        style = self.style()
        room = style.subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        words = self.fontMetrics().elidedText(
            self._words, Qt.TextElideMode.ElideRight, room - self._icon_px()
        )
        # Qt sets an icon so near to the words that a dot looks like a letter of theirs.
        option.text = button_text(f" {words}" if self._icon_px() else words)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)

    def _icon_px(self) -> int:
        """What the icon takes with the gap behind it."""
        if self.icon().isNull():
            return 0
        return self.iconSize().width() + 6 + self.fontMetrics().horizontalAdvance(" ")
