"""Finding out, in a worker, whether an asset's files are usable and what is in them."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from crosstie.schema.records import Asset, MediaFacts
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.files import asset_name
from crosstie.storage.media.process import Limits
from crosstie.storage.media.queries import FactsQuery, Failed, OpenAsset, Progress
from crosstie.storage.media.supervisor import Supervisor

OnProgress = Callable[[Progress], None]


class Prober:
    """Probes many assets in one worker, which is replaced when a file ends it. A context manager."""

    def __init__(self, root: Path, cache: Path, limits: Limits | None = None) -> None:
        self._root = root
        self._cache = cache
        self._supervisor = Supervisor(limits or Limits())

    def __enter__(self) -> "Prober":
        return self

    def close(self) -> None:
        """Kills the worker, from any thread; a probe under way fails soon."""
        self._supervisor.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._supervisor.release()

    def probe(self, asset: Asset, on_progress: OnProgress | None = None) -> MediaFacts:
        """What is in the asset's files, found by decoding enough of them to know that they are usable.

        Raises MediaUnreadable: one line that names the file and the reason.
        """
        opening = OpenAsset(asset, str(self._root.resolve()), str(self._cache.resolve()))
        reply = self._supervisor.ask(opening, FactsQuery(), on_progress or _ignore)
        if isinstance(reply, MediaFacts):
            return reply
        reason = reply.reason if isinstance(reply, Failed) else "gave no facts"
        raise MediaUnreadable(reason if isinstance(reply, Failed) else f"{asset_name(asset)}: {reason}")


def probe(asset: Asset, root: Path, cache: Path) -> MediaFacts:
    """Probes one asset; for several, one Prober is faster. Raises MediaUnreadable."""
    with Prober(root, cache) as prober:
        return prober.probe(asset)


def _ignore(progress: Progress) -> None:
    """Takes progress that nobody asked for."""
