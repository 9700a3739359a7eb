"""Runs one vector through the public functions of the quality figures, and compares what it expects."""

import math
from collections.abc import Callable, Mapping

from crosstie.qa.agreement.distances import masi_distances
from crosstie.qa.bias.proportions import mcnemar, two_proportion_gap
from crosstie.qa.bias.rollout import Outcome, did_from_outcomes, difference_in_differences
from crosstie.qa.charts.control import ewma_chart, p_chart
from crosstie.qa.crossmodal.grounding import grounding_accuracy
from crosstie.qa.drift.convergence import co_label_confusion, taxonomy_convergence
from crosstie.qa.drift.divergence import jensen_shannon, schema_drift_permutation
from crosstie.qa.intervals.bootstrap import cluster_bootstrap
from crosstie.qa.intervals.clusters import cluster_interval, cluster_se
from crosstie.qa.intervals.families import benjamini_hochberg
from crosstie.qa.intervals.wilson import slice_rates, wilson_interval
from crosstie.qa.matching.matched import matched_f1_boxes, matched_f1_time_spans
from crosstie.qa.matching.pairs import iou_boxes, iou_cuboids_3d, iou_masks, iou_polygons, iou_time_spans
from crosstie.qa.models.disagreement import bald, vote_entropy
from crosstie.qa.preferences.choices import bradley_terry
from crosstie.qa.preferences.kendall import kendall_tau_b, kendall_w
from crosstie.qa.rates import matched_f1_counts
from crosstie.qa.registry import METRICS
from crosstie.qa.result import Interval, Result
from crosstie.qa.sampling.acceptance import acceptance_oc, find_plan, zero_acceptance_n
from crosstie.qa.sampling.sizes import sample_size_proportion, stratified_allocation
from crosstie.qa.speakers.diarization import diarization
from crosstie.qa.sums import total
from crosstie.qa.unitizing.align import Dissimilarity
from crosstie.qa.unitizing.gamma import gamma
from tests.qa.vectors import reading
from tests.qa.vectors.mergeable import LEVELS, MERGEABLE, Mergeable, collar
from tests.qa.vectors.reading import Inputs, Json, first

Answer = dict[str, Json]


def answer(metric: str, inputs: Inputs) -> Answer:
    """Every figure that a vector may expect, by name. Raises KeyError for a metric without a function."""
    if metric == "merge_law":
        return merged(inputs)
    if "+" in metric:
        return joined(metric.split("+"), inputs)
    if metric not in METRICS:
        raise KeyError(f"no function for the metric {metric}")
    if metric in ALONE:
        return ALONE[metric](inputs)
    return told(MERGEABLE[metric].finish(MERGEABLE[metric].count(inputs), inputs))


def merged(inputs: Inputs) -> Answer:
    """Shards counted apart and added, both ways round."""
    how = mergeable(inputs["metric"])
    shards = first(inputs, "shards", "sequences", "documents", "samples", "parts")
    parts = [how.count(reading.shard(one, how.main, inputs)) for one in shards]
    level = next((level for level in LEVELS if inputs["metric"].endswith(level)), None)
    common = {**reading.shard({}, how.main, inputs), **({"level": level} if level else {})}
    if how.main == "table":
        common["table"] = shards[0]["table"] if isinstance(shards[0], Mapping) else shards[0]
    forth, back = how.finish(total(parts), common), how.finish(total(reversed(parts)), common)
    assert forth == back
    return told(forth)


def mergeable(named: str) -> Mergeable:
    """The metric of a merge vector, by its name or one of its figures' names."""
    known = {
        "hota": "track_agreement",
        "idf1": "track_agreement",
        "conll": "coreference",
        "alpha": "krippendorff_alpha",
    }
    for short, metric in known.items():
        if named.lower().startswith(short) and named not in MERGEABLE:
            return MERGEABLE[metric]
    return MERGEABLE.get(named) or next(how for name, how in MERGEABLE.items() if named.startswith(name))


def joined(metrics: list[str], inputs: Inputs) -> Answer:
    """Several metrics of the same inputs, each under its own name."""
    found = {metric: answer(metric, inputs) for metric in metrics}
    joint: Answer = {}
    for metric, figures in found.items():
        joint |= figures
        joint[metric] = figures["value"]
        joint |= {f"alpha_{name}": v for name, v in figures.items()} if metric == "krippendorff_alpha" else {}
    return joint


