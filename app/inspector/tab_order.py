"""The order in which Tab walks: that in which things are laid out, however late they were made."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def tab_stops(within: QWidget) -> list[QWidget]:
    """What Tab stops at in a part of the window, from top to bottom."""
    return [one for one in _laid_out(within) if _stops(one)]


def next_stop(within: QWidget, focused: QWidget | None, *, forward: bool) -> QWidget | None:
    """Where Tab goes from `focused`: round and round in this part; None where nothing stops it."""
    stops = tab_stops(within)
    if not stops:
        return None
    if focused not in stops:
        return stops[0] if forward else stops[-1]
    return stops[(stops.index(focused) + (1 if forward else -1)) % len(stops)]


def _laid_out(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    layout = widget.layout()
    if layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _laid_out(widget)
        elif inner is not None:
            yield from _in_layout(inner)


def _stops(widget: QWidget) -> bool:
    takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes_tab) and widget.isVisible() and widget.isEnabled()
