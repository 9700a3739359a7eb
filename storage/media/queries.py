"""What a pane may ask of an asset's decoder, and the replies: frozen, plain numbers and arrays.

Times are nanoseconds of the asset's own clock. Arrays of a reply are read-only views of memory that the
worker shares with this process; each stays valid for as long as it, or a view of it, is referenced.
"""

from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from crosstie.schema.geometry.point_grid import PointGrid
from crosstie.schema.records import Asset, MediaFacts

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.uint32]
Instants = npt.NDArray[np.int64]
Preview = Literal["", "nearby", "proxy"]
Clip = tuple[float, float, float, float]


class _Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="query"):
    """Common form: `query` names the question on the wire."""


class OpenAsset(_Query, frozen=True, tag="open"):
    """Opens an asset; the first thing a worker is told, and it may be told another one later.

    `root` is the project's folder, `cache` the folder for indexes and decoded sound. `password` opens what
    is protected; it is kept nowhere but in memory.
    """

    asset: Asset
    root: str
    cache: str
    password: str = ""


class FactsQuery(_Query, frozen=True, tag="facts"):
    """Asks for MediaFacts; decodes enough to know that the asset is usable."""


class FrameAt(_Query, frozen=True, tag="frame"):
    """Asks for the picture presented at `asset_ns`, fitted into a size in pixels; 0 stands for full size.

    A nanosecond of grace is given, because a time that came through another clock is rounded. Before
    the first frame the first is given, after the last the last; a single image ignores the time.

    With `quick`, a nearby picture will do where the right one takes long: while a hand moves through time.
    """

    asset_ns: int
    max_width: int = 0
    max_height: int = 0
    quick: bool = False


class FrameTimesOf(_Query, frozen=True, tag="frame_times"):
    """Asks when each frame is presented, so that the neighbour of any instant is known without asking."""


class ProxyPrepare(_Query, frozen=True, tag="proxy"):
    """Asks for a video's proxy to be made, with Progress; the worker does nothing else meanwhile."""


class PageAt(_Query, frozen=True, tag="page"):
    """Asks for page `page` (from 0) at `scale` pixels per point; `clip` is (x0, y0, x1, y1) in points."""

    page: int
    scale: float
    clip: Clip | None = None


class PageSizesOf(_Query, frozen=True, tag="page_sizes"):
    """Asks how large the pages are, from `first_page` until just before `end_page` (from 0)."""

    first_page: int
    end_page: int


class PageWords(_Query, frozen=True, tag="words"):
    """Asks for the words of page `page` (from 0)."""

    page: int


class FindText(_Query, frozen=True, tag="find"):
    """Asks where `text` stands on the pages from `first_page` until just before `end_page` (from 0)."""

    text: str
    first_page: int
    end_page: int


class CloudAt(_Query, frozen=True, tag="cloud"):
    """Asks for the point cloud taken last at or before `asset_ns`, with the same grace as FrameAt.

    With `sweeps` above 1, for it together with those before it, so many in all, brought into its frame by
    the asset's poses. With `ahead` nobody waits for it yet: it makes way for a question that is not.
    """

    asset_ns: int
    sweeps: int = 1
    ahead: bool = False


class TextOf(_Query, frozen=True, tag="text"):
    """Asks for a transcript."""


class SoundPrepare(_Query, frozen=True, tag="sound"):
    """Asks for the whole sound as cached PCM and peaks; Progress comes first where they must be made."""


class _Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True, eq=False, tag_field="reply"):
    """Common form: `reply` names the answer on the wire. Compared by identity, for the arrays' sake."""


class Picture(_Reply, frozen=True, tag="picture"):
    """One picture, upright, presented from `pts_ns` until just before `next_ns`.

    `width` and `height` are its full size; `pixels` is HxWx4 BGRA of the size asked for, alpha 255.
    One that is a `preview` stands for the right one and is not to be labelled on: a frame nearby, or the
    very frame out of the video's proxy.
    """

    pts_ns: int
    next_ns: int
    frame_index: int
    width: int
    height: int
    pixels: Pixels
    preview: Preview = ""


class ProxyMade(_Reply, frozen=True, tag="proxy_made"):
    """A video's proxy is in the cache: every worker of the video uses it from now on."""


class FrameTimes(_Reply, frozen=True, tag="frame_times"):
    """When each frame begins to be presented, ascending, and when the last one ends."""

    starts_ns: Instants
    end_ns: int


class PagePicture(_Reply, frozen=True, tag="page_picture"):
    """A page, or the part `clip` of it, as displayed; `pixels` is HxWx4 BGRA, alpha 255.

    Pixel (0, 0) begins at the clip's top-left corner, rounded outwards to whole pixels: at
    floor(x0 · scale), floor(y0 · scale) of the whole page's picture.
    """

    page: int
    page_width_pt: float
    page_height_pt: float
    scale: float
    clip: Clip | None
    pixels: Pixels


class PageSizes(_Reply, frozen=True, tag="page_sizes"):
    """Width and height in points of the pages from `first_page` on, as displayed, and how many there are.

    A page that cannot be read has none: (0, 0).
    """

    first_page: int
    sizes: tuple[tuple[float, float], ...]
    page_count: int


class Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word of a page and its rectangle in points from the top-left corner of the page as displayed.

    One that stands in a form is the value of the field `field`, whose `field_kind` is as PDF names it
    ("Text", "ComboBox", "CheckBox"); of a box that can be ticked it is ☑ or ☐.
    """

    text: str
    x: float
    y: float
    width: float
    height: float
    field: str = ""
    field_kind: str = ""


class Words(_Reply, frozen=True, tag="words"):
    """The words of a page in reading order; none where the page is a picture.

    `letters` is the rectangle (left, top, right, bottom) of each code point of each word that is no field's
    value, one after the other, shape (n, 4).
    """

    page: int
    words: tuple[Word, ...]
    letters: Floats


class Cloud(_Reply, frozen=True, tag="cloud"):
    """A point cloud taken at `at_ns`, in metres of the sensor's own right-handed frame.

    `points` is Nx3; `values` is N of what `value_name` says ("intensity", "radial_speed" in m/s; the
    empty string and zeros where the file has none); `channels` holds the file's other numbers, N each.
    Points with a coordinate that is not finite are left out and counted in `left_out`; `file_index` gives
    each point's place in the file, and is empty where none was left out.

    A large cloud lies in a file, in the order of its `grid`: any first part of it is the cloud evenly
    thinned. Of `sweep_count` sweeps the first `own_count` points are the cloud's own, the others those of
    sweeps before it; `file_index` and `left_out` are about its own alone.
    """

    at_ns: int
    next_ns: int
    index: int
    points: Floats
    values: Floats
    value_name: str
    channels: dict[str, Floats]
    file_index: Indices
    left_out: int
    own_count: int | None = None
    sweep_count: int = 1
    grid: PointGrid | None = None

    @property
    def byte_count(self) -> int:
        """How much memory it takes; none where it lies in a file."""
        if self.grid is not None:
            return 0
        arrays = (self.points, self.values, self.file_index, *self.channels.values())
        return sum(array.nbytes for array in arrays)


def first_part(cloud: Cloud, most: int = 500_000) -> Cloud:
    """A cloud in a file evenly thinned, for what needs no more than a fair sample; any other as it is."""
    if cloud.grid is None or len(cloud.points) <= most:
        return cloud
    return msgspec.structs.replace(
        cloud,
        points=cloud.points[:most],
        values=cloud.values[:most],
        channels={name: channel[:most] for name, channel in cloud.channels.items()},
        file_index=cloud.file_index[:most],
        grid=None,
    )


class CloudFile(_Reply, frozen=True, tag="cloud_file"):
    """A large point cloud in the cache, for `cloud_file.mapped_cloud`; a decoder gives the Cloud itself."""

    at_ns: int
    next_ns: int
    index: int
    path: str


class Segment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of speech: its time, its speaker and its code points in the whole text, end exclusive.

    A segment whose file gives no times has `start_ns` and `end_ns` 0.
    """

    start_ns: int
    end_ns: int
    speaker: str
    text_start: int
    text_end: int


class Transcript(_Reply, frozen=True, tag="transcript"):
    """A transcript: `text` is every segment's text in order, joined by newlines."""

    text: str
    segments: tuple[Segment, ...]
    language: str = ""


class FoundAt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One place of a text that was looked for: a rectangle in points of page `page` as displayed."""

    page: int
    x: float
    y: float
    width: float
    height: float


class Found(_Reply, frozen=True, tag="found"):
    """Every place of `text` on the pages from `first_page` until just before `end_page`, in reading order."""

    text: str
    first_page: int
    end_page: int
    places: tuple[FoundAt, ...]


class Sound(_Reply, frozen=True, tag="sound"):
    """An asset's whole sound, frame 0 at asset time zero.

    `pcm_path` holds interleaved 16-bit frames in the machine's byte order from byte `pcm_offset` on: a raw
    file in the cache, or the WAV itself. `peaks_path` holds their minima and maxima, for `peaks.Peaks`.
    One that is `so_far` is still being prepared: its frames can be heard, and its peaks are those that
    are in the file by now, for `growing_peaks.GrowingPeaks`.
    """

    sample_rate: int
    channels: int
    frame_count: int
    pcm_path: str
    peaks_path: str
    pcm_offset: int = 0
    so_far: bool = False


class Progress(_Reply, frozen=True, tag="progress"):
    """Work goes on: `done` of 1, and what is being done. The reply itself follows.

    `sound` is what there is already of a sound that is being prepared.
    """

    done: float
    what: str
    sound: Sound | None = None


class Failed(_Reply, frozen=True, tag="failed"):
    """There is no answer; `reason` is one line that says what and where. `locked` asks for a password."""

    reason: str
    locked: bool = False


Query = (
    FactsQuery
    | FrameAt
    | FrameTimesOf
    | ProxyPrepare
    | PageAt
    | PageSizesOf
    | PageWords
    | FindText
    | CloudAt
    | TextOf
    | SoundPrepare
)
Answered = (
    Picture
    | FrameTimes
    | ProxyMade
    | PagePicture
    | PageSizes
    | Words
    | Found
    | Cloud
    | CloudFile
    | Transcript
    | Sound
    | Progress
    | Failed
)
"""What a worker may answer with, its arrays in shared memory."""
Reply = Answered | MediaFacts
