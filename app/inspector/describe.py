"""Words for things, as the inspector and the link list write them. No Qt widgets."""

from crosstie.schema.anchors import Keyframe, PageRegion, PointSet, TextSpan, TimeSpan, Track, anchor_kind
from crosstie.schema.clock import clock_text
from crosstie.schema.geometry.point_ranges import point_count
from crosstie.schema.records import Annotation, End, Provenance
from crosstie.viewers.context import PaneContext

_QUOTE_LENGTH = 32


def anchor_words(annotation: Annotation, context: PaneContext) -> str:
    """Kind, asset and place: "box · cam_front · 00:01.000–00:06.500 · 7 keyframes"."""
    asset = context.state.assets.get(annotation.asset_id)
    kind = anchor_kind(annotation.anchor).replace("_", " ")
    parts = [kind, annotation.asset_id]
    match annotation.anchor:
        case Track(keyframes=keyframes, start_ns=start_ns, end_ns=end_ns):
            if asset is not None:
                clock = asset.clock
                span = (clock.sample_from_asset(start_ns), clock.sample_from_asset(end_ns))
                # What stands at one instant, such as the points of one cloud, needs no span.
                parts.append("–".join(dict.fromkeys(map(clock_text, span))))
            # Last, because it is what may be cut where there is little room.
            parts.append(_of_keyframes(keyframes))
        case TimeSpan(start_ns=start_ns, end_ns=end_ns):
            if asset is not None:
                span = (asset.clock.sample_from_asset(start_ns), asset.clock.sample_from_asset(end_ns))
                parts.append("–".join(map(clock_text, span)))
        case TextSpan(quote=quote):
            parts.append(f"“{short(quote)}”")
        case PageRegion(page=page):
            parts.append(f"page {page + 1}")
        case PointSet():
            parts.append(_points_words(point_count(annotation.anchor)))
        case _:
            pass
    return " · ".join(parts)


def _of_keyframes(keyframes: tuple[Keyframe, ...]) -> str:
    """How many keyframes; of points, which stand in one cloud, how many of those."""
    counts = [point_count(key.shape) for key in keyframes if isinstance(key.shape, PointSet)]
    clouds = f"{len(keyframes)} keyframe{'s' if len(keyframes) > 1 else ''}"
    if not counts:
        return clouds
    return (
        _points_words(counts[0])
        if len(counts) == 1
        else f"{_points_words(sum(counts))} in {len(counts)} clouds"
    )


def _points_words(count: int) -> str:
    return f"{count:,} point{'s' if count != 1 else ''}"


def end_words(end: End, context: PaneContext) -> str:
    """What stands at a link's end, short: entity's name, quoted words, or class and asset."""
    entity = context.state.entities.get(end.id)
    if entity is not None:
        return entity.name
    annotation = context.state.annotations.get(end.id)
    if annotation is None:
        return "missing"
    if isinstance(annotation.anchor, TextSpan):
        return f"“{short(annotation.anchor.quote)}”"
    kind = anchor_kind(annotation.anchor).replace("_", " ")
    return f"{context.name_of(annotation)} · {kind} in {annotation.asset_id}"


def far_words(end: End, own_ids: frozenset[str], context: PaneContext) -> str:
    """What stands at a link's other end, shorter still: its name, asset and, for a span of time, its start;
    or, where it is about what is shown already, its kind and asset.
    """
    annotation = context.state.annotations.get(end.id)
    if annotation is None or isinstance(annotation.anchor, TextSpan):
        return end_words(end, context)
    if annotation.entity_id and annotation.entity_id in own_ids:
        return f"{anchor_kind(annotation.anchor).replace('_', ' ')} in {annotation.asset_id}"
    asset = context.state.assets.get(annotation.asset_id)
    place = annotation.asset_id
    if isinstance(annotation.anchor, TimeSpan) and asset is not None:
        place += " " + clock_text(asset.clock.sample_from_asset(annotation.anchor.start_ns))
    return f"{context.name_of(annotation)} · {place}"


def provenance_words(provenance: Provenance) -> str:
    """Where a label came from, in a few words."""
    words = {
        "human": "made by hand",
        "model": "drafted",
        "import": "imported",
        "pass": "taken from another pass",
    }
    parts = [words[provenance.source]]
    if provenance.model:
        parts.append(f"by {provenance.model}")
    if provenance.score is not None:
        parts.append(f"score {provenance.score:.2f}")
    if provenance.reason:
        parts.append(provenance.reason)
    return " · ".join(parts)


def short(text: str) -> str:
    """One line of at most some thirty characters."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE_LENGTH else line[: _QUOTE_LENGTH - 1] + "…"
