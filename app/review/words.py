"""What the strip of review says about a candidate. No Qt widgets."""

from crosstie.app.inspector.describe import short
from crosstie.qa.productivity import Productivity
from crosstie.schema.anchors import PageRegion, TextSpan, TimeSpan, anchor_kind
from crosstie.schema.clock import clock_text
from crosstie.schema.decisions import Candidate
from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import End, Link, LinkStatus
from crosstie.viewers.context import PaneContext

DECIDED: dict[LinkStatus, str] = {"certain": "accepted", "rejected": "rejected", "unsure": "unsure"}


def question(link: Link, context: PaneContext) -> str:
    """The type of link as a question: "speech → face: spoken by?"."""
    document = context.document
    if document is None:
        return ""
    spec = document.find_link_type(link.type_id)
    arrow = "↔" if spec is not None and spec.symmetric else "→"
    first, second = (_kind(end, context, document) for end in link.ends)
    return f"{first} {arrow} {second}: {document.display_name(link.type_id, context.language)}?"


def end_line(end: End, shown_id: str, context: PaneContext) -> str:
    """What stands at an end and where: "An · face in cam_left", "“xe tải trắng” · 00:06.200"."""
    state = context.state
    entity = state.entities.get(end.id)
    if entity is not None and not shown_id:
        return f"{entity.name} · appears nowhere yet"
    annotation = state.annotations.get(shown_id or end.id)
    if annotation is None:
        return "gone"
    if entity is not None:
        return f"{entity.name} · seen in {annotation.asset_id}"
    place = _place(annotation.id, context)
    if isinstance(annotation.anchor, TextSpan):
        return f"“{short(annotation.anchor.quote)}” {place}"
    return f"{context.name_of(annotation)} · {place}"


def score_text(candidate: Candidate) -> str:
    """How likely its maker thinks it is."""
    said = [one.provenance.score for one in candidate.said]
    return f"{candidate.score:.0%} likely" if any(one is not None for one in said) else "no score"


def reason_text(candidate: Candidate) -> str:
    """Why it was proposed, and by whom."""
    makers = " and ".join(dict.fromkeys(filter(None, (one.provenance.model for one in candidate.said))))
    reason = " ".join(candidate.reason.split()) or "No reason was given."
    return f"{reason}  ({makers})" if makers else reason


def taken_ms(milliseconds: int) -> str:
    """How long a decision took: "1.2 s"."""
    return f"{milliseconds / 1000:.1f} s"


def figures_text(figures: Productivity) -> str:
    """What was decided and how fast: "Accepted 58, rejected 2 · 1.4 s each"."""
    kinds = {
        "accepted": figures.accepted,
        "rejected": figures.rejected,
        "unsure": figures.unsure,
        "re-aimed": figures.re_aimed,
    }
    counted = ", ".join(f"{count} {kind}" for kind, count in kinds.items() if count)
    return f"{counted} · {figures.median_seconds:.1f} s each."


def _kind(end: End, context: PaneContext, document: SchemaDocument) -> str:
    entity = context.state.entities.get(end.id)
    if entity is not None:
        return document.display_name(entity.type_id, context.language)
    annotation = context.state.annotations.get(end.id)
    return context.class_name(annotation.class_id) if annotation is not None else "?"


def _place(annotation_id: str, context: PaneContext) -> str:
    annotation = context.state.annotations[annotation_id]
    asset = context.state.assets[annotation.asset_id]
    sample_time = asset.clock.sample_from_asset
    match annotation.anchor:
        case TimeSpan(start_ns=start_ns, end_ns=end_ns):
            return f"{asset.id} {clock_text(sample_time(start_ns))}–{clock_text(sample_time(end_ns))}"
        case PageRegion(page=page, text=text):
            where = f"{asset.id} p. {page + 1}"
            return f"“{short(text)}” in {where}" if text else f"in {where}"
        case TextSpan():
            return f"in {asset.id}"
        case _:
            return f"{anchor_kind(annotation.anchor).replace('_', ' ')} in {asset.id}"
