"""Paths and globs of a manifest, made into files that are there."""

import re
from pathlib import Path

from crosstie.schema.yaml_node import Node


def found_files(node: Node, folder: Path) -> tuple[Path, ...]:
    """The one file that a path names; none after the mistake that there is no such file."""
    text = node.text()
    if not text:
        return ()
    try:
        path = (folder / text).absolute()
        if path.is_file():
            return (path,)
        reason = "is a folder, not a file" if path.is_dir() else "there is no such file"
    except (OSError, ValueError) as error:
        reason = str(error)
    node.problem(f"'{text}': {reason}" if text == str(folder / text) else f"'{text}': {reason} in {folder}")
    return ()


def matching_files(node: Node, folder: Path) -> tuple[Path, ...]:
    """The files that a glob matches, in natural order: frame2 before frame10."""
    pattern = node.text()
    if not pattern:
        return ()
    start, relative = (folder, pattern) if not Path(pattern).is_absolute() else _split(pattern)
    try:
        files = [path.absolute() for path in start.glob(relative) if path.is_file()]
    except (OSError, ValueError, NotImplementedError) as error:
        node.problem(f"'{pattern}' is no pattern ({error})")
        return ()
    if not files:
        node.problem(f"'{pattern}' matches no file in {start}")
    return tuple(sorted(files, key=natural_key))


def natural_key(path: Path) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which numbers in names count as numbers."""
    parts = re.split(r"([0-9]+)", str(path))
    # Equal numbers of unequal length (1, 01) still need an order.
    return tuple((1, int(part), part) if part.isdigit() else (0, 0, part) for part in parts)


def _split(pattern: str) -> tuple[Path, str]:
    anchor = Path(pattern).anchor
    return Path(anchor), pattern[len(anchor) :]
