"""A document pane on a file of one's own, in a window of its own."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from pytestqt.qtbot import QtBot

from crosstie.viewers.document import DocumentPane
from tests.storage.media.assets import asset_of
from tests.ui.picture_bench import PictureBench, with_facts

DocumentBench = PictureBench[DocumentPane]


@contextmanager
def opened_document(qtbot: QtBot, folder: Path, path: Path, asset_id: str) -> Iterator[DocumentBench]:
    """The pane of a file, its decoder ended at the end."""
    found = asset_of("document", path)
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    files = tuple(msgspec.structs.replace(file, sha256=content) for file in found.files)
    asset = msgspec.structs.replace(found, id=asset_id, files=files)
    made = PictureBench(qtbot, DocumentPane, folder, with_facts(asset))
    try:
        yield made
    finally:
        made.pane.close_media()
