"""One asset of a manifest: its files, its place in time, and what belongs to it."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Final

import msgspec

from crosstie.schema.clock import AssetClock
from crosstie.schema.modalities import ASSET_KINDS
from crosstie.schema.records import Asset
from crosstie.schema.yaml_node import Fields, Node
from crosstie.storage.manifest_files import found_files, matching_files
from crosstie.storage.manifest_times import seconds_as_ns, sequence_times

STREAM: Final = re.compile(r"(video|audio|subtitle):[0-9]{1,3}|(tier|file):.*\S")
"""One of a container's streams by number, or a TextGrid's tier or an RTTM's file by name."""

_KEYS: Final = (
    "id", "kind", "path", "glob", "offset", "rate", "fps", "timestamps", "calibration", "stream", "of",
    "layout", "poses", "copy",
)  # fmt: skip
_LARGEST_TERM: Final = 1_000_000_000


class AssetEntry(msgspec.Struct, frozen=True):
    """An asset as a manifest names it: its record without files and facts, and where those are to be read."""

    asset: Asset
    files: tuple[Path, ...]
    calibration: Path | None
    poses: Path | None
    copy: bool
    place: str


def read_asset(node: Node, sample_id: str, folder: Path, *, copy: bool) -> AssetEntry:
    """One entry of `assets`; mistakes go to the node's problems."""
    fields = node.fields(_KEYS, ("id", "kind"))
    files = _files(node, fields, folder)
    kind = fields["kind"].choice(ASSET_KINDS, "kind of asset") if "kind" in fields else "output"
    asset = Asset(
        id=fields["id"].identifier() if "id" in fields else "",
        sample_id=sample_id,
        kind=kind,
        files=(),
        clock=_clock(fields),
        stream=_stream(fields),
        of=fields.text("of"),
        layout=fields.text("layout"),
        times_ns=sequence_times(node, fields, files, folder),
    )
    _refuse_misplaced(fields, asset)
    return AssetEntry(
        asset,
        files,
        _beside(fields, "calibration", folder),
        _beside(fields, "poses", folder),
        fields.flag("copy") if "copy" in fields else copy,
        node.place,
    )


def _files(node: Node, fields: Fields, folder: Path) -> tuple[Path, ...]:
    if ("path" in fields) == ("glob" in fields):
        node.problem("it needs either 'path' or 'glob'")
        return ()
    if "path" in fields:
        return found_files(fields["path"], folder)
    return matching_files(fields["glob"], folder)


def _beside(fields: Fields, key: str, folder: Path) -> Path | None:
    files = found_files(fields[key], folder) if key in fields else ()
    return files[0] if files else None


def _clock(fields: Fields) -> AssetClock:
    offset, rate = fields.get("offset"), fields.get("rate")
    ratio = _ratio(rate) if rate else Fraction(1)
    try:
        offset_ns = seconds_as_ns(str(offset.number())) if offset else 0
    except ValueError as error:
        assert offset is not None
        offset.problem(str(error))
        offset_ns = 0
    return AssetClock(offset_ns, ratio.numerator, ratio.denominator)


def _ratio(node: Node) -> Fraction:
    """A number, or a text like '30000/30030'; asset seconds in one second of sample time."""
    text = node.value if isinstance(node.value, str) else str(node.number())
    try:
        ratio = Fraction(text)
    except (ValueError, ZeroDivisionError):
        ratio = Fraction(0)
    if not Fraction(1, 10) <= ratio <= 10 or max(ratio.as_integer_ratio()) > _LARGEST_TERM:
        node.problem(
            f"'{text}' is no rate; it is the asset's seconds in one second of sample time, such as 1.00002"
        )
        return Fraction(1)
    return ratio


def _stream(fields: Fields) -> str:
    stream = fields.text("stream")
    if stream and not STREAM.fullmatch(stream):
        fields["stream"].problem(f"'{stream}' is no stream; write one like 'audio:0' or 'video:1'")
    return stream


def _refuse_misplaced(fields: Fields, asset: Asset) -> None:
    """Keys that say something only of other kinds of asset."""
    kinds = {
        "calibration": ("video", "image"),
        "poses": ("pointcloud", "radar"),
        "of": ("transcript",),
        "stream": ("video", "audio", "transcript"),
    }
    for key, allowed in kinds.items():
        if key in fields and asset.kind not in allowed:
            fields[key].problem(f"belongs to {' and '.join(allowed)} assets, and this one is {asset.kind}")
