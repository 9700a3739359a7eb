"""The rows of the report's table: the vehicles of the drive as a clerk would write them down."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from crosstie.resources.demo.cast import ACTORS
from crosstie.resources.demo.scene import DURATION_S, Actor

COLUMNS: Final = ("Id", "Vehicle", "Colour", "Plate", "Speed", "Role")


@dataclass(frozen=True)
class Row:
    """One vehicle: its id in the scene and its cells, in the order of COLUMNS."""

    actor_id: str
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """The row as running text."""
        return " ".join(self.cells)


@lru_cache(maxsize=1)
def rows() -> tuple[Row, ...]:
    """All vehicles in the order of their ids."""
    return tuple(
        Row(
            actor.id,
            (
                actor.id,
                actor.kind.capitalize(),
                actor.colour,
                actor.plate,
                f"{top_speed_kph(actor)} km/h",
                actor.role,
            ),
        )
        for actor in ACTORS
        if not actor.is_person
    )


def top_speed_kph(actor: Actor) -> int:
    """The highest speed it drives during the clip, whole km/h."""
    return round(3.6 * max(actor.pose(DURATION_S * step / 64).speed for step in range(65)))
