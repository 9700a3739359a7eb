"""What the report opens with: the headline numbers, the worst slices, and what quiet means."""

from collections.abc import Sequence
from typing import Final

from crosstie.qa.reports.report import Figure, Report
from crosstie.qa.reports.words import (
    Words,
    count,
    counted,
    is_small,
    number,
    shortfall,
    sliced,
    stands_out,
)

HEADLINES: Final[tuple[tuple[str, str], ...]] = (
    ("consistency", "Cross-modal consistency"),
    ("link_f1", "Link F1"),
    ("link_f1_conditional", "Link F1, both ends found"),
    ("label_f1", "Label F1"),
    ("class_kappa", "Class, Cohen's kappa"),
)
"""Names of the headline numbers and what they are called, in the order shown."""
_PREFERRED: Final = ("settled", "accuracy", "agreement", "team", "bias", "model")
_ANY_FAULT: Final = ("", "link_type", "rule", "class", "modality")
# 80 % power at 5 %: (1.960 + 0.842) / 1.960 half-widths of a 95 % interval (Cochran 1977).
_POWER: Final = 1.43


def headline(report: Report, name: str) -> list[Figure]:
    """Return a headline number over all samples, as it is best compared first: against gold, then people."""
    found = [one for one in report.figures if one.name == name and not one.by and not one.facet]
    found = [one for one in found if one.comparison in {"settled", "accuracy", "agreement"}]
    return sorted(found, key=lambda one: (one.number is None, _PREFERRED.index(one.comparison)))


def worst_slices(report: Report, limit: int = 7) -> list[Figure]:
    """Return the slices that lie furthest below the rest: those beyond chance first.

    Slices of fewer than 30 samples are not ranked; of a part (a link type, a class) only those beyond chance.
    A slice stands there once, by the number that it fails on furthest.
    """
    names = {name for name, _ in HEADLINES}
    found = [
        one
        for one in report.figures
        if one.by and one.name in names and not is_small(one) and shortfall(one) > 0
    ]
    found = [one for one in found if not one.facet or (one.facet in _ANY_FAULT and stands_out(one))]
    ranked = sorted(found, key=lambda one: (not stands_out(one), -shortfall(one), one.id))
    once = {(one.facet, one.value, *one.by.items()): one for one in reversed(ranked)}
    return [one for one in ranked if once[one.facet, one.value, *one.by.items()] is one][:limit]


def quiet_words(report: Report) -> list[str]:
    """Say what was looked at when nothing stands out, and what would have been noticed."""
    if not any(figure.number is not None for figure in report.figures):
        return ["There is nothing to compare yet: no sample has two passes, links or rules to be judged."]
    tested = [figure for figure in report.figures if figure.p_adjusted is not None]
    figures = f"{counted(len(report.figures), 'figure')} over {counted(report.contents.samples, 'sample')}"
    if not tested:
        return [f"{figures}; no slice could be compared with the rest."]
    worse = sum(map(stands_out, tested))
    found = f"{count(worse)} worse" if worse else "none worse"
    slices = counted(len(tested), "slice")
    told = f"{figures}; {slices} against the rest, {found} beyond chance (adjusted)."
    return [told, *_noticed(tested)]


def _noticed(tested: Sequence[Figure]) -> list[str]:
    told = []
    for name, title in HEADLINES:
        widths = sorted(
            (half, one.n_samples, sliced(one))
            for one in tested
            if one.name == name and not one.facet and not is_small(one) and (half := _half(one)) > 0
        )
        if widths:
            sharp, blunt = widths[0], widths[-1]
            told.append(
                f"{title}: {number(_POWER * sharp[0])} ({sharp[2]}, n {count(sharp[1])}) to "
                f"{number(_POWER * blunt[0])} ({blunt[2]}, n {count(blunt[1])})."
            )
    how = "How far below the rest a slice would have been noticed, four times in five:"
    return [how, *told] if told else []


def _half(figure: Figure) -> float:
    ci = figure.ci
    return 0.0 if ci is None or ci.low is None or ci.high is None else (ci.high - ci.low) / 2


def contents_words(report: Report) -> list[str]:
    """Say what was measured, in short pieces."""
    held = report.contents
    told = [
        report.made_at.replace("T", " ").removesuffix("Z") + (" UTC" if report.made_at.endswith("Z") else "")
    ]
    told.append(counted(held.samples, "sample"))
    kinds = ", ".join(f"{count(n)} {kind}" for kind, n in held.passes.items())
    told.append(f"{counted(sum(held.passes.values()), 'pass', 'passes')}{f' ({kinds})' if kinds else ''}")
    for counts, one, many in (
        (held.languages, "language", ""),
        (held.batches, "batch", "batches"),
        (held.pods, "pod", ""),
    ):
        if counts:
            told.append(counted(len(counts), one, many))
    if held.schemas:
        told.append(f"schema {', '.join(held.schemas)}")
    return told


def left_out_range(words: Words, figure: Figure) -> str:
    """Say how far a number moves when one annotator is left out, and who moves it furthest; empty without."""
    found = {who: value for who, value in figure.leave_one_out.items() if value is not None}
    if not found or figure.number is None:
        return ""
    low, high = min(found, key=lambda who: found[who]), max(found, key=lambda who: found[who])
    return (
        f"Without one annotator at a time {figure.title} is {number(found[low])} (without {words.name(low)}) "
        f"to {number(found[high])} (without {words.name(high)}). This is a range, not an interval."
    )
