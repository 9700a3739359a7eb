"""What a tool tip in the lanes says."""

from crosstie.schema.alignment import drift_ppm
from crosstie.schema.records import Asset
from crosstie.viewers.context import PaneContext
from crosstie.viewers.lanes.hits import Hit
from crosstie.viewers.lanes.marks import Marks
from crosstie.viewers.timeaxis.tips import annotation_lines, plain_tip


def tip_for(context: PaneContext, hit: Hit, marks: Marks) -> str:
    """The tip for a thing under the pointer; empty where there is nothing to say."""
    return plain_tip(_lines(context, hit, marks))


def _lines(context: PaneContext, hit: Hit, marks: Marks) -> list[str]:
    match hit.kind:
        case "bar" | "chip":
            broken = marks.get(hit.id, ())
            return [*annotation_lines(context, hit.id), *(one.message for one in broken)]
        case "link":
            return _link_lines(context, hit.id)
        case "bundle":
            first = context.state.links.get(hit.id)
            name = context.class_name(first.type_id) if first else ""
            return [f"{len(hit.members)} × {name}", "Click to select them."]
        case "more":
            return ["Click to show them all."]
        case "gutter" if hit.id in context.state.assets:
            asset = context.state.assets[hit.id]
            lies = [_lies(asset)] if asset.facts.duration_ns else []
            return [f"{asset.id} · {asset.kind}", *lies]
        case _:
            return []


def _lies(asset: Asset) -> str:
    drift = drift_ppm(asset.clock)
    runs = f", runs {drift:+.1f} ppm" if drift else ""
    return f"Offset {asset.clock.offset_ns / 1e6:+.3f} ms{runs}. Drag to shift it in time, with Shift finer."


def _link_lines(context: PaneContext, link_id: str) -> list[str]:
    link = context.state.links.get(link_id)
    if link is None:
        return []
    names = [_end_name(context, end.kind, end.id) for end in link.ends]
    type_name = context.class_name(link.type_id)
    return [f"{names[0]}  {type_name}  {names[1]}", link.status]


def _end_name(context: PaneContext, kind: str, end_id: str) -> str:
    state = context.state
    if kind == "entity":
        return state.entities[end_id].name if end_id in state.entities else ""
    return context.name_of(state.annotations[end_id]) if end_id in state.annotations else ""
