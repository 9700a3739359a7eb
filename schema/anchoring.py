"""Whether an anchor may carry a class, and whether it fits the asset that it is put on."""

from crosstie.schema.anchors import Anchor, Keypoints, Mask, PageRegion, Track, anchor_kind
from crosstie.schema.document import SchemaDocument
from crosstie.schema.modalities import ANCHORS_OF_ASSET, CLOUD_KINDS, PLANE_KINDS
from crosstie.schema.records import Asset


def anchor_problem(document: SchemaDocument, class_id: str, anchor: Anchor, asset: Asset) -> str:
    """Why an annotation of a known class may not have this anchor on this asset; empty when it may."""
    kind = anchor_kind(anchor)
    allowed = document.anchors_of(class_id)
    if kind not in allowed:
        name = document.display_name(class_id, document.languages[0])
        return f"class '{name}' allows no {_spoken(kind)}, only {_listed(allowed)}"
    fitting = ANCHORS_OF_ASSET[asset.kind]
    if kind not in fitting:
        return f"a {_spoken(kind)} does not fit the {asset.kind} {asset.id}; it takes {_listed(fitting)}"
    return _track_problem(kind, anchor, asset) or _shape_problem(document, class_id, anchor, asset)


def wants_track(asset: Asset) -> bool:
    """Whether shapes on an asset move: on a video, and on a sequence of pictures or clouds."""
    return asset.kind == "video" or len(asset.files) > 1


def _track_problem(kind: str, anchor: Anchor, asset: Asset) -> str:
    moves = wants_track(asset) and kind in (*PLANE_KINDS, *CLOUD_KINDS)
    if moves and not isinstance(anchor, Track):
        return (
            f"a {_spoken(kind)} on {asset.kind} {asset.id} must be a track, because the asset goes on in time"
        )
    if not moves and isinstance(anchor, Track):
        return f"a track does not fit {asset.kind} {asset.id}, which is one still"
    return ""


def _shape_problem(document: SchemaDocument, class_id: str, anchor: Anchor, asset: Asset) -> str:
    shapes = [keyframe.shape for keyframe in anchor.keyframes] if isinstance(anchor, Track) else [anchor]
    for shape in shapes:
        match shape:
            case Keypoints():
                problem = _keypoints_problem(document, class_id, shape)
            case Mask():
                problem = _mask_problem(shape, asset)
            case PageRegion(page=page) if 0 < asset.facts.page_count <= page:
                problem = f"page {page + 1} is past the end of {asset.id}, which has {asset.facts.page_count}"
            case _:
                problem = ""
        if problem:
            return problem
    return ""


def _keypoints_problem(document: SchemaDocument, class_id: str, keypoints: Keypoints) -> str:
    known = document.taxonomy.keypoints_of(class_id)
    if known is None:
        return ""
    unknown = next((point.name for point in keypoints.points if point.name not in known.points), None)
    return f"unknown keypoint '{unknown}'; the class has {_listed(known.points)}" if unknown else ""


def _mask_problem(mask: Mask, asset: Asset) -> str:
    size = (asset.facts.width, asset.facts.height)
    if size in ((0, 0), (mask.width, mask.height)):
        return ""
    return f"a mask of {mask.width}×{mask.height} does not fit {asset.id}, which is {size[0]}×{size[1]}"


def _spoken(word: str) -> str:
    return word.replace("_", " ")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(_spoken(word) for word in words) or "nothing"
