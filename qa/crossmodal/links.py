"""Links between annotations: precision, recall and F1, with and without what the endpoints cost."""

from collections.abc import Mapping, Sequence

import msgspec

from crosstie.qa import status as said
from crosstie.qa.rates import precision_recall
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, ratio, sums

_COUNTS = ("tp", "fp", "fn")


class LinkEnds(msgspec.Struct, frozen=True):
    """A link: the ids of what it starts from and what it points to, and its type."""

    origin: str
    target: str
    type: str = ""

    def turned(self) -> "LinkEnds":
        """Return the same link the other way round."""
        return LinkEnds(self.target, self.origin, self.type)


def link_prf(
    gold: Sequence[LinkEnds],
    pred: Sequence[LinkEnds],
    endpoint_match: Mapping[str, str],
    directed: bool = True,
) -> Result:
    """Return link F1 unconditional (the value) and conditional, and endpoint recall; each in [0, 1].

    `endpoint_match` is predicted annotation -> gold annotation, one-to-one (an optimal matching).
    Unconditional: a predicted link is right when both endpoints are matched and a gold link of its type ties
    the same two. Conditional: gold and predicted links with an unmatched endpoint are left out first, so that
    it speaks of linking alone. No link on either side: None, no_links. Unconditional is the relation F1 of
    Taille et al. 2020, EMNLP.
    """
    return finish_links(link_sums(gold, pred, endpoint_match, directed))


def link_sums(
    gold: Sequence[LinkEnds],
    pred: Sequence[LinkEnds],
    endpoint_match: Mapping[str, str],
    directed: bool = True,
) -> Sums:
    """Return (mode, "tp"|"fp"|"fn") of one sample and how many gold endpoints were found."""
    wanted = {_normal(link, directed) for link in gold}
    matched = set(endpoint_match.values())
    lost: set[LinkEnds] = set()
    found: set[LinkEnds] = set()
    for link in pred:
        ends = endpoint_match.get(link.origin), endpoint_match.get(link.target)
        if ends[0] is None or ends[1] is None:
            lost.add(_normal(link, directed))
        else:
            found.add(_normal(LinkEnds(ends[0], ends[1], link.type), directed))
    reachable = {link for link in wanted if {link.origin, link.target} <= matched}
    right, predicted = len(found & wanted), len(found) + len(lost)
    endpoints = {end for link in wanted for end in (link.origin, link.target)}
    return sums(
        {
            ("unconditional", "tp"): right,
            ("unconditional", "fp"): predicted - right,
            ("unconditional", "fn"): len(wanted) - right,
            ("conditional", "tp"): right,
            ("conditional", "fp"): len(found) - right,
            ("conditional", "fn"): len(reachable) - right,
            ("endpoints",): len(endpoints),
            ("endpoints_found",): len(endpoints & matched),
        }
    )


def finish_links(parts: Sums) -> Result:
    """Finish the link sums of any number of samples, micro."""
    modes = {mode: _mode(parts, mode) for mode in ("unconditional", "conditional")}
    tp, fp, fn = (parts["unconditional", name] for name in _COUNTS)
    value = ratio(2 * tp, 2 * tp + fp + fn)
    recall = ratio(parts["endpoints_found",], parts["endpoints",])
    figures: dict[str, object] = {**modes, "endpoint_recall": recall}
    state = said.NO_LINKS if value is None else said.OK
    return Result(
        "link_prf", value, state, int(tp + fp + fn), int(tp), 2, figures, parts, method="Taille 2020, micro"
    )


def _mode(parts: Sums, mode: str) -> dict[str, object]:
    tp, fp, fn = (parts.count(mode, name) for name in _COUNTS)
    return precision_recall(tp, fp, fn)


def _normal(link: LinkEnds, directed: bool) -> LinkEnds:
    if directed or link.origin <= link.target:
        return link
    return link.turned()
