"""Files that the quality commands write: looked at before the work begins, and whole or not there at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer

from crosstie.qa.errors import QualityInvalid

STANDARD_OUTPUT: Final = "-"

JsonFile = Annotated[
    str,
    typer.Option(
        "--json", metavar="FILE", help="Write JSON there; - is standard output.", show_default=False
    ),
]
HtmlFile = Annotated[
    str, typer.Option("--html", metavar="FILE", help="Write one HTML page there.", show_default=False)
]
_OWN: Final = ("project.db", "project.db-wal", "project.db-shm", "project.lock")


def require_files(project: Path, asked: dict[str, str]) -> None:
    """Raises QualityInvalid for a FILE that could not be written when the work is done, by option."""
    taken: dict[Path, str] = {}
    for option, name in asked.items():
        if not name or (name == STANDARD_OUTPUT and option == "--json"):
            continue
        if name == STANDARD_OUTPUT:
            raise QualityInvalid(f"{option} -: JSON alone goes to standard output; name a file")
        path = Path(name)
        if problem := _problem(path, project):
            raise QualityInvalid(f"{option} {name}: {problem}")
        other = taken.setdefault(path.resolve(), option)
        if other != option:
            raise QualityInvalid(f"{option} {name}: {other} writes there too; name another file")


@contextmanager
def whole_file(name: str) -> Iterator[Path]:
    """A path to write to; what stands there takes the name when everything went well, and goes otherwise.

    Raises QualityInvalid where the disk does not take it.
    """
    path = Path(name)
    if path.exists() and not path.is_file():
        # A device or a pipe cannot be replaced.
        yield path
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        yield partial
        partial.replace(path)
    except OSError as error:
        raise QualityInvalid(f"{name} cannot be written: {(error.strerror or str(error)).lower()}") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write_text(name: str, text: str) -> None:
    """Write a whole text file, or standard output. Raises QualityInvalid as `whole_file` does."""
    if name == STANDARD_OUTPUT:
        sys.stdout.write(text)
        return
    with whole_file(name) as path:
        path.write_text(text, encoding="utf-8")


def write_json(name: str, value: object) -> None:
    """Write a value as JSON on one line. Raises QualityInvalid as `whole_file` does."""
    write_text(name, msgspec.json.encode(value).decode() + "\n")


def _problem(path: Path, project: Path) -> str:
    parent = path.parent
    if path.resolve() == project.resolve():
        return "that is the project's folder; name a file"
    if path.is_dir():
        return "that is a folder; name a file"
    if not parent.is_dir():
        return f"there is no folder {parent}; make it, or name another file"
    if parent.resolve() == project.resolve() and path.name in _OWN:
        return "that is the project itself; name another file"
    if any(path.resolve().is_relative_to(project.resolve() / part) for part in ("media", "schema")):
        return "that folder is the project's own; name another file"
    if not os.access(path if path.exists() else parent, os.W_OK):
        return "you may not write there; name another file"
    return ""
