"""Actions on links."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.parts import Parts


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

    lanes = parts.bench.time_strip.lanes
    return (
        Action(
            "tie",
            "Tie to what is picked next",
            "Link",
            parts.tying.begin,
            ("T",),
            lambda: not context.read_only,
            hint="Ties the selection, or the first thing picked, to what is clicked or whose code is typed",
        ),
        Action(
            "chain",
            "Tie one end to several, until Escape",
            "Link",
            parts.tying.begin_chain,
            ("C",),
            lambda: not context.read_only,
            checked=lambda: parts.tying.chain,
        ),
        Action("go_from", "Go to the link's first end", "Link", partial(go, 0), ("<",), link_selected),
        Action("go_to", "Go to the link's second end", "Link", partial(go, 1), (">",), link_selected),
        Action(
            "all_links",
            "Show all links in the lanes",
            "Link",
            lanes.links_button.toggle,
            ("Shift+T",),
            checked=lanes.links_button.isChecked,
        ),
        Action(
            "link_filters", "Filter the links in the lanes", "Link", lanes.open_filters, ("Ctrl+Shift+T",)
        ),
    )
