"""Bringing two panes into sight at once, whatever tabs they lie behind."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow


def bring_together(bench: QMainWindow, docks: Mapping[str, QDockWidget], wanted: Sequence[str]) -> None:
    """Raises the docks wanted. Where two share one place, the later one moves to the place of others."""
    chosen = [docks[key] for key in dict.fromkeys(wanted) if key in docks]
    for place, dock in enumerate(chosen):
        if any(other in bench.tabifiedDockWidgets(dock) for other in chosen[:place]):
            _move_aside(bench, docks, dock, chosen)
        dock.raise_()


def _move_aside(
    bench: QMainWindow, docks: Mapping[str, QDockWidget], dock: QDockWidget, chosen: Sequence[QDockWidget]
) -> None:
    """To a place that none of the chosen ones needs, in front of what is there; else to one of its own."""
    needed = {one for each in chosen for one in (each, *bench.tabifiedDockWidgets(each))}
    places = [one for one in docks.values() if one not in needed and one.isVisible() and not one.isFloating()]
    if places:
        bench.tabifyDockWidget(places[-1], dock)
    else:
        bench.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, dock, Qt.Orientation.Horizontal)


def show_only(bench: QMainWindow, docks: Mapping[str, QDockWidget], wanted: Sequence[str]) -> None:
    """Hides every dock but those wanted, which share the room side by side in the order named."""
    chosen = [docks[key] for key in dict.fromkeys(wanted) if key in docks]
    for dock in docks.values():
        if dock not in chosen:
            dock.hide()
    for before, dock in zip((None, *chosen), chosen, strict=False):
        if before is None:
            bench.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, dock, Qt.Orientation.Vertical)
        else:
            bench.splitDockWidget(before, dock, Qt.Orientation.Horizontal)
        dock.show()
    bench.resizeDocks(chosen, [bench.width() // max(len(chosen), 1)] * len(chosen), Qt.Orientation.Horizontal)
