"""What an audit found, in words."""

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One thing that is not as the trail says. `sample_id` is empty for the project's own trail.

    `entry` counts the sample's ops from 1; it is 0 where no single entry is to blame.
    """

    sample_id: str
    entry: int
    what: str

    @property
    def line(self) -> str:
        """The problem on one line, with its place."""
        place = f"sample {self.sample_id}" if self.sample_id else "project"
        return f"{place}, entry {self.entry}: {self.what}" if self.entry else f"{place}: {self.what}"


class AuditReport(msgspec.Struct, frozen=True):
    """What was checked and the first problem of each sample's trail; none when everything stands."""

    op_count: int
    sample_count: int
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every chain is whole and replaying the ops gives exactly what is stored."""
        return not self.problems


class Broken(Exception):
    """The first problem of a trail; nothing after it can be relied on."""

    def __init__(self, what: str, entry: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.entry = entry
