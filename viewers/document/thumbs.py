"""The strip of small pages beside a document: where one is, where labels stand, and a way to go there."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crosstie.storage.media.queries import PageAt, PagePicture
from crosstie.viewers.canvas.transform import Size
from crosstie.viewers.document.page_plane import PagePlane
from crosstie.viewers.theme import DARK, SMALL_PX, Theme, ink_on

THUMB_PX: Final = Size(96.0, 124.0)
"""A small page is as large as fits in this."""
_CELL: Final = QSize(120, 152)
_STRIP_PX: Final = 138
_KEPT: Final = 400
_LABELS_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class ThumbModel(QAbstractListModel):
    """One row a page: its number, its small picture where that is there, and how many labels it has."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._count = 0
        self._labels: Mapping[int, int] = {}
        self._pixmaps: OrderedDict[int, QPixmap] = OrderedDict()

    def rowCount(self, parent: _AnyIndex = _NOWHERE) -> int:
        """How many pages there are."""
        return 0 if parent.isValid() else self._count

    def data(self, index: _AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The page's number as one reads it, its picture, its labels."""
        page = index.row()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(page + 1)
            case Qt.ItemDataRole.DecorationRole:
                return self._pixmaps.get(page)
            case Qt.ItemDataRole.AccessibleTextRole:
                count = self._labels.get(page, 0)
                return f"Page {page + 1}" + (f", {count} labelled" if count else "")
            case int() if role == _LABELS_ROLE:
                return self._labels.get(page, 0)
        return None

    def knows(self, page: int) -> bool:
        """Whether a page's small picture is there."""
        return page in self._pixmaps

    def count_pages(self, page_count: int) -> None:
        """How many pages there are; another document's pictures are forgotten."""
        self.beginResetModel()
        self._count = page_count
        self._pixmaps.clear()
        self.endResetModel()

    def count_labels(self, labels: Mapping[int, int]) -> None:
        """How many labels each page has."""
        changed = {page for page in {*labels, *self._labels} if labels.get(page) != self._labels.get(page)}
        self._labels = dict(labels)
        for page in changed:
            self._touch(page)

    def put(self, page: int, pixmap: QPixmap) -> None:
        """A small picture has come."""
        self._pixmaps[page] = pixmap
        while len(self._pixmaps) > _KEPT:
            self._pixmaps.popitem(last=False)
        self._touch(page)

    def _touch(self, page: int) -> None:
        self.dataChanged.emit(self.index(page), self.index(page))


class ThumbDelegate(QStyledItemDelegate):
    """Draws a row: a white sheet with the page on it, its number below, its labels in the corner."""

    theme: Theme = DARK
    current = 0

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _AnyIndex) -> QSize:
        """All rows are equally high."""
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Draws one row."""
        painter.save()
        cell = QRect(option.rect)
        is_current = index.row() == self.current
        pixmap = index.data(Qt.ItemDataRole.DecorationRole)
        sheet = _sheet(cell, pixmap if isinstance(pixmap, QPixmap) else None)
        painter.fillRect(sheet, Qt.GlobalColor.white)
        if isinstance(pixmap, QPixmap):
            painter.drawPixmap(sheet, pixmap)
        painter.setPen(QPen(self.theme.color("accent" if is_current else "line"), 3 if is_current else 1))
        painter.drawRect(sheet.adjusted(-1, -1, 0, 0))
        font = QFont(painter.font())
        font.setPixelSize(SMALL_PX)
        font.setBold(is_current)
        painter.setFont(font)
        painter.setPen(self.theme.color("text" if is_current else "quiet"))
        below = QRect(cell.left(), cell.bottom() - 17, cell.width(), 16)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        count = index.data(_LABELS_ROLE)
        if isinstance(count, int) and count:
            self._draw_count(painter, sheet, count)
        painter.restore()

    def _draw_count(self, painter: QPainter, sheet: QRect, count: int) -> None:
        text = str(count) if count < 1000 else "999+"
        fill = self.theme.color("accent")
        wide = max(painter.fontMetrics().horizontalAdvance(text) + 8, 16)
        plate = QRect(sheet.right() - wide + 5, sheet.top() - 5, wide, 16)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(plate, 8, 8)
        painter.setPen(ink_on(fill))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


class Thumbs(QListView):
    """Hidden until it is asked for.

    `page_asked` says that a page was clicked, `wanting` that others are in view.
    """

    page_asked = Signal(int)
    wanting = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"thumbs_{name}")
        self.setAccessibleName("Pages")
        self.setFixedWidth(_STRIP_PX)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages = ThumbModel(self)
        self._delegate = ThumbDelegate(self)
        self.setModel(self._pages)
        self.setItemDelegate(self._delegate)
        self.clicked.connect(lambda index: self.page_asked.emit(index.row()))
        self.verticalScrollBar().valueChanged.connect(self.wanting)
        self.hide()

    def count_pages(self, page_count: int) -> None:
        """How many pages there are."""
        self._pages.count_pages(page_count)

    def count_labels(self, labels: Mapping[int, int]) -> None:
        """How many labels each page has."""
        self._pages.count_labels(labels)

    def show_page(self, page: int) -> None:
        """Marks the page that is shown, and keeps it in view."""
        before, self._delegate.current = self._delegate.current, page
        if before != page and self.isVisible():
            for one in (before, page):
                self.update(self._pages.index(one))
            self.scrollTo(self._pages.index(page), QListView.ScrollHint.EnsureVisible)

    def reach(self) -> None:
        """Brings the page that is shown into the middle of the strip."""
        index = self._pages.index(self._delegate.current)
        self.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def next_ask(self, plane: PagePlane, reason: Callable[[int], str]) -> PageAt | None:
        """The small picture to ask for next: of the pages in view the uppermost that has none.

        `reason` tells why a page cannot be drawn, if that is known.
        """
        if not self.isVisible():
            return None
        first = self.indexAt(self.viewport().rect().topLeft()).row()
        last = self.indexAt(self.viewport().rect().bottomLeft()).row()
        end = last + 1 if last >= 0 else self._pages.rowCount()
        for page in range(max(first, 0), min(end, plane.page_count)):
            if not self._pages.knows(page) and not reason(page):
                size = plane.size(page)
                scale = min(THUMB_PX.width / size.width, THUMB_PX.height / size.height)
                return PageAt(page, scale * self.devicePixelRatioF())
        return None

    def put(self, picture: PagePicture) -> None:
        """Takes a small picture."""
        height, width = picture.pixels.shape[:2]
        pixels = picture.pixels.copy()
        image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._pages.put(picture.page, pixmap)

    def dress(self, theme: Theme) -> None:
        """Takes a theme's colours."""
        self._delegate.theme = theme
        self.setStyleSheet(
            f"#{self.objectName()} {{ background: {theme.panel}; border: none;"
            f" border-right: 1px solid {theme.line}; padding-top: 6px; }}"
        )


def _sheet(cell: QRect, pixmap: QPixmap | None) -> QRect:
    """Where the page's sheet lies in its row: in the middle, above the number."""
    wide, high = round(THUMB_PX.width * 0.9), round(THUMB_PX.height)
    if pixmap is not None:
        size = pixmap.deviceIndependentSize()
        wide, high = round(size.width()), round(size.height())
    left = cell.left() + (cell.width() - wide) // 2
    top = cell.top() + 6 + (round(THUMB_PX.height) - high) // 2
    return QRect(left, top, wide, high)
