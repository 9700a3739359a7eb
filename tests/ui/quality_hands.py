"""Hands on the quality page: opening it, walking its cells, reading what it lists."""

from PySide6.QtCore import Qt

from crosstie.app.quality.matrix import Matrix
from crosstie.app.quality.page import QualityPage
from tests.ui.small_project import PHOTO, STREET, TALK
from tests.ui.workstation import Workstation

SAMPLES = (STREET, PHOTO, TALK)
"""Behind every figure, the worst first."""
LAPTOP = (1366, 768)


def page(station: Workstation) -> QualityPage:
    found = station.window.quality.page
    assert found is not None
    return found


def look(station: Workstation) -> QualityPage:
    """Opens the page with the key, and waits for the figures."""
    station.key("Ctrl+D")
    station.until(lambda: station.window.quality.maker.state == "current")
    return page(station)


def rows(matrix: Matrix) -> dict[str, list[str]]:
    """What stands in each row."""
    model = matrix.model()
    return {
        str(model.headerData(row, Qt.Orientation.Vertical)): [
            str(model.index(row, column).data()) for column in range(model.columnCount())
        ]
        for row in range(model.rowCount())
    }


def walk_to(station: Workstation, row: str, name: str) -> None:
    """Goes from the first cell to another with the arrows."""
    matrix = page(station).matrix
    for _ in range(list(rows(matrix)).index(row)):
        station.key("Down")
    for _ in range(column(matrix, name)):
        station.key("Right")


def column(matrix: Matrix, name: str) -> int:
    """The column of a number."""
    return [one.name for one in matrix.cells.sheet.columns].index(name)


def listed(station: Workstation) -> list[str]:
    return [one.id for one in station.window.parts.queue.samples.samples]
