"""What goes between the window and the process that counts its figures: lines of JSON."""

import msgspec

from crosstie.qa.reports.report import Report


class Order(msgspec.Struct, frozen=True):
    """The one line that the process gets: the project's folder, and how many processes may count."""

    root: str
    jobs: int = 1


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line that it answers: the part that is done, from 0 to 1; in the end the report, or why not."""

    done: float = 0.0
    report: Report | None = None
    problem: str = ""
