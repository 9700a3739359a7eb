"""Cross-modal consistency: the share of samples that break no rule."""

from collections.abc import Mapping, Sequence

from crosstie.qa import status as said
from crosstie.qa.intervals.wilson import wilson_interval
from crosstie.qa.result import Result
from crosstie.qa.sums import Key, Number, Sums, ratio, sums, total


def cross_modal_consistency(violations_per_sample: Sequence[int | None]) -> Result:
    """Return samples with no violated cross-modal rule / samples to which a rule applied; in [0, 1].

    None stands for a sample to which no rule applied: it is left out of n. No such sample: None,
    no_applicable_rule. The definition is ours.
    """
    rows = ({} if count is None else {"": int(count)} for count in violations_per_sample)
    return finish_consistency(total(consistency_sums(row) for row in rows))


def consistency_sums(violations_by_rule: Mapping[str, int]) -> Sums:
    """Return the sums of one sample from the violations of each rule that applied to it (0 where kept)."""
    if not violations_by_rule:
        return sums({("not_applicable",): 1})
    cells: dict[Key, Number] = {("n",): 1, ("consistent",): int(not any(violations_by_rule.values()))}
    for rule, count in violations_by_rule.items():
        cells["rule", rule, "n"] = 1
        cells["rule", rule, "consistent"] = int(count == 0)
    return sums(cells)


def finish_consistency(parts: Sums) -> Result:
    """Finish the sums of samples, with one rate for each rule. The interval takes each sample as one draw."""
    n, kept = parts.count("n"), parts.count("consistent")
    rules = sorted({str(key[0]) for key in parts.under("rule")} - {""})
    per_rule = {rule: ratio(parts["rule", rule, "consistent"], parts["rule", rule, "n"]) for rule in rules}
    ci = wilson_interval(kept, n)
    figures: dict[str, object] = {
        "n": n,
        "consistent": kept,
        "rate": ratio(kept, n),
        "wilson95": [ci.low, ci.high],
        "per_rule": per_rule,
        "not_applicable": parts.count("not_applicable"),
    }
    state = said.OK if n else said.NO_RULES
    return Result(
        "cross_modal_consistency", ratio(kept, n), state, n, 0, 1, figures, parts, ci, "share of samples"
    )
