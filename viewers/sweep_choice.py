"""How many sweeps of a cloud sequence are seen together: kept by the context, one for all its clouds."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from crosstie.schema.records import Asset

CHOICES: Final = (1, 3, 5, 10)
"""An instant's own sweep, alone or with so many in all."""


class SweepChoice(QObject):
    """`changed` says that another number is wanted from now on. `hint` tells the keys for it."""

    changed = Signal()
    hint_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.count = CHOICES[0]
        self.hint = ""

    def choose(self, count: int) -> None:
        """Puts so many together from now on."""
        if count != self.count:
            self.count = count
            self.changed.emit()

    def step(self, direction: int) -> None:
        """The next larger number, or with -1 the next smaller one."""
        place = CHOICES.index(self.count) + direction
        self.choose(CHOICES[min(max(place, 0), len(CHOICES) - 1)])

    def set_hint(self, hint: str) -> None:
        """What a button says of the keys in force."""
        self.hint = hint
        self.hint_changed.emit()


def has_sweeps(asset: Asset) -> bool:
    """Whether an asset is a sequence of clouds, which could be put together."""
    return asset.kind == "pointcloud" and len(asset.files) > 1


def why_apart(asset: Asset) -> str:
    """Why its sweeps cannot be put together; empty where they can."""
    return "" if asset.poses is not None else "Needs the vehicle's poses: “poses:” in the manifest"
