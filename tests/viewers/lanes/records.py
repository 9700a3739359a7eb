"""Short ways to make the records that lanes draw."""

from crosstie.schema.anchors import Anchor, Box, Keyframe, TimeSpan, Track, WholeAsset
from crosstie.schema.records import Annotation, Asset, AssetKind, MediaFacts

SECOND = 1_000_000_000


def asset(asset_id: str, kind: AssetKind, duration_s: float = 20.0) -> Asset:
    return Asset(asset_id, "s1", kind, (), facts=MediaFacts(duration_ns=round(duration_s * SECOND)))


def annotation(key: str, anchor: Anchor, asset_id: str = "mic", entity_id: str = "") -> Annotation:
    return Annotation(key, "s1", "p1", asset_id, "c", anchor, entity_id=entity_id)


def span(key: str, start_s: float, end_s: float, asset_id: str = "mic") -> Annotation:
    return annotation(key, TimeSpan(round(start_s * SECOND), round(end_s * SECOND)), asset_id)


def track(key: str, start_s: float, end_s: float, asset_id: str = "cam") -> Annotation:
    frames = tuple(Keyframe(round(at * SECOND), Box(1, 1, 5, 5)) for at in (start_s, end_s))
    return annotation(key, Track(frames), asset_id)


def whole(key: str, asset_id: str) -> Annotation:
    return annotation(key, WholeAsset(), asset_id)
