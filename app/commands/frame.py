"""`crosstie frame`: writes what a pane shows of an asset at an instant."""

from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
import typer

from crosstie.app.commands.arguments import JsonOption, ProjectDir
from crosstie.app.commands.terminal import ProgressLine, say, say_json
from crosstie.app.frames.errors import FrameRefused
from crosstie.schema.clock import NS_PER_SECOND
from crosstie.schema.records import Asset
from crosstie.schema.timing import sample_duration_ns
from crosstie.storage import queries
from crosstie.storage.project import reading_project
from crosstie.storage.project_folder import ProjectFolder

if TYPE_CHECKING:
    from crosstie.app.frames.shown import Shown

_LATEST_S: Final = 10**9


class WrittenFrame(msgspec.Struct, frozen=True):
    """One file. Presented from `asset_ns` until `asset_end_ns` of the asset's time, which `sample_ns` is too.

    `number` is the frame's (of a document the page's, of a sound its first sample's), counted from 0.
    """

    asked_ns: int
    asset_ns: int
    asset_end_ns: int
    sample_ns: int
    number: int
    file: str


class WrittenFrames(msgspec.Struct, frozen=True):
    """Everything that `crosstie frame --json` prints."""

    sample: str
    asset: str
    kind: str
    frames: tuple[WrittenFrame, ...]


def frame(
    directory: ProjectDir,
    sample: Annotated[str, typer.Option("--sample", metavar="ID", help="The sample.", show_default=False)],
    asset: Annotated[str, typer.Option("--asset", metavar="ID", help="Its asset.", show_default=False)],
    at: Annotated[
        str,
        typer.Option(
            "--at", metavar="SECONDS[,SECONDS…]", help="Instants of sample time.", show_default=False
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder to write into.", show_default=False)
    ],
    page: Annotated[int, typer.Option("--page", metavar="N", help="Of a document, the page, from 1.")] = 1,
    span: Annotated[
        float, typer.Option("--span", metavar="SECONDS", help="Of a sound, how much from each instant on.")
    ] = 1.0,
    as_json: JsonOption = False,
) -> int:
    """Write what the pane shows of an asset at these instants, unscaled and without labels.

    A frame of a video and a page of a document (a pixel a point) are written as PNG, sound as WAV, a
    point cloud as PLY. Tells the presentation time of what was drawn. Writes all files or none.
    """
    found, duration_ns = _find(directory, sample, asset)
    instants = _instants(at, duration_ns)
    if not 0 < span <= _LATEST_S:
        raise FrameRefused(f"--span {span:g} is no length of time in seconds; give for example 0.5")
    line = ProgressLine()
    try:
        written = _write(found, directory, instants, out, page - 1, round(span * NS_PER_SECOND), line)
    finally:
        line.clear()
    told = WrittenFrames(sample, asset, found.kind, written)
    if as_json:
        say_json(told)
    else:
        for one in written:
            say(_line(asset, one))
    return 0


def _find(directory: Path, sample: str, asset: str) -> tuple[Asset, int]:
    """The asset, and how long its sample lasts."""
    with reading_project(directory) as database:
        queries.require_sample(database.driver, sample)
        state = queries.sample_state(database.driver, sample)
    if asset not in state.assets:
        there = ", ".join(sorted(state.assets)) or "none"
        raise FrameRefused(f"sample {sample} has no asset {asset!r}; there are {there}")
    return state.assets[asset], sample_duration_ns(state)


def _instants(text: str, duration_ns: int) -> Sequence[int]:
    """The instants that were asked for, in sample time. Raises FrameRefused outside of the sample."""
    instants = []
    for part in text.split(","):
        try:
            seconds = Decimal(part.strip())
        except InvalidOperation as error:
            raise FrameRefused(f"--at {part!r} is no number of seconds; give for example 1.5,2") from error
        if not (seconds.is_finite() and 0 <= seconds <= _LATEST_S and seconds * NS_PER_SECOND <= duration_ns):
            lasts = f"the sample lasts from 0 to {duration_ns / NS_PER_SECOND:g} s"
            raise FrameRefused(f"--at {part.strip()} is outside of the sample: {lasts}")
        instants.append(round(seconds * NS_PER_SECOND))
    return instants


def _write(
    asset: Asset, root: Path, instants: Sequence[int], out: Path, page: int, span_ns: int, line: ProgressLine
) -> tuple[WrittenFrame, ...]:
    # The decoder's side and NumPy, which no other command should wait for.
    from crosstie.app.frames.files import FrameFiles
    from crosstie.app.frames.shown import Showing

    folder = ProjectFolder(root)
    written = []
    with closing(FrameFiles(out)) as files, Showing(asset, root, folder.cache, line.show) as showing:
        for asked_ns in instants:
            shown = showing.at(asset.clock.asset_from_sample(asked_ns), page, span_ns)
            file = files.add(_stem(asset, asked_ns, page), shown.content)
            written.append(_told(asset, asked_ns, shown, file))
        files.place()
    return tuple(written)


def _stem(asset: Asset, asked_ns: int, page: int) -> str:
    seconds = f"{Decimal(asked_ns) / NS_PER_SECOND:f}"
    return f"{asset.id}-p{page + 1}" if asset.kind == "document" else f"{asset.id}-{seconds}"


def _told(asset: Asset, asked_ns: int, shown: "Shown", file: Path) -> WrittenFrame:
    from crosstie.app.frames.shown import number_of

    return WrittenFrame(
        asked_ns=asked_ns,
        asset_ns=shown.start_ns,
        asset_end_ns=shown.end_ns,
        sample_ns=asset.clock.sample_from_asset(shown.start_ns),
        number=number_of(shown.content),
        file=str(file),
    )


def _line(asset: str, one: WrittenFrame) -> str:
    asked, own, sample = (
        f"{Decimal(at_ns) / NS_PER_SECOND:.9f}" for at_ns in (one.asked_ns, one.asset_ns, one.sample_ns)
    )
    drawn = f"drawn {own} s of the asset, {sample} s of the sample"
    return f"{asset} at {asked} s: number {one.number}, {drawn}: {one.file}"
