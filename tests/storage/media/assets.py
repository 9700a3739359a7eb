"""Assets of files, without a project around them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from crosstie.schema.records import Asset, AssetKind, MediaFile
from crosstie.storage.media.queries import Query, Reply
from crosstie.storage.media.readers import Reader, open_reader

EVERYWHERE = Path("/")


def asset_of(
    kind: AssetKind, *paths: Path, stream: str = "", layout: str = "", times_ns: tuple[int, ...] = ()
) -> Asset:
    """An asset of files in place; their hashes are not known, so nothing of them is cached."""
    return Asset(
        id="under-test",
        sample_id="sample",
        kind=kind,
        files=tuple(MediaFile(str(path), path.stat().st_size if path.exists() else 0, "") for path in paths),
        stream=stream,
        layout=layout,
        times_ns=times_ns,
    )


def no_report(done: float, what: str) -> None:
    """Takes progress and does nothing with it."""


@contextmanager
def opened(asset: Asset, cache: Path | None = None) -> Iterator[Reader]:
    """The asset's reader in this process, with a cache of its own unless one is given."""
    with TemporaryDirectory() as own:
        reader = open_reader(asset, EVERYWHERE, cache or Path(own), no_report)
        try:
            yield reader
        finally:
            reader.close()


def answer(asset: Asset, query: Query, cache: Path | None = None) -> Reply:
    """One answer of the asset's reader in this process."""
    with opened(asset, cache) as reader:
        return reader.answer(query, no_report)
