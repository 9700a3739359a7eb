"""What the makers said last of each sample, kept beside the project for lists to be sorted by."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from crosstie.app.prelabelling.batches import SameAs
from crosstie.storage.project_folder import ProjectFolder

_NAME: Final = "candidates.json"


class Board(msgspec.Struct, frozen=True):
    """Disagreement by sample (see `disagreement`), and what may be one thing across samples."""

    disagreement: dict[str, float] = {}
    same_as: tuple[SameAs, ...] = ()


def read_board(root: Path) -> Board:
    """The board of a project; an empty one where there is none or it cannot be read: it is made again."""
    try:
        return msgspec.json.decode((ProjectFolder(root).cache / _NAME).read_bytes(), type=Board)
    except (OSError, msgspec.MsgspecError):
        return Board()


def update_board(root: Path, disagreement: Mapping[str, float], same_as: tuple[SameAs, ...] | None) -> None:
    """Puts new numbers on the board; those of other samples stay. None leaves `same_as` as it is."""
    before = read_board(root)
    board = Board({**before.disagreement, **disagreement}, before.same_as if same_as is None else same_as)
    path = ProjectFolder(root).cache / _NAME
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_bytes(msgspec.json.encode(board))
    partial.replace(path)
