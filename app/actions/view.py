"""Actions that change what is seen, and no label."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.parts import Parts
from crosstie.viewers.document import DocumentPane


def view_actions(parts: Parts) -> tuple[Action, ...]:
    """Panes, zoom, hiding, pages."""
    context, bench = parts.context, parts.bench
    axis = context.time_axis

    def on_document() -> bool:
        return isinstance(bench.current_pane, DocumentPane)

    return (
        Action("fit", "Fit the current pane", "View", partial(_fit, parts), ("F",)),
        Action("maximise", "Maximise the current pane and back", "View", bench.toggle_maximise, ("M",)),
        Action("next_pane", "Next pane", "View", partial(_walk_panes, parts, +1), ("Ctrl+Tab",)),
        Action(
            "previous_pane", "Previous pane", "View", partial(_walk_panes, parts, -1), ("Ctrl+Shift+Tab",)
        ),
        Action("hide", "Hide or show the selection", "View", partial(_toggle_hidden, parts), ("H",)),
        Action(
            "show_hidden",
            "Show all that is hidden",
            "View",
            lambda: context.set_hidden(frozenset()),
            ("Shift+H",),
            lambda: bool(context.hidden),
        ),
        Action("zoom_time_in", "Zoom time in", "View", partial(_zoom_time, parts, 2.0), ("=",)),
        Action("zoom_time_out", "Zoom time out", "View", partial(_zoom_time, parts, 0.5), ("-",)),
        Action("fit_time", "Show all of the time", "View", axis.fit, ("0",)),
        Action("find", "Find in the document", "View", partial(_find, parts), ("Ctrl+F",), on_document),
        Action("page_on", "Next page", "View", partial(_turn, parts, +1), ("PgDown",), on_document),
        Action("page_back", "Previous page", "View", partial(_turn, parts, -1), ("PgUp",), on_document),
        Action("page_first", "First page", "View", partial(_go_to, parts, 0), ("Ctrl+Home",), on_document),
        Action("page_last", "Last page", "View", partial(_go_to, parts, -1), ("Ctrl+End",), on_document),
        Action("page_strip", "All pages small", "View", partial(_strip, parts), ("F4",), on_document),
    )


def _fit(parts: Parts) -> None:
    if parts.bench.current_pane is not None:
        parts.bench.current_pane.fit()


def _walk_panes(parts: Parts, step: int) -> None:
    parts.bench.walk_panes(step)


def _toggle_hidden(parts: Parts) -> None:
    context = parts.context
    chosen = frozenset(ref.id for ref in context.selection.refs if ref.kind == "annotation")
    context.set_hidden(context.hidden - chosen if chosen <= context.hidden else context.hidden | chosen)


def _find(parts: Parts) -> None:
    pane = parts.bench.current_pane
    if isinstance(pane, DocumentPane):
        pane.open_search()


def _turn(parts: Parts, step: int) -> None:
    pane = parts.bench.current_pane
    if isinstance(pane, DocumentPane):
        pane.turn_page(step)


def _go_to(parts: Parts, page: int) -> None:
    pane = parts.bench.current_pane
    if isinstance(pane, DocumentPane):
        pane.go_to_page(page if page >= 0 else pane.page_count + page)


def _strip(parts: Parts) -> None:
    pane = parts.bench.current_pane
    if isinstance(pane, DocumentPane):
        pane.toggle_strip()


def _zoom_time(parts: Parts, factor: float) -> None:
    parts.context.time_axis.zoom(parts.context.timeline.now_ns, factor)
