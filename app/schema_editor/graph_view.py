"""The picture of what may tie to what: origins, link types, targets, and curves between them."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from crosstie.app.schema_editor.graph_plan import GraphPlan, narrowing, plan_graph
from crosstie.schema.document import SchemaDocument
from crosstie.viewers.theme import BODY_PX, SMALL_PX, Theme, label_color

_NODE_W: Final = 190.0
_LINK_W: Final = 220.0
_NODE_H: Final = 30.0
_LINK_H: Final = 44.0
_ROW: Final = 14.0
_GAP_X: Final = 84.0
_LEAST_ZOOM: Final = 0.72
"""Below this the words cannot be read; then the picture scrolls instead."""


class _Card(QGraphicsItem):
    """A class, an entity type or a link type."""

    def __init__(self, any_id: str, area: QRectF, title: str, aside: str, ground: QColor) -> None:
        super().__init__()
        self.any_id = any_id
        self.area = area
        self._title, self._aside, self._ground = title, aside, ground
        self.is_link = bool(area.width() == _LINK_W)
        self.chosen = False
        self.theme: Theme | None = None

    def boundingRect(self) -> QRectF:  # Qt's name
        return self.area.adjusted(-2, -2, 2, 2)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        theme = self.theme
        if theme is None:
            return
        painter.setPen(QPen(theme.color("accent" if self.chosen else "line"), 2 if self.chosen else 1))
        painter.setBrush(theme.color("raised" if self.is_link else "panel"))
        radius = 6.0 if self.is_link else self.area.height() / 2
        painter.drawRoundedRect(self.area, radius, radius)
        inner = self.area.adjusted(12, 0, -10, 0)
        if not self.is_link:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ground)
            dot = QPointF(inner.left() + 4, inner.center().y())
            painter.drawEllipse(dot, 5, 5)
            inner.setLeft(inner.left() + 16)
        self._write(painter, theme, inner)

    def _write(self, painter: QPainter, theme: Theme, area: QRectF) -> None:
        upper = QRectF(area)
        if self._aside:
            upper.setBottom(area.top() + area.height() * 0.56)
            lower = QRectF(area.left(), upper.bottom(), area.width(), area.bottom() - upper.bottom() - 3)
            _words(painter, lower, self._aside, theme.color("quiet"), SMALL_PX)
        _words(painter, upper, self._title, theme.color("text"), BODY_PX)


class GraphView(QGraphicsView):
    """Shows a document's link types; a click chooses one, and what is chosen stands out."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("schema_graph")
        self.setAccessibleName("What may tie to what")
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.viewport().setObjectName("schema_graph_picture")
        self.viewport().setAccessibleName("What may tie to what")
        self.setScene(QGraphicsScene(self))
        self._cards: list[_Card] = []
        self._curves: list[tuple[str, str, QGraphicsPathItem]] = []
        self._theme: Theme | None = None
        self._chosen = ""

    def show_document(self, document: SchemaDocument, theme: Theme, language: str) -> None:
        """Draws the document's link types afresh; what was chosen stays chosen."""
        self._theme = theme
        self.scene().clear()
        self._cards, self._curves = [], []
        self.setBackgroundBrush(theme.color("ground"))
        plan = plan_graph(document)
        heights = (
            len(plan.origins) * (_NODE_H + _ROW),
            len(plan.links) * (_LINK_H + _ROW),
            len(plan.targets) * (_NODE_H + _ROW),
        )
        tallest = max(heights, default=0)
        at_link = _NODE_W + _GAP_X
        self._column(plan.origins, 0, tallest - heights[0], document, language)
        self._column(plan.targets, at_link + _LINK_W + _GAP_X, tallest - heights[2], document, language)
        self._links(plan, at_link, tallest - heights[1], document, language)
        self._tie(plan)
        self.choose(self._chosen)
        self._fit()

    def choose(self, any_id: str) -> None:
        """Makes a class or link type, and what it is tied by, stand out."""
        self._chosen = any_id
        for card in self._cards:
            card.chosen = card.any_id == any_id
            card.update()
        theme = self._theme
        if theme is None:
            return
        known = any(card.chosen for card in self._cards)
        for link_id, end_id, curve in self._curves:
            is_meant = any_id in (link_id, end_id)
            token = "accent" if is_meant else "quiet"
            alpha = 1.0 if is_meant else 0.25 if known else 0.7
            curve.setPen(QPen(theme.color(token, alpha), 2.2 if is_meant else 1.4))
            curve.setZValue(1 if is_meant else 0)

    def shown_ids(self) -> tuple[str, ...]:
        """What is drawn, each once."""
        return tuple(dict.fromkeys(card.any_id for card in self._cards))

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Fits the picture into its room."""
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # Qt's name
        """A click chooses what is under it."""
        hit = next((item for item in self.items(event.position().toPoint()) if isinstance(item, _Card)), None)
        if hit is not None:
            self.chosen.emit(hit.any_id)

    def _column(
        self, ids: tuple[str, ...], left: float, spare: float, document: SchemaDocument, language: str
    ) -> None:
        for place, any_id in enumerate(ids):
            area = QRectF(left, spare / 2 + place * (_NODE_H + _ROW), _NODE_W, _NODE_H)
            entity = document.find_entity_type(any_id) is not None
            title = document.display_name(any_id, language)
            color = label_color(document.colour_index(any_id))
            ground = self._color("quiet") if entity else color
            self._put(_Card(any_id, area, f"{title} (entity)" if entity else title, "", ground))

    def _links(
        self, plan: GraphPlan, left: float, spare: float, document: SchemaDocument, language: str
    ) -> None:
        for place, link_id in enumerate(plan.links):
            spec = document.find_link_type(link_id)
            assert spec is not None
            area = QRectF(left, spare / 2 + place * (_LINK_H + _ROW), _LINK_W, _LINK_H)
            title = document.display_name(link_id, language)
            self._put(_Card(link_id, area, title, narrowing(spec), self._color("raised")))

    def _put(self, card: _Card) -> None:
        card.theme = self._theme
        self.scene().addItem(card)
        card.setZValue(2)
        self._cards.append(card)

    def _color(self, token: str) -> QColor:
        assert self._theme is not None
        return self._theme.color(token)

    def _tie(self, plan: GraphPlan) -> None:
        at_link = _NODE_W + _GAP_X
        areas = {card.any_id: card.area for card in self._cards if card.is_link}
        lefts = {card.any_id: card.area for card in self._cards if card.area.left() == 0}
        rights = {card.any_id: card.area for card in self._cards if card.area.left() > at_link}
        for tie in plan.ties:
            pill = areas[tie.link_id]
            for end_id in tie.from_ids:
                self._curve(tie.link_id, end_id, _right(lefts[end_id]), _left(pill), arrow=False)
            for end_id in tie.to_ids:
                self._curve(tie.link_id, end_id, _right(pill), _left(rights[end_id]), arrow=True)

    def _curve(self, link_id: str, end_id: str, start: QPointF, end: QPointF, *, arrow: bool) -> None:
        path = QPainterPath(start)
        bend = (end.x() - start.x()) / 2
        path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end)
        if arrow:
            for side in (-4, 4):
                path.moveTo(end)
                path.lineTo(end + QPointF(-7, side))
        curve = self.scene().addPath(path)
        self._curves.append((link_id, end_id, curve))

    def _fit(self) -> None:
        area = self.scene().itemsBoundingRect().adjusted(-16, -16, 16, 16)
        self.setSceneRect(area)
        self.resetTransform()
        room = self.viewport().size()
        if area.width() > 0 and area.height() > 0:
            zoom = min(room.width() / area.width(), room.height() / area.height(), 1.0)
            self.scale(*(max(zoom, _LEAST_ZOOM),) * 2)


def _left(area: QRectF) -> QPointF:
    return QPointF(area.left(), area.center().y())


def _right(area: QRectF) -> QPointF:
    return QPointF(area.right(), area.center().y())


def _words(painter: QPainter, area: QRectF, text: str, color: QColor, size_px: int) -> None:
    font = QFont(painter.font())
    font.setPixelSize(size_px)
    painter.setFont(font)
    painter.setPen(QPen(color))
    elided = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
