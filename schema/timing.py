"""How long a sample lasts, and where an annotation lies on its clock."""

from crosstie.schema.anchors import TimeSpan, Track
from crosstie.schema.records import Annotation, Asset
from crosstie.schema.sample_state import SampleState


def sample_duration_ns(state: SampleState) -> int:
    """Sample time at which the last asset ends; 0 when nothing in the sample lasts."""
    return max(
        (asset_span_ns(asset)[1] for asset in state.assets.values() if asset.facts.duration_ns), default=0
    )


def asset_span_ns(asset: Asset) -> tuple[int, int]:
    """Start and end of an asset in sample time; both its offset when it does not last."""
    clock = asset.clock
    return clock.sample_from_asset(0), clock.sample_from_asset(asset.facts.duration_ns)


def annotation_span_ns(annotation: Annotation, asset: Asset) -> tuple[int, int] | None:
    """Start and end of an annotation in sample time, or None where its anchor has no time of its own."""
    match annotation.anchor:
        case TimeSpan(start_ns=start_ns, end_ns=end_ns) | Track(start_ns=start_ns, end_ns=end_ns):
            return asset.clock.sample_from_asset(start_ns), asset.clock.sample_from_asset(end_ns)
        case _:
            return None
