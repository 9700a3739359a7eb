"""Measures what is asked for, or everything, and prints it. A goal that is missed fails nothing."""

import argparse
import sys
from pathlib import Path
from typing import Final

from tests.benchmarks.groups import GROUPS, rows_of
from tests.benchmarks.row import NotEqual, Row
from tests.benchmarks.table import as_json, table

_PLACE: Final = Path(__file__).parents[2] / "build" / "benchmarks"


def main() -> int:
    """Runs the groups; returns 1 when ours and raw gave different results somewhere."""
    asked = _arguments()
    _PLACE.mkdir(parents=True, exist_ok=True)
    measured: list[Row] = []
    wrong: list[str] = []
    for group in asked.groups or GROUPS:
        sys.stderr.write(f"measuring {group} …\n")
        try:
            measured.extend(rows_of(group, _PLACE))
        except NotEqual as error:
            wrong.append(f"{group}: {error}")
    sys.stdout.write(f"{table(measured)}\n")
    if asked.json:
        asked.json.write_bytes(as_json(measured))
    for line in wrong:
        sys.stderr.write(f"not equal: {line}\n")
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"one of: {', '.join(GROUPS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="writes the rows to a file as well")
    asked = parser.parse_args()
    unknown = set(asked.groups) - set(GROUPS)
    if unknown:
        parser.error(f"there is no group {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
