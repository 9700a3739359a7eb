"""Anchoring: do annotators take over what is suggested, right or wrong."""

from collections.abc import Sequence

from crosstie.qa import status as said
from crosstie.qa.bias.proportions import exact_p
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, ratio, sums, total


def anchoring_bias(
    blind_equals_suggestion: Sequence[int | bool],
    assisted_equals_suggestion: Sequence[int | bool],
    suggestion_correct: Sequence[int | bool],
) -> Result:
    """Return how much more often the assisted pass equals the suggestion than the blind pass of the same
    item.

    The gap on WRONG suggestions is the anchoring effect, on right ones the benefit; the gap on all (the
    value) mixes both, and acceptance alone proves nothing. McNemar's exact p is of the items where the two
    passes differ. Passes must be randomised, or blind first. No item: None, empty. The definition is ours.
    """
    lengths = {len(blind_equals_suggestion), len(assisted_equals_suggestion), len(suggestion_correct)}
    if len(lengths) > 1:
        raise QualityInvalid("anchoring needs the same items in the blind and the assisted pass.")
    rows = zip(blind_equals_suggestion, assisted_equals_suggestion, suggestion_correct, strict=True)
    return finish_anchoring(total(anchoring_sums(bool(b), bool(a), bool(c)) for b, a, c in rows))


def anchoring_sums(blind: bool, assisted: bool, correct: bool) -> Sums:
    """Return the sums of one item: ("right" or "wrong" suggestion, blind equals it, assisted equals it)."""
    return sums({("right" if correct else "wrong", blind, assisted): 1})


def finish_anchoring(parts: Sums) -> Result:
    """Finish the sums of items as the gap on all, on wrong and on right suggestions."""
    gaps = {kinds: _gap(parts, kinds) for kinds in (("wrong", "right"), ("wrong",), ("right",))}
    toward, away = (_count(parts, ("wrong", "right"), *way) for way in ((False, True), (True, False)))
    n = sum(int(v) for v in parts.cells.values())
    value = gaps["wrong", "right"]
    figures: dict[str, object] = {
        "gap": value,
        "gap_when_suggestion_wrong": gaps["wrong",],
        "gap_when_suggestion_right": gaps["right",],
        "discordant_toward": toward,
        "discordant_away": away,
        "mcnemar_p_exact": exact_p(toward, away),
    }
    state = said.OK if n else said.EMPTY
    return Result(
        "anchoring_bias", value, state, n, toward + away, 2, figures, parts, method="paired passes, exact"
    )


def _count(parts: Sums, kinds: Sequence[str], blind: bool, assisted: bool) -> int:
    return sum(parts.count(kind, blind, assisted) for kind in kinds)


def _gap(parts: Sums, kinds: Sequence[str]) -> float | None:
    n = sum(_count(parts, kinds, b, a) for b in (False, True) for a in (False, True))
    return ratio(_count(parts, kinds, False, True) - _count(parts, kinds, True, False), n)
