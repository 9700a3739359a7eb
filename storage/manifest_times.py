"""When the files of a sequence were taken: by a frame rate, a list of times, or a file of times."""

import itertools
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from crosstie.schema.clock import NS_PER_SECOND
from crosstie.schema.yaml_node import Fields, Node
from crosstie.storage.manifest_files import found_files


def sequence_times(node: Node, fields: Fields, files: Sequence[Path], folder: Path) -> tuple[int, ...]:
    """Asset times of an asset's files, one each; none for a single file that needs none."""
    if "fps" in fields and "timestamps" in fields:
        node.problem("it needs either 'fps' or 'timestamps', not both")
        return ()
    if "timestamps" in fields:
        return _listed(fields["timestamps"], files, folder)
    if "fps" in fields:
        return _regular(fields["fps"], len(files))
    if len(files) > 1:
        node.problem(f"a sequence of {len(files)} files needs 'fps' or 'timestamps'")
    return ()


def _regular(node: Node, count: int) -> tuple[int, ...]:
    fps = node.number()
    if not 0 < fps <= 1_000_000:
        node.problem(f"{fps} is no number of files a second")
        return ()
    if count == 1:
        return ()
    step = NS_PER_SECOND / Fraction(str(fps))
    return tuple(round(step * index) for index in range(count))


def _listed(node: Node, files: Sequence[Path], folder: Path) -> tuple[int, ...]:
    """A list of seconds, or a text file with one number of seconds a line (`#` begins a remark)."""
    if isinstance(node.value, str):
        found = found_files(node, folder)
        texts = _lines_of(node, found[0]) if found else []
    else:
        texts = [str(item.number()) for item in node.items()]
    try:
        times = tuple(seconds_as_ns(text) for text in texts)
    except ValueError as error:
        node.problem(f"not a list of seconds ({error})")
        return ()
    if files and len(times) != len(files):
        node.problem(f"has {len(times)} times for {len(files)} files")
    if any(later <= earlier for earlier, later in itertools.pairwise(times)):
        node.problem("the times do not ascend")
    return times


def seconds_as_ns(text: str) -> int:
    """Seconds as written, to the nanosecond: a float would lose digits of a time since 1970.

    Raises ValueError for what is no number, or does not fit into 64 bits of nanoseconds.
    """
    if len(text) > 40 or abs(time := round(Fraction(text) * NS_PER_SECOND)) >= 2**63:
        raise ValueError(f"'{text[:40]}' is out of range")
    return time


def _lines_of(node: Node, path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        node.problem(f"'{path.name}' cannot be read as text ({error})")
        return []
    bare = (line.split("#", 1)[0].strip() for line in lines)
    return [line for line in bare if line]
