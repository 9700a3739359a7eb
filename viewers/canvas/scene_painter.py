"""Paints a scene: wires and the crowd, then what is lit up, then handles and name chips."""

from typing import Final

import numpy as np
from PySide6.QtGui import QPainter

from crosstie.schema.anchors import Polygon, Polyline, RotatedBox
from crosstie.schema.geometry.boxes import corners
from crosstie.viewers.canvas.chips import Chips, Mark
from crosstie.viewers.canvas.crowd import draw_crowd
from crosstie.viewers.canvas.handle_painter import draw_handles
from crosstie.viewers.canvas.items import Item, Row, Scene, ViewEdges
from crosstie.viewers.canvas.lit import draw_lit, rank
from crosstie.viewers.canvas.look import SOFT_PX, Look
from crosstie.viewers.canvas.transform import Bounds, Size, ViewTransform
from crosstie.viewers.canvas.wire_painter import draw_wires, wire_bounds

_CHIPS: Final = 48
_LIT_CHIPS: Final = 96
MOST_LIT: Final = 400
"""Of more that are related, the rest is drawn with the crowd: ten thousand glows tell nothing."""
_CHIP_FROM_PX: Final = Size(28.0, 16.0)
"""A smaller shape shows its name only when it is lit up."""

_HANDLE_GAP_PX: Final = 5.0


class ScenePainter:
    """Paints scenes of one canvas; keeps the pixels of their chips."""

    def __init__(self) -> None:
        self._chips = Chips()

    def paint(
        self, painter: QPainter, scene: Scene, transform: ViewTransform, view: Size, look: Look
    ) -> None:
        """Draws everything that the view sees; `painter` works in view pixels."""
        seen = transform.seen(view).grown(SOFT_PX / transform.scale)
        apart = {*_lit_places(scene, look), scene.place_of.get(look.in_hand, -1)}
        crowd = [place for place in scene.near(seen) if place not in apart]
        draw_wires(painter, scene, transform, look)
        draw_crowd(painter, scene, crowd, transform, look)
        lit = [scene.items[place] for place in _lit_places(scene, look)]
        for item in lit:
            draw_lit(painter, item, transform, look)
        for item in lit:
            if look.edits and item.id in look.selected:
                draw_handles(painter, item, transform, look.theme)
        self._draw_chips(painter, scene, crowd, transform, view, look)

    def _draw_chips(
        self, painter: QPainter, scene: Scene, crowd: list[int], transform: ViewTransform, view: Size,
        look: Look,
    ) -> None:  # fmt: skip
        self._chips.begin(painter)
        edges = scene.view_edges(transform)
        for place in _lit_places(scene, look)[: -_LIT_CHIPS - 1 : -1]:
            item = scene.items[place]
            beside = _beside(item, edges[place], transform)
            if look.edits and item.id in look.selected:
                # Off the corner, where a handle stands.
                beside = beside.grown(_HANDLE_GAP_PX)
            mark = Mark(item.broken, look.theme.bad)
            self._chips.draw(painter, item.name, item.color, beside, view, needed=True, mark=mark)
        names = {scene.items[place].name for place in (*crowd, *_lit_places(scene, look))}
        for wire in scene.wires:
            # Where the thing itself is labelled in this picture, its name stands there already.
            if look.lit(wire.id) and (wire.name not in names or wire.id == look.hovered):
                seen = wire_bounds(wire).within(scene.room)
                if seen.width > 0 and seen.height > 0:
                    beside = transform.bounds_in_view(seen)
                    self._chips.draw(painter, wire.name, wire.color, beside, view, needed=False)
        if not look.names:
            return
        # What breaks a rule is named however small it is.
        marked = [place for place in crowd if scene.items[place].broken]
        for place in (*marked, *_largest(edges, [place for place in crowd if not scene.items[place].broken])):
            item = scene.items[place]
            beside, mark = _beside(item, edges[place], transform), Mark(item.broken, look.theme.bad)
            needed = item.broken > 0
            self._chips.draw(painter, item.name, item.color, beside, view, needed=needed, mark=mark)


def _lit_places(scene: Scene, look: Look) -> list[int]:
    """Where the lit items stand in a scene, the one to be drawn last at the end."""
    ids = (look.selected | look.related | {look.hovered}) - {look.in_hand}
    lit = [item_id for item_id in ids if item_id in scene.place_of]
    in_order = sorted(lit, key=lambda key: (rank(key, look), scene.place_of[key]))
    return [scene.place_of[key] for key in in_order[-MOST_LIT:]]


def _largest(edges: ViewEdges, places: list[int]) -> list[int]:
    """Those of the places whose shapes have room for a name, the largest first, and not too many."""
    chosen = np.asarray(places, dtype=int)
    width, height = (edges[chosen, 2] - edges[chosen, 0]), (edges[chosen, 3] - edges[chosen, 1])
    roomy = np.flatnonzero((width >= _CHIP_FROM_PX.width) & (height >= _CHIP_FROM_PX.height))
    order = np.argsort(-(width * height)[roomy], kind="stable")[:_CHIPS]
    return [int(place) for place in chosen[roomy[order]]]


def _beside(item: Item, edges: Row, transform: ViewTransform) -> Bounds:
    """What a chip stands beside: an upright shape's rectangle, else a shape's topmost point."""
    left, top, right, bottom = edges.tolist()
    match item.shape:
        case Polygon(points=points) | Polyline(points=points):
            x, y = min(points, key=lambda point: point[1])
        case RotatedBox():
            x, y = min(corners(item.shape), key=lambda point: point[1])
        case _:
            return Bounds(left, top, right, bottom)
    x, y = transform.view_from_picture(x, y)
    return Bounds(x, y, x, y)
