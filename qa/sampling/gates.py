"""Single sampling plans of ISO 2859-1, normal inspection: how many to check, and how many may fail."""

from typing import Final

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.result import Result

LETTERS: Final = "ABCDEFGHJKLMNPQR"
SIZES: Final = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
AQLS: Final = (
    0.0001, 0.00015, 0.00025, 0.0004, 0.00065, 0.001, 0.0015, 0.0025,
    0.004, 0.0065, 0.01, 0.015, 0.025, 0.04, 0.065, 0.1,
)  # fmt: skip
"""Acceptable shares of bad samples for which the standard has plans."""
_LOTS: Final = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)
_ACCEPTED: Final = (0, None, None, 1, 2, 3, 5, 7, 10, 14, 21)
"""Acceptance numbers along the table's diagonals; None is an arrow."""
_FIRST: Final = 14
"""Place of the letter plus place of the AQL, where the acceptance numbers begin."""


def iso_2859_plan(aql: float, letter: str = "", lot: int | None = None) -> Result:
    """Return the plan (n, the value, and c) for an acceptable quality limit and a code letter or a lot size.

    `aql` is a share of bad samples, 0.01 for 1 %. Without a letter, that of general inspection level II for
    `lot` samples counts (tables 1 and 2-A). Where the standard has an arrow, its plan is taken: `letter` of
    the figures is that of the plan. Raises QualityInvalid for what is not in the tables.
    """
    place = next((i for i, one in enumerate(AQLS) if abs(one - aql) < 1e-9), None)
    if place is None:
        near = min(AQLS, key=lambda one: abs(one - aql))
        raise QualityInvalid(f"ISO 2859-1 has no plan for an AQL of {aql:g}; the nearest is {near:g}.")
    asked = letter or _letter(lot)
    if len(asked) != 1 or asked not in LETTERS:
        raise QualityInvalid(f"{asked!r} is no code letter of ISO 2859-1; it has {', '.join(LETTERS)}.")
    row, accepted = _at(LETTERS.index(asked), place)
    n = SIZES[row]
    figures: dict[str, object] = {"n": n, "c": accepted, "letter": LETTERS[row], "asked_letter": asked}
    return Result("iso_2859_plan", float(n), figures=figures, n_units=n, method="ISO 2859-1, normal, single")


def _letter(lot: int | None) -> str:
    if lot is None or lot < 2:
        raise QualityInvalid("a plan of ISO 2859-1 needs a code letter, or a lot of at least 2 samples.")
    return LETTERS[sum(lot > most for most in _LOTS)]


def _at(row: int, place: int) -> tuple[int, int]:
    """The row whose plan stands for a cell, arrows followed, and its acceptance number."""
    step = row + place - _FIRST
    if step < 0:
        return row - step, 0
    if step >= len(_ACCEPTED):
        return row - (step - len(_ACCEPTED) + 1), 21
    accepted = _ACCEPTED[step]
    if accepted is not None:
        return row, accepted
    # The arrow after 0 points up, the next one down to 1: but neither out of the table.
    up, down = row - step, row + 3 - step
    is_up = up >= 0 and (step == 1 or down >= len(SIZES))
    return (up, 0) if is_up else (down, 1)
