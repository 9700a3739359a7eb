"""What a tool tip says of an annotation, as text that cannot be read as markup."""

from collections.abc import Iterable
from html import escape

from crosstie.schema.clock import clock_text
from crosstie.viewers.context import PaneContext
from crosstie.viewers.timeaxis.extent import extent_ns


def plain_tip(lines: Iterable[str]) -> str:
    """Lines for Qt's tool tips, which else guess whether a text is markup; empty for no line."""
    text = "\n".join(lines)
    return f"<p style='white-space:pre'>{escape(text)}</p>" if text else ""


def annotation_lines(context: PaneContext, annotation_id: str) -> list[str]:
    """Name, class and time of an annotation; none when it is not there."""
    annotation = context.state.annotations.get(annotation_id)
    if annotation is None:
        return []
    name, class_name = context.name_of(annotation), context.class_name(annotation.class_id)
    lines = [name if name == class_name else f"{name} · {class_name}"]
    asset = context.state.assets[annotation.asset_id]
    extent = extent_ns(annotation, asset, context.transcripts.get(asset.id))
    if extent is not None:
        length_s = (extent[1] - extent[0]) / 1e9
        lines.append(f"{clock_text(extent[0])} – {clock_text(extent[1])} · {length_s:.3f} s")
    return lines
