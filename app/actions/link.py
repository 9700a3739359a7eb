"""Actions on links."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.parts import Parts
from crosstie.viewers.lanes.view import LanesView


def link_actions(parts: Parts) -> tuple[Action, ...]:
    """Tie, untie, go to either end, which curves are drawn."""
    context = parts.context

    def link_selected() -> bool:
        ref = context.selection.primary
        return ref is not None and ref.kind == "link"

    def go(place: int) -> None:
        ref = context.selection.primary
        if ref is not None and ref.id in context.state.links:
            parts.jump.to_end(context.state.links[ref.id].ends[place])

    return (
        *_ties(parts),
        Action("go_from", "Go to the link's first end", "Link", partial(go, 0), ("<",), link_selected),
        Action("go_to", "Go to the link's second end", "Link", partial(go, 1), (">",), link_selected),
        *_curves(parts.bench.time_strip.lanes),
    )


def _ties(parts: Parts) -> tuple[Action, Action]:
    tying = parts.tying
    hint = "Ties the selection, or the first thing picked, to what is clicked or whose code is typed"

    def may() -> bool:
        return not parts.context.read_only

    return (
        Action("tie", "Tie to what is picked next", "Link", tying.begin, ("T",), may, hint=hint),
        Action(
            "chain",
            "Tie one end to several, until Escape",
            "Link",
            tying.begin_chain,
            ("C",),
            may,
            checked=lambda: tying.chain,
        ),
    )


def _curves(lanes: LanesView) -> tuple[Action, Action]:
    shown = lanes.links_button
    title = "Show all links in the lanes"
    filters = "Filter the links in the lanes"
    return (
        Action("all_links", title, "Link", shown.toggle, ("Shift+T",), checked=shown.isChecked),
        Action("link_filters", filters, "Link", lanes.open_filters, ("Ctrl+Shift+T",)),
    )
