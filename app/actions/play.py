"""Actions that move time."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.parts import Parts
from crosstie.viewers.timeline import RATES
from crosstie.viewers.transport.looping import toggle_loop

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
        act("loop", "Loop the selection, or leave the loop", partial(toggle_loop, parts.context), "Shift+L"),
    )


def _go_end(parts: Parts) -> None:
    parts.context.timeline.seek(parts.context.timeline.duration_ns)
