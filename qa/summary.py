"""What a project holds: how many of each kind, class, modality, link type, language and kind of pass."""

import msgspec

from crosstie.storage import tallies
from crosstie.storage.database import Database


class Summary(msgspec.Struct, frozen=True):
    """Counts over the whole project. A label that was copied into another pass counts in both.

    `totals` is by kind of record; each mapping of `slices` is by one property, most frequent first.
    """

    totals: dict[str, int]
    slices: dict[str, dict[str, int]]


def project_summary(database: Database) -> Summary:
    """Counts what a project holds. Raises StoreFailed when it cannot be read."""
    return Summary(tallies.totals(database), tallies.slices(database))
