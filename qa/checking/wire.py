"""What goes between the checking processes: lines of JSON."""

import msgspec

from crosstie.qa.checking.results import Checked
from crosstie.schema.records import Pass


class Order(msgspec.Struct, frozen=True):
    """The first line that a process gets: the project's folder, and the one rule to check, if it is one."""

    root: str
    rule_id: str = ""


class Answer(msgspec.Struct, frozen=True):
    """What a process makes of a line of passes; `problem` says why it could not."""

    checked: tuple[Checked, ...] = ()
    problem: str = ""


Passes = tuple[Pass, ...]
