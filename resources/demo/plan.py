"""The report's plan: the junction from above, with everybody at one instant."""

from collections.abc import Callable
from typing import Final

import numpy as np
import pymupdf

from crosstie.resources.demo.camera import transform
from crosstie.resources.demo.cast import ACTORS, EGO
from crosstie.resources.demo.mesh import Floats
from crosstie.resources.demo.scene import CROSS_HALF, CROSS_X, FACADE, KERB, ZEBRA, Actor, world_from_body

AT_S: Final = 10.8
SPAN_X: Final = (48.0, 120.0)
_PAINT: Final = {
    "white": (1.0, 1.0, 1.0),
    "red": (0.80, 0.20, 0.18),
    "orange": (0.93, 0.52, 0.12),
    "green": (0.16, 0.48, 0.45),
    "yellow": (0.95, 0.76, 0.20),
    "blue": (0.20, 0.34, 0.58),
    "grey": (0.45, 0.47, 0.50),
    "beige": (0.80, 0.72, 0.58),
    "silver": (0.72, 0.75, 0.78),
}
ToPage = Callable[[Floats], list[tuple[float, float]]]


def draw_plan(page: pymupdf.Page, frame: pymupdf.Rect) -> None:
    """Draw the plan into `frame`, north up, the street's direction to the right."""
    scale = frame.width / (SPAN_X[1] - SPAN_X[0])
    middle = (frame.y0 + frame.y1) / 2

    def to_page(points: Floats) -> list[tuple[float, float]]:
        return [(float(frame.x0 + (x - SPAN_X[0]) * scale), float(middle - y * scale)) for x, y in points]

    page.draw_rect(frame, color=None, fill=(0.90, 0.91, 0.93))
    _area(page, to_page, (SPAN_X[0], -FACADE), (SPAN_X[1], FACADE), (0.83, 0.83, 0.82))
    _area(page, to_page, (SPAN_X[0], -KERB), (SPAN_X[1], KERB), (0.62, 0.64, 0.67))
    depth = frame.height / scale / 2
    _area(page, to_page, (CROSS_X - CROSS_HALF, -depth), (CROSS_X + CROSS_HALF, depth), (0.62, 0.64, 0.67))
    _markings(page, to_page)
    for actor in ACTORS:
        _actor(page, to_page, actor)
    _ego(page, to_page)


def _area(
    page: pymupdf.Page,
    to_page: ToPage,
    low: tuple[float, float],
    high: tuple[float, float],
    fill: tuple[float, float, float],
) -> None:
    page.draw_rect(
        pymupdf.Rect(*to_page(np.array([low]))[0], *to_page(np.array([high]))[0]).normalize(),
        color=None,
        fill=fill,
    )


def _markings(page: pymupdf.Page, to_page: ToPage) -> None:
    white = (1.0, 1.0, 1.0)
    for y, dashes in ((0.0, None), (-3.5, "[4 5] 0"), (3.5, "[4 5] 0"), (-7.0, None), (7.0, None)):
        for x0, x1 in ((SPAN_X[0], ZEBRA[0] - 2.0), (CROSS_X + CROSS_HALF + 1, SPAN_X[1])):
            start, end = to_page(np.array([(x0, y), (x1, y)]))
            page.draw_line(start, end, color=white, width=0.8, dashes=dashes)
    for y in np.arange(-8.9, 8.6, 1.1):
        _area(page, to_page, (ZEBRA[0], float(y)), (ZEBRA[1], float(y) + 0.55), white)


def _actor(page: pymupdf.Page, to_page: ToPage, actor: Actor) -> None:
    pose = actor.pose(AT_S)
    if not SPAN_X[0] + 2 < pose.x < SPAN_X[1] - 2:
        return
    if actor.is_person:
        (spot,) = to_page(np.array([(pose.x, pose.y)]))
        page.draw_circle(spot, 3.0, color=(0.1, 0.12, 0.15), fill=_PAINT[actor.colour], width=0.6)
        page.insert_text(
            (spot[0] + 5, spot[1] + 3), actor.id, fontsize=7, fontname="hebo", color=(0.1, 0.12, 0.15)
        )
        return
    low, high = actor.extent()
    outline = np.array(
        [(low[0], low[1], 0), (high[0], low[1], 0), (high[0], high[1], 0), (low[0], high[1], 0)]
    )
    corners = to_page(transform(world_from_body(pose), outline)[:, :2])
    page.draw_polyline([*corners, corners[0]], color=(0.1, 0.12, 0.15), fill=_PAINT[actor.colour], width=0.7)
    left, top = (min(x for x, _ in corners), min(y for _, y in corners))
    page.insert_text((left, top - 3), actor.id, fontsize=7,
                     fontname="hebo", color=(0.1, 0.12, 0.15))  # fmt: skip


def _ego(page: pymupdf.Page, to_page: ToPage) -> None:
    pose = EGO.at(AT_S)
    outline = np.array([(-2.2, -0.9), (1.4, -0.9), (2.2, 0.0), (1.4, 0.9), (-2.2, 0.9)])
    corners = to_page(outline + np.array((pose.x, pose.y)))
    page.draw_polyline([*corners, corners[0]], color=(0.1, 0.12, 0.15), fill=(0.36, 0.65, 0.97), width=0.7)
    page.insert_text(
        (corners[0][0], corners[3][1] - 5), "unit 4", fontsize=7, fontname="hebo", color=(0.1, 0.12, 0.15)
    )
