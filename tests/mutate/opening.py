"""Opens spoiled files through one worker, and notes whatever is not as it should be."""

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
import psutil

from crosstie.schema.records import AssetKind
from crosstie.storage.media.process import Limits
from crosstie.storage.media.queries import (
    CloudAt,
    FactsQuery,
    Failed,
    FrameAt,
    OpenAsset,
    PageAt,
    PageWords,
    Progress,
    Query,
    SoundPrepare,
    TextOf,
)
from crosstie.storage.media.supervisor import Supervisor
from tests.mutate.ways import spoiled
from tests.storage.media.assets import asset_of

KINDS: Final[dict[str, AssetKind]] = {
    ".mp4": "video", ".mkv": "video", ".webm": "video", ".ts": "video", ".mov": "video",
    ".wav": "audio", ".mp3": "audio", ".flac": "audio", ".opus": "audio", ".ogg": "audio", ".m4a": "audio",
    ".png": "image", ".jpg": "image", ".jpeg": "image", ".bmp": "image", ".tif": "image", ".gif": "image",
    ".pdf": "document", ".bin": "pointcloud", ".pcd": "pointcloud", ".ply": "pointcloud",
    ".las": "pointcloud", ".laz": "pointcloud", ".npy": "pointcloud",
    ".vtt": "transcript", ".srt": "transcript", ".TextGrid": "transcript", ".rttm": "transcript",
}  # fmt: skip
_MIDDLE_NS: Final = 5_000_000_000
_ASKED: Final[dict[AssetKind, Sequence[Query]]] = {
    "video": (FrameAt(0), FrameAt(_MIDDLE_NS, 320, 240), FactsQuery()),
    "audio": (FactsQuery(), SoundPrepare()),
    "image": (FrameAt(0, 640, 480), FactsQuery()),
    "document": (PageAt(0, 1.0), PageWords(0), FactsQuery()),
    "pointcloud": (CloudAt(0), FactsQuery()),
    "transcript": (TextOf(), FactsQuery()),
}
LONGEST_LINE: Final = 300
_SLACK_BYTES: Final = 256 << 20
"""What a process has of memory beside what it takes itself: code, and what is shared."""


class Found(msgspec.Struct):
    """What came of the copies of one file. `wrong` should be empty."""

    shown: int = 0
    refused: int = 0
    ended: int = 0
    longest_s: float = 0.0
    reasons: Counter[str] = msgspec.field(default_factory=Counter)
    wrong: list[str] = msgspec.field(default_factory=list)


def open_spoiled(good: Path, count: int, seed: int, folder: Path, limits: Limits) -> Found:
    """Opens `count` spoiled copies of a file, one after the other, in a folder for what is written."""
    found = Found()
    kind = KINDS[good.suffix]
    supervisor = Supervisor(limits)
    try:
        for what, content in spoiled(good.read_bytes(), count, seed):
            path = folder / f"spoiled{good.suffix}"
            path.write_bytes(content)
            _open(supervisor, kind, path, folder / "cache", limits, found, what)
    finally:
        supervisor.release()
    return found


def _open(
    supervisor: Supervisor, kind: AssetKind, path: Path, cache: Path, limits: Limits, found: Found, what: str
) -> None:
    # Another id each time: what was refused is not asked again for a while.
    asset = msgspec.structs.replace(asset_of(kind, path, layout=_layout(path)), id=what)
    opening = OpenAsset(asset, str(path.parent), str(cache))
    before = supervisor.pid
    failed = False
    for query in _ASKED[kind]:
        began = time.monotonic()
        reply = supervisor.ask(opening, query, _unheard)
        took_s = time.monotonic() - began
        found.longest_s = max(found.longest_s, took_s)
        if took_s > 3 * limits.silence_s:
            found.wrong.append(f"{what}: {type(query).__name__} took {took_s:.0f} s")
        if isinstance(reply, Failed):
            failed = True
            found.reasons[reply.reason] += 1
            if not _is_clear(reply.reason, path):
                found.wrong.append(f"{what}: {type(query).__name__}: {reply.reason!r}")
    _look_at_memory(supervisor, limits, found, what)
    found.refused += failed
    found.shown += not failed
    found.ended += before is not None and supervisor.pid != before


def _look_at_memory(supervisor: Supervisor, limits: Limits, found: Found, what: str) -> None:
    with suppress(psutil.NoSuchProcess):
        if supervisor.pid is not None:
            memory = psutil.Process(supervisor.pid).memory_info()
            taken = memory.rss - memory.shared
            if taken > limits.memory_bytes + _SLACK_BYTES:
                found.wrong.append(f"{what}: the worker has {taken >> 20} MiB")


def _is_clear(reason: str, path: Path) -> bool:
    """Whether a reason is one line, not too long, that names the file."""
    return "\n" not in reason and 0 < len(reason) <= LONGEST_LINE and path.name in reason


def _layout(path: Path) -> str:
    return "kitti" if path.suffix == ".bin" else ""


def _unheard(_progress: Progress) -> None:
    pass
