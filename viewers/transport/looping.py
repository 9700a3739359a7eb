"""What the loop button and the loop key repeat."""

from typing import Final

from crosstie.viewers.context import PaneContext
from crosstie.viewers.timeaxis.extent import extent_ns
from crosstie.viewers.timeline import PlayRange

AROUND_NS: Final = 500_000_000


def toggle_loop(context: PaneContext) -> None:
    """Leaves the loop, or repeats the selection's time; without any, the second around the playhead."""
    timeline = context.timeline
    if timeline.loop is not None:
        timeline.set_loop(None)
        return
    loop = _selected_range(context) or PlayRange(
        max(timeline.now_ns - AROUND_NS, 0), min(timeline.now_ns + AROUND_NS, timeline.duration_ns)
    )
    timeline.set_loop(loop)
    if not loop.start_ns <= timeline.now_ns < loop.end_ns:
        timeline.seek(loop.start_ns)


def _selected_range(context: PaneContext) -> PlayRange | None:
    """The time of the annotation selected last, of those that have any."""
    for ref in reversed(context.selection.refs):
        annotation = context.state.annotations.get(ref.id)
        if annotation is None:
            continue
        asset = context.state.assets[annotation.asset_id]
        extent = extent_ns(annotation, asset, context.transcripts.get(asset.id))
        if extent is None:
            continue
        start_ns, end_ns = max(extent[0], 0), min(extent[1], context.timeline.duration_ns)
        if start_ns < end_ns:
            return PlayRange(start_ns, end_ns)
    return None
