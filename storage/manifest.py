"""Manifests: what a person writes to say which files make up which samples.

YAML with a list `samples`, or JSONL with one sample a line (docs/manifest.schema.json). Times are seconds
and paths are relative to the manifest's own folder.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from crosstie.schema.records import Sample
from crosstie.schema.yaml_node import Node
from crosstie.schema.yaml_reader import YamlInvalid, read_yaml
from crosstie.storage.errors import ManifestInvalid
from crosstie.storage.manifest_asset import AssetEntry, read_asset

SAMPLE_ID: Final = re.compile(r"[^\W_][\w.+-]{0,127}")
"""A letter or digit of any script, then also `_ . + -`: it names a folder when files are copied."""

_SAMPLE_KEYS: Final = ("id", "language", "batch", "site", "clock", "copy", "assets")


class SampleEntry(msgspec.Struct, frozen=True):
    """One sample of a manifest; `place` says where it stands in the file."""

    sample: Sample
    assets: tuple[AssetEntry, ...]
    place: str


def read_manifest(path: Path) -> tuple[SampleEntry, ...]:
    """The samples of a manifest, in its order, with every path resolved and every glob expanded.

    Raises ManifestInvalid with the file, the place and the reason: `m.yaml: samples[0].assets[1].fps: …`.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise ManifestInvalid(f"{path}: the manifest cannot be read ({reason.lower()})") from error
    problems: list[str] = []
    try:
        nodes = list(
            _lines(data, problems) if path.suffix in (".jsonl", ".ndjson") else _document(data, problems)
        )
    except YamlInvalid as error:
        raise ManifestInvalid(f"{path}: {error}") from error
    entries = tuple(_sample(node, path.parent) for node in nodes)
    _refuse_twins(entries, problems)
    if not entries and not problems:
        problems.append("it lists no sample")
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise ManifestInvalid(f"{path}: {problems[0]}{more}")
    return entries


def _document(data: bytes, problems: list[str]) -> list[Node]:
    root = Node(read_yaml(data), "", problems)
    return root.fields(("samples",), ("samples",)).members("samples")


def _lines(data: bytes, problems: list[str]) -> Iterator[Node]:
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            try:
                yield Node(msgspec.json.decode(line), f"line {number}", problems)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                problems.append(f"line {number}: not JSON ({error})")


def _sample(node: Node, folder: Path) -> SampleEntry:
    fields = node.fields(_SAMPLE_KEYS, ("id", "language", "assets"))
    sample_id = fields.text("id")
    if sample_id and not SAMPLE_ID.fullmatch(sample_id):
        fields["id"].problem(f"'{sample_id}' is no sample id; use letters, digits and _ . + -, 128 at most")
    clock = fields["clock"].fields(("starts_at",)) if "clock" in fields else None
    sample = Sample(
        id=sample_id,
        language=fields["language"].language() if "language" in fields else "",
        batch=fields.text("batch"),
        site=fields.text("site"),
        starts_at=clock.text("starts_at") if clock else "",
    )
    copy = fields.flag("copy")
    assets = tuple(read_asset(one, sample_id, folder, copy=copy) for one in fields.members("assets"))
    if "assets" in fields and not assets:
        fields["assets"].problem("lists no asset")
    _check_assets(fields.members("assets"), assets)
    return SampleEntry(sample, assets, node.place)


def _check_assets(nodes: list[Node], assets: tuple[AssetEntry, ...]) -> None:
    """Ids stand once, and a transcript writes down a sound that is there."""
    kinds: dict[str, str] = {}
    for node, entry in zip(nodes, assets, strict=True):
        if entry.asset.id in kinds:
            node.problem(f"the asset id '{entry.asset.id}' stands twice")
        kinds[entry.asset.id] = entry.asset.kind
    for node, entry in zip(nodes, assets, strict=True):
        if entry.asset.of and kinds.get(entry.asset.of) not in ("audio", "video"):
            node.problem(f"'of' names '{entry.asset.of}', which is no audio or video asset of the sample")


def _refuse_twins(entries: tuple[SampleEntry, ...], problems: list[str]) -> None:
    first: dict[str, str] = {}
    for entry in entries:
        if entry.sample.id in first and entry.sample.id:
            problems.append(
                f"{entry.place}: sample '{entry.sample.id}' already stands at {first[entry.sample.id]}"
            )
        first.setdefault(entry.sample.id, entry.place)