def told(result: Result) -> Answer:
    counts = {"n_units": result.n_units, "n_annotators": result.n_annotators, "n_pairs": result.n_pairs}
    return {**counts, **result.figures, "value": result.value, "status": result.status}


def interval(found: Interval) -> Answer:
    return {"low": found.low, "high": found.high, "status": found.status, "n_eff": found.n_effective}


def sample_sizes(i: Inputs) -> Answer:
    populations = i["N"] if isinstance(i["N"], list) else [i["N"]]
    z = {"chi2": i["chi2"]} if "chi2" in i else {"confidence": i.get("confidence", 0.95)}
    extra = {"design_effect": i["design_effect"]} if "design_effect" in i else {}
    found = [
        told(sample_size_proportion(i["margin"], i["p"], population=n, **z, **extra)) for n in populations
    ]
    if (
        "chi2" in i and i.get("rounding", "nearest") == "nearest"
    ):  # Krejcie and Morgan's table rounds to nearest
        found = [one | {"n": one["n_nearest"], "n_ceil": one["n"]} for one in found]
    return {name: [one[name] for one in found] for name in found[0]} if isinstance(i["N"], list) else found[0]


def drift(i: Inputs) -> Answer:
    a, b = i["team_a_counts_per_sample"], i["team_b_counts_per_sample"]
    return told(schema_drift_permutation(a, b, i.get("strata")))


def differences(i: Inputs) -> Answer:
    if "rows" in i:
        return told(did_from_outcomes([Outcome(*row) for row in i["rows"]]))
    means = i["means"]
    four = [means[group][period] for group in ("treated", "control") for period in ("pre", "post")]
    return told(difference_in_differences(*four))


def unit_gamma(i: Inputs) -> Answer:
    named = i["annotators"]
    rows = named if isinstance(named, Mapping) else {str(n): row for n, row in enumerate(named)}
    how = Dissimilarity(i.get("alpha", 3), i.get("beta", 1), i.get("delta_empty", 1))
    return told(gamma({name: [reading.span(s) for s in row] for name, row in rows.items()}, how))


def speakers(i: Inputs) -> Answer:
    sides = [reading.turns(i[side]) for side in ("reference", "hypothesis")]
    return told(diarization(sides[0], sides[1], collar(i), bool(i.get("skip_overlap"))))


def gap(i: Inputs) -> Answer:
    assisted, blind = ((i[f"accepted_{side}"], i[f"n_{side}"]) for side in ("assisted", "blind"))
    return told(two_proportion_gap(*assisted, *blind, i.get("confidence", 0.95)))


def chart(i: Inputs) -> Answer:
    limits = "exact" if "exact" in i.get("limits", "exact") else "asymptotic"
    return told(ewma_chart(i["x"], i["target"], i["sigma"], i["lambda"], i.get("k", 3), limits))


def cuboids(i: Inputs) -> Answer:
    return told(iou_cuboids_3d(reading.cuboid(i["gold"]), reading.cuboid(i["pred"])))


def boxes(i: Inputs) -> Answer:
    return told(
        matched_f1_boxes(reading.boxes(i, "gold"), reading.boxes(i, "pred"), i.get("iou_threshold", 0.5))
    )


def strengths(i: Inputs) -> Answer:
    return told(bradley_terry(i["items"], i["wins_row_over_col"], i.get("reference"), i.get("ridge", 0.0)))


def defects(i: Inputs) -> Answer:
    return told(p_chart(i["defectives"], i["n_per_batch"], i.get("k", 3), i.get("baseline")))


def grounding(i: Inputs) -> Answer:
    return told(grounding_accuracy(i["pred_xywh"], i["gold_xywh_lists"], i.get("iou_threshold", 0.5)))


