"""What a tool tip in the lanes says, as text that cannot be read as markup."""

from html import escape

from crosstie.schema.clock import clock_text
from crosstie.viewers.context import PaneContext
from crosstie.viewers.lanes.hits import Hit
from crosstie.viewers.lanes.marks import Marks
from crosstie.viewers.timeaxis.extent import extent_ns


def tip_for(context: PaneContext, hit: Hit, marks: Marks) -> str:
    """The tip for a thing under the pointer; empty where there is nothing to say."""
    lines = _lines(context, hit, marks)
    return f"<p style='white-space:pre'>{escape(chr(10).join(lines))}</p>" if lines else ""


def _lines(context: PaneContext, hit: Hit, marks: Marks) -> list[str]:
    match hit.kind:
        case "bar" | "chip":
            return _annotation_lines(context, hit.id, marks)
        case "link":
            return _link_lines(context, hit.id)
        case "more":
            return ["Click to show them all."]
        case "gutter" if hit.id in context.state.assets:
            asset = context.state.assets[hit.id]
            return [f"{asset.id} · {asset.kind}"]
        case _:
            return []


def _annotation_lines(context: PaneContext, annotation_id: str, marks: Marks) -> list[str]:
    annotation = context.state.annotations.get(annotation_id)
    if annotation is None:
        return []
    name, class_name = context.name_of(annotation), context.class_name(annotation.class_id)
    lines = [name if name == class_name else f"{name} · {class_name}"]
    asset = context.state.assets[annotation.asset_id]
    extent = extent_ns(annotation, asset, context.transcripts.get(asset.id))
    if extent is not None:
        lines.append(f"{clock_text(extent[0])} – {clock_text(extent[1])}")
    return [*lines, *(broken.message for broken in marks.get(annotation_id, ()))]


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
