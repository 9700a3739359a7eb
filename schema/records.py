"""The frozen records that the store keeps and every room passes about."""

from typing import Literal

import msgspec

from crosstie.schema.anchors import Anchor
from crosstie.schema.clock import AssetClock

AssetKind = Literal["video", "audio", "image", "transcript", "document", "pointcloud", "radar", "output"]
PassKind = Literal["assisted", "blind", "review", "adjudicated", "gold", "model"]
ActorKind = Literal["human", "model", "importer"]
LinkStatus = Literal["certain", "candidate", "unsure", "rejected"]
AttributeValue = str | int | float | bool | tuple[str, ...] | None
Matrix3 = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
Matrix4 = tuple[
    tuple[float, float, float, float],
    tuple[float, float, float, float],
    tuple[float, float, float, float],
    tuple[float, float, float, float],
]


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Common form: unknown fields are refused, defaults are left out of the JSON."""


class Actor(_Record, frozen=True):
    """A person, a model or an importer: whoever makes edits."""

    id: str
    kind: ActorKind
    name: str


class Sample(_Record, frozen=True):
    """One multimodal example, labelled as a unit. `starts_at` is an RFC 3339 time, for people."""

    id: str
    language: str
    batch: str = ""
    site: str = ""
    starts_at: str = ""


class MediaFile(_Record, frozen=True):
    """One registered file. `path` is absolute, or relative to the project's folder when `copied`."""

    path: str
    size: int
    sha256: str
    copied: bool = False


class Calibration(_Record, frozen=True):
    """A camera against the sample's point cloud.

    `intrinsics` is the 3×3 camera matrix in pixels of the full-size picture; `camera_from_lidar` takes
    homogeneous metres of the cloud's frame into the camera's (x right, y down, z forward);
    `distortion` is OpenCV's coefficients in OpenCV's order.
    """

    model: Literal["pinhole", "fisheye"]
    width: int
    height: int
    intrinsics: Matrix3
    camera_from_lidar: Matrix4
    distortion: tuple[float, ...] = ()


class MediaFacts(_Record, frozen=True):
    """What was found in an asset's files when they were added; zero where it does not apply.

    `character_count` is of a text, white space left out.
    """

    duration_ns: int = 0
    width: int = 0
    height: int = 0
    frame_count: int = 0
    page_count: int = 0
    channels: int = 0
    sample_rate: int = 0
    codec: str = ""
    character_count: int = 0


class Asset(_Record, frozen=True):
    """One file or file sequence of a sample. `id` is unique within its sample.

    `stream` picks one of a container's streams, as in "video:1" or "audio:0". `of` names the asset
    whose sound a transcript writes down. `times_ns` are the asset times at which the files of a
    sequence were taken, one each. `layout` names a file layout that the bytes do not tell ("kitti").
    `poses` is a text file with a line for each file of a cloud sequence: 12 numbers, the rows of the
    3×4 matrix that takes its homogeneous metres into the sample's fixed frame (KITTI's odometry form).
    """

    id: str
    sample_id: str
    kind: AssetKind
    files: tuple[MediaFile, ...]
    clock: AssetClock = AssetClock()
    stream: str = ""
    of: str = ""
    layout: str = ""
    times_ns: tuple[int, ...] = ()
    calibration: Calibration | None = None
    facts: MediaFacts = MediaFacts()
    poses: MediaFile | None = None


class SchemaRef(_Record, frozen=True):
    """One exact schema document: its id, its version and the SHA-256 of its bytes."""

    id: str
    version: str
    sha256: str


class Pass(_Record, frozen=True):
    """One actor's independent labelling of one sample under one schema.

    `started_from` is the pass whose labels it began with a copy of. A model's pass that names one is a
    candidate pass instead: it holds nothing but candidate links, between the labels of that pass.
    `migrated_from` is the pass under an older schema that this one continues for the same actor.
    """

    id: str
    sample_id: str
    kind: PassKind
    actor_id: str
    schema: SchemaRef
    started_from: str = ""
    migrated_from: str = ""

    @property
    def about(self) -> str:
        """The pass whose labels a candidate pass ties; empty for every other pass."""
        return self.started_from if self.kind == "model" else ""


class Replaced(_Record, frozen=True):
    """What one step of a schema's migration changed on a label: enough to take the step back.

    `step` is its place ("driving 2.1.0 migrations[0].steps[1].split_class"). `part` is "class", "type",
    "entity", "ends", or "attributes." and a name. `was` and `now` are what stood there before and after;
    with `added` nothing did before, with `removed` nothing does after.
    """

    step: str
    part: str
    was: AttributeValue = None
    now: AttributeValue = None
    added: bool = False
    removed: bool = False


class Provenance(_Record, frozen=True):
    """Where a label came from: made by hand, by a model with a score, imported, or taken from a pass.

    `steps` are what migrations from older versions of the schema changed on it, in their order.
    """

    source: Literal["human", "model", "import", "pass"] = "human"
    origin_id: str = ""
    model: str = ""
    score: float | None = None
    reason: str = ""
    steps: tuple[Replaced, ...] = ()


class Annotation(_Record, frozen=True):
    """Class + anchor + attributes on one asset, made in one pass; perhaps about an entity."""

    id: str
    sample_id: str
    pass_id: str
    asset_id: str
    class_id: str
    anchor: Anchor
    attributes: dict[str, AttributeValue] = {}
    entity_id: str = ""
    provenance: Provenance = Provenance()


class Entity(_Record, frozen=True):
    """The thing in the world that annotations of several modalities are about, within one pass."""

    id: str
    sample_id: str
    pass_id: str
    type_id: str
    name: str
    provenance: Provenance = Provenance()


class End(_Record, frozen=True):
    """One end of a link."""

    kind: Literal["annotation", "entity"]
    id: str


class Link(_Record, frozen=True):
    """A typed, directed tie between two ends, of a type that the schema declares.

    `place` is its place, from 1, in the ordered group of its origin's links of this type; 0 where order says
    nothing. `decided_ms` is how long a person looked before deciding on a candidate; 0 where nobody did.
    """

    id: str
    sample_id: str
    pass_id: str
    type_id: str
    from_end: End = msgspec.field(name="from")
    to_end: End = msgspec.field(name="to")
    status: LinkStatus = "certain"
    attributes: dict[str, AttributeValue] = {}
    provenance: Provenance = Provenance()
    place: int = 0
    decided_ms: int = 0

    @property
    def ends(self) -> tuple[End, End]:
        """Both ends, the first one the link's origin."""
        return (self.from_end, self.to_end)


LeftoverKind = Literal["annotation", "entity", "link"]
LeftoverState = Literal["needs_human", "impossible"]
LeftoverDecision = Literal["open", "placed", "dropped"]


class Leftover(_Record, frozen=True):
    """A label that a migration could not bring into the pass `pass_id` whole; it waits for a person.

    `origin_id` is the label as it stands, whole, in the pass that this one was migrated from. `label_id` is
    the label that took its place: empty while none has, and given at once where only a value was lost. `step`
    is the place of the step that could not go on, empty where no step says what becomes of the label.
    """

    id: str
    sample_id: str
    pass_id: str
    kind: LeftoverKind
    origin_id: str
    step: str
    state: LeftoverState
    reason: str
    label_id: str = ""
    decision: LeftoverDecision = "open"


Record = Actor | Sample | Asset | Pass | Annotation | Entity | Link | Leftover
RecordKind = Literal["actor", "sample", "asset", "pass", "annotation", "entity", "link", "leftover", "schema"]