ALONE: dict[str, Callable[[Inputs], Answer]] = {
    "masi_distance": lambda i: told(masi_distances([(a, b) for a, b in i["pairs"]])),
    "gamma": unit_gamma,
    "iou_boxes": lambda i: told(iou_boxes(first(i, "gold", "gold_xywh"), first(i, "pred", "pred_xywh"))),
    "iou_time_spans": lambda i: told(iou_time_spans(i["gold"], i["pred"])),
    "iou_polygons": lambda i: told(iou_polygons(reading.area(i["gold"]), reading.area(i["pred"]))),
    "iou_masks": lambda i: told(iou_masks(i["gold"], i["pred"])),
    "iou_cuboids_3d": cuboids,
    "matched_f1_counts": lambda i: told(matched_f1_counts(i["tp"], i["only_a"], i["only_b"])),
    "matched_f1_boxes": boxes,
    "matched_f1_time_spans": lambda i: told(
        matched_f1_time_spans(i["gold"], i["pred"], i.get("tiou_threshold", 0.5))
    ),
    "diarization": speakers,
    "kendall_w": lambda i: told(
        kendall_w(first(i, "rater_x_item_ranks", "rater_x_item_scores", "rater_x_item"))
    ),
    "kendall_tau_b": lambda i: told(kendall_tau_b(i["x"], i["y"])),
    "bradley_terry": strengths,
    "grounding_accuracy": grounding,
    "jensen_shannon": lambda i: told(jensen_shannon(i["p"], i["q"])),
    "schema_drift_permutation": drift,
    "co_label_confusion": lambda i: told(co_label_confusion(i["team_a_labels"], i["team_b_labels"])),
    "taxonomy_convergence": lambda i: told(taxonomy_convergence(i["team_a_labels"], i["team_b_labels"])),
    "two_proportion_gap": gap,
    "mcnemar": lambda i: told(mcnemar(i["table"])),
    "difference_in_differences": differences,
    "vote_entropy": lambda i: told(vote_entropy(i["votes"], i.get("labels"))),
    "bald": lambda i: told(bald(i["member_probabilities"])),
    "p_chart": defects,
    "ewma_chart": chart,
    "acceptance_oc": lambda i: told(
        acceptance_oc(i["n"], i["c"], i["p"], i.get("lot", i.get("lot_size", i.get("N"))))
    ),
    "acceptance_plan": lambda i: told(
        find_plan(i["aql"], i["rql"], i.get("alpha", 0.05), i.get("beta", 0.1))
    ),
    "zero_acceptance_n": lambda i: told(zero_acceptance_n(i["confidence"], i["max_defect_rate"])),
    "sample_size_proportion": sample_sizes,
    "stratified_allocation": lambda i: told(stratified_allocation(i["N_h"], i["S_h"], i["n"])),
    "wilson_interval": lambda i: interval(wilson_interval(i["successes"], i["n"], i.get("confidence", 0.95))),
    "slice_rates": lambda i: told(slice_rates([(a, b, c) for a, b, c in i["rows_lang_successes_n"]])),
    "cluster_se": lambda i: told(cluster_se(i["numerators"], i["denominators"])),
    "cluster_interval": lambda i: interval(cluster_interval(i["numerators"], i["denominators"])),
    "cluster_bootstrap": lambda i: told(cluster_bootstrap(i["numerators"], i["denominators"])),
    "benjamini_hochberg": lambda i: told(benjamini_hochberg(first(i, "p", "p_values"), i.get("rate", 0.05))),
}


def difference(expected: Json, found: Json, tolerance: float, at: str = "") -> list[str]:
    """What does not agree, each with its place; only what is expected is compared."""
    if isinstance(expected, Mapping):
        return [line for name in expected for line in _named(expected, found, name, tolerance, at)]
    if isinstance(expected, list):
        if not isinstance(found, list | tuple) or len(found) != len(expected):
            return [f"{at}: expected {expected}, found {found}"]
        pairs = enumerate(zip(expected, found, strict=True))
        return [line for n, (e, f) in pairs for line in difference(e, f, tolerance, f"{at}[{n}]")]
    if isinstance(expected, bool | str) or expected is None or not isinstance(found, int | float):
        return [] if expected == found else [f"{at}: expected {expected!r}, found {found!r}"]
    close = math.isfinite(found) and abs(expected - found) <= tolerance + 1e-15
    return [] if close else [f"{at}: expected {expected!r} within {tolerance}, found {found!r}"]


def _named(expected: Mapping[str, Json], found: Json, name: str, tolerance: float, at: str) -> list[str]:
    place = f"{at}.{name}" if at else name
    wanted = expected[name]
    if name.endswith("_range"):
        value = found.get(name.removesuffix("_range")) if isinstance(found, Mapping) else None
        low, high = wanted
        inside = isinstance(value, int | float) and low <= value <= high
        return [] if inside else [f"{place}: expected {low}..{high}, found {value!r}"]
    if not isinstance(found, Mapping) or name not in found:
        return [f"{place}: there is no such figure"]
    return difference(wanted, found[name], tolerance, place)
