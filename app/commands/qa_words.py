"""How the quality commands write figures on a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from crosstie.app.commands.terminal import say

_CONTROLS: Final = dict.fromkeys((*range(32), *range(127, 160)), "�")


def say_lines(lines: Iterable[str]) -> None:
    """Write lines. What names hold that would move a terminal's cursor is shown as a mark."""
    for line in lines:
        say(line.translate(_CONTROLS))


def percent(share: float | None, digits: int = 1) -> str:
    """A share of 1 as per cent; a dash where there is none."""
    return "–" if share is None else f"{share * 100:.{digits}f} %"


def counted(count: int, what: str) -> str:
    """A count with its noun."""
    if count == 1:
        return f"1 {what}"
    plural = f"{what}es" if what.endswith(("s", "ch")) else f"{what}s"
    return f"{count:,} {plural}"


def columns(rows: Sequence[Sequence[str]], right: Sequence[bool], indent: str = "  ") -> Iterator[str]:
    """Rows as aligned lines; `right` says for each column whether it is set to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(right))]
    for row in rows:
        cells = [
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ]
        yield (indent + "  ".join(cells)).rstrip()


def some(names: Sequence[str], most: int = 3) -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
