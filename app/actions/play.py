"""Actions that move time."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.parts import Parts
from crosstie.schema.timing import annotation_span_ns
from crosstie.viewers.timeline import RATES, PlayRange

_HOP_SECONDS = 1.0


def play_actions(parts: Parts) -> tuple[Action, ...]:
    """Transport, steps, hops, rate and loop."""
    timeline = parts.context.timeline

    def opened() -> bool:
        return timeline.duration_ns > 0

    def slow_or_back() -> None:
        if timeline.playing and timeline.rate > RATES[0]:
            timeline.change_rate(-1)
        else:
            timeline.hop(-_HOP_SECONDS)

    def fast_or_play() -> None:
        if timeline.playing:
            timeline.change_rate(+1)
        else:
            timeline.play()

    def act(action_id: str, title: str, run: "partial[None]", *keys: str, hint: str = "") -> Action:
        return Action(action_id, title, "Play", run, keys, opened, hint=hint)

    return (
        act("play", "Play or pause", partial(timeline.toggle_play), "Space"),
        act("step_back", "One frame back", partial(timeline.step, -1), "Left"),
        act("step_on", "One frame on", partial(timeline.step, +1), "Right"),
        act("hop_back", "One second back", partial(timeline.hop, -_HOP_SECONDS), "Shift+Left"),
        act("hop_on", "One second on", partial(timeline.hop, +_HOP_SECONDS), "Shift+Right"),
        act("shuttle_back", "Slower, or a second back", partial(slow_or_back), "J"),
        act("shuttle_stop", "Pause", partial(timeline.pause), "K"),
        act("shuttle_on", "Play, or faster", partial(fast_or_play), "L"),
        act("go_start", "To the start", partial(timeline.seek, 0), "Home"),
        act("go_end", "To the end", partial(_go_end, parts), "End"),
        act("faster", "Faster", partial(timeline.change_rate, +1), "]"),
        act("slower", "Slower", partial(timeline.change_rate, -1), "["),
        act("rate_one", "Normal speed", partial(timeline.set_rate, 1.0), "\\"),
        act("loop", "Loop the selection, or leave the loop", partial(_toggle_loop, parts), "Shift+L"),
    )


def _go_end(parts: Parts) -> None:
    parts.context.timeline.seek(parts.context.timeline.duration_ns)


def _toggle_loop(parts: Parts) -> None:
    """Repeats the time of the selected annotation; where none has a time, the second around the playhead."""
    context = parts.context
    timeline = context.timeline
    if timeline.loop is not None:
        timeline.set_loop(None)
        return
    ref = context.selection.primary
    annotation = context.state.annotations.get(ref.id) if ref else None
    span = None
    if annotation is not None:
        span = annotation_span_ns(annotation, context.state.assets[annotation.asset_id])
    if span is None or span[0] >= span[1]:
        span = (
            max(timeline.now_ns - 500_000_000, 0),
            min(timeline.now_ns + 500_000_000, timeline.duration_ns),
        )
    timeline.set_loop(PlayRange(*span))
    if not span[0] <= timeline.now_ns < span[1]:
        timeline.seek(span[0])
