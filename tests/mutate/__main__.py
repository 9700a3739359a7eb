"""Opens spoiled copies of good files and tells what came of it; exits 1 when anything is wrong."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from crosstie.storage.errors import MediaUnusable
from crosstie.storage.media.process import Limits
from tests.data import DATA
from tests.mutate.in_window import open_in_window
from tests.mutate.opening import KINDS, Found, open_spoiled

_LARGEST: Final = 8 << 20


def main() -> int:
    """Runs the files that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only files whose path has this in it")
    parser.add_argument("--ways", type=int, default=500, help="copies of each file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--window", action="store_true", help="opens them in the real window instead")
    asked = parser.parse_args()
    wrong = 0
    for good in _good_files(asked.names):
        with TemporaryDirectory() as folder:
            try:
                found = _open(good, Path(folder), asked)
            except MediaUnusable as error:
                sys.stdout.write(f"{good.relative_to(DATA)}: left out: {error}\n")
                continue
        counted = f"{found.shown} shown, {found.refused} refused, {found.ended} workers ended"
        sys.stdout.write(f"{good.relative_to(DATA)}: {counted}, longest {found.longest_s:.1f} s\n")
        for line in found.wrong:
            sys.stdout.write(f"  WRONG {line}\n")
        sys.stdout.flush()
        wrong += len(found.wrong)
    return 1 if wrong else 0


def _open(good: Path, folder: Path, asked: argparse.Namespace) -> Found:
    if asked.window:
        return open_in_window(good, asked.ways, asked.seed, folder)
    return open_spoiled(good, asked.ways, asked.seed, folder, Limits())


def _good_files(names: list[str]) -> list[Path]:
    files = (path for path in sorted(DATA.rglob("*")) if path.is_file() and path.suffix in KINDS)
    good = [path for path in files if "malformed" not in path.parts and path.stat().st_size <= _LARGEST]
    return [path for path in good if not names or any(name in str(path) for name in names)]


if __name__ == "__main__":
    sys.exit(main())
