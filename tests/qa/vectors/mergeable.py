"""Metrics whose samples add: how a vector's inputs are counted, and how the sums are finished."""

from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.qa.agreement.alpha import finish_alpha
from crosstie.qa.agreement.cohen import finish_cohen, finish_weighted
from crosstie.qa.agreement.confusion import confusion_sums, table_sums
from crosstie.qa.agreement.fleiss import finish_fleiss
from crosstie.qa.agreement.gwet import finish_gwet
from crosstie.qa.agreement.ratings import count_sums, rating_sums
from crosstie.qa.bias.anchoring import anchoring_sums, finish_anchoring
from crosstie.qa.crossmodal.consistency import consistency_sums, finish_consistency
from crosstie.qa.crossmodal.keyvalue import Relation, finish_kv, kv_sums
from crosstie.qa.crossmodal.links import LinkEnds, finish_links, link_sums
from crosstie.qa.entities.coreference import coreference_sums, finish_coreference
from crosstie.qa.matching.boxes import box_table, span_table
from crosstie.qa.matching.matched import finish_matched, matched_sums
from crosstie.qa.matching.shapes import cuboid_table, mask_table, polygon_table
from crosstie.qa.matching.text_spans import finish_text_spans, text_span_sums
from crosstie.qa.result import Result
from crosstie.qa.speakers.diarization import diarization_sums, finish_diarization
from crosstie.qa.sums import Sums, total
from crosstie.qa.tracking.tracks import finish_tracks, track_sums
from crosstie.qa.transcripts.characters import character_sums, finish_cer
from crosstie.qa.transcripts.speakers import cpwer_sums, finish_cpwer
from crosstie.qa.transcripts.words import finish_wer, word_sums
from crosstie.qa.unitizing.alpha_u import alpha_u_sums, finish_alpha_u
from crosstie.qa.unitizing.u_alpha import finish_u_alpha, u_alpha_sums
from tests.qa.vectors import reading
from tests.qa.vectors.reading import Inputs, Json, first

Table = NDArray[np.float64]
SHAPES: dict[str, Callable[[Json], Json]] = {
    "polygons": reading.area,
    "masks": lambda given: given,
    "cuboids": reading.cuboid,
}
LEVELS = ("nominal", "ordinal", "interval", "ratio", "masi")


class Mergeable(msgspec.Struct, frozen=True):
    """`main` names the input that a shard may be alone; two names joined by + are a pair."""

    main: str
    count: Callable[[Inputs], Sums]
    finish: Callable[[Sums, Inputs], Result]


def labels_or_table(inputs: Inputs) -> Sums:
    if "table" in inputs:
        return table_sums(inputs["table"], inputs.get("categories"))
    a = first(inputs, "labels_a", "a", "annotator_a", "rater_a")
    return confusion_sums(a, first(inputs, "labels_b", "b", "annotator_b", "rater_b"))


def ratings(inputs: Inputs) -> Sums:
    if "counts_items_x_categories" in inputs:
        return count_sums(inputs["counts_items_x_categories"], inputs.get("categories"))
    if "table" in inputs:
        table = inputs["table"]
        pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
        return rating_sums([[pair[side] for pair in pairs] for side in (0, 1)])
    return rating_sums(reading.by_annotator(inputs))


def scale(inputs: Inputs, counted: Sums) -> list[Json]:
    seen = {label for key in counted.under("cell") for label in key}
    return list(inputs.get("categories") or range(len(inputs.get("table") or seen)))


def weights(inputs: Inputs) -> Json:
    return inputs.get("disagreement_weights") or inputs.get("weights", "linear")


def alpha(parts: Sums, inputs: Inputs) -> Result:
    """The level asked for, and every level that fits the labels under its own name."""
    order = inputs.get("order") or inputs.get("categories")
    if matrix := inputs.get("distance_matrix"):
        result = finish_alpha(parts, "custom", distance=lambda a, b: matrix[int(str(a))][int(str(b))])
        return named(result, {"custom": result.value})
    seen = {label for key in parts.under("mass") for label in key[1:]}
    numeric = all(isinstance(label, int | float) for label in seen)
    levels = LEVELS if numeric else ("nominal", "masi", *(("ordinal",) if order else ()))
    asked = next(
        (str(inputs[name]) for name in ("level", "level_of_measurement", "distance") if name in inputs),
        "nominal",
    )
    each = {level: finish_alpha(parts, level, order).value for level in levels}
    return named(finish_alpha(parts, asked.lower(), order), each)


def named(result: Result, figures: dict[str, float | None]) -> Result:
    return msgspec.structs.replace(result, figures={**result.figures, **figures})


def fleiss(parts: Sums, inputs: Inputs) -> Result:
    return finish_fleiss(parts)


def gwet(parts: Sums, inputs: Inputs) -> Result:
    table = inputs.get("table")
    return finish_gwet(parts, inputs.get("categories") or (list(range(len(table))) if table else None))


def similarity(inputs: Inputs, kind: str) -> Table:
    if kind in ("boxes", "time_spans"):
        gold, pred = (reading.boxes(inputs, side) for side in ("gold", "pred"))
        return box_table(gold, pred) if kind == "boxes" else span_table(gold, pred)
    gold, pred = ([SHAPES[kind](given) for given in inputs[side]] for side in ("gold", "pred"))
    tables: dict[str, Callable[[Json, Json], Table]] = {
        "polygons": polygon_table,
        "masks": mask_table,
        "cuboids": cuboid_table,
    }
    return np.asarray(tables[kind](gold, pred), np.float64)


def matching(kind: str) -> Mergeable:
    def threshold(inputs: Inputs) -> float:
        return float(inputs.get("iou_threshold", inputs.get("tiou_threshold", 0.5)))

    return Mergeable(
        "gold+pred" if kind != "boxes" else "gold_xywh+pred_xywh",
        lambda inputs: matched_sums(similarity(inputs, kind), (threshold(inputs),)),
        lambda parts, inputs: finish_matched(parts, f"matched_f1_{kind}", threshold(inputs)),
    )


def collar(inputs: Inputs) -> float:
    """`collar` is pyannote's: the whole width, half on each side."""
    return float(inputs.get("collar_per_side", inputs.get("collar", 0.0) / 2))


def spoken(inputs: Inputs) -> Sums:
    sides = [reading.turns(inputs[side]) for side in ("reference", "hypothesis")]
    return diarization_sums(sides[0], sides[1], collar(inputs), bool(inputs.get("skip_overlap")))


def links(inputs: Inputs) -> Sums:
    gold, pred = ([LinkEnds(*link) for link in inputs[side]] for side in ("gold_links", "pred_links"))
    return link_sums(gold, pred, inputs["endpoint_match_pred_to_gold"], inputs.get("directed", True))


def relation(given: Json) -> Relation:
    head, tail = tuple(given["head"]), tuple(given["tail"])
    return Relation(head, tail, given.get("head_type", ""), given.get("tail_type", ""), given.get("type", 1))


def keyvalues(inputs: Inputs) -> Sums:
    pages = zip(inputs["gold"], inputs["pred"], strict=True)
    directed = inputs.get("directed", True)
    return total(
        kv_sums([relation(g) for g in gold], [relation(p) for p in pred], directed) for gold, pred in pages
    )


def texts(inputs: Inputs) -> Sums:
    inclusive = "inclusive" in str(inputs.get("end", ""))
    gold, pred = ([reading.text_span(s, inclusive) for s in inputs[side]] for side in ("gold", "pred"))
    return text_span_sums(gold, pred)


def anchoring(inputs: Inputs) -> Sums:
    names = ("blind_equals_suggestion", "assisted_equals_suggestion", "suggestion_correct")
    rows = zip(*(inputs[name] for name in names), strict=True)
    return total(anchoring_sums(bool(b), bool(a), bool(c)) for b, a, c in rows)


def consistency(inputs: Inputs) -> Sums:
    rows = inputs["violations_per_sample"]
    return total(consistency_sums({} if n is None else n if isinstance(n, dict) else {"": n}) for n in rows)


def unitized(inputs: Inputs) -> Sums:
    extent = inputs["continuum"]
    end = extent["begin"] + extent["length"]
    return alpha_u_sums(reading.spans(inputs["annotators"]), extent["begin"], end)


def strings(count: Callable[[Json, Json], Sums]) -> Callable[[Inputs], Sums]:
    def counted(inputs: Inputs) -> Sums:
        sides = [inputs["reference"], inputs["hypothesis"]]
        if isinstance(sides[0], list):
            return total(count(a, b) for a, b in zip(*sides, strict=True))
        return count(*sides)

    return counted


def alone(finish: Callable[[Sums], Result]) -> Callable[[Sums, Inputs], Result]:
    return lambda parts, inputs: finish(parts)


MERGEABLE: dict[str, Mergeable] = {
    "cohen_kappa": Mergeable("table", labels_or_table, alone(finish_cohen)),
    "weighted_kappa": Mergeable(
        "table", labels_or_table, lambda p, i: finish_weighted(p, scale(i, p), weights(i))
    ),
    "gwet_ac": Mergeable("table", ratings, gwet),
    "fleiss_kappa": Mergeable("counts_items_x_categories", ratings, fleiss),
    "krippendorff_alpha": Mergeable("annotator_x_unit", ratings, alpha),
    "alpha_u_2004": Mergeable("annotators", unitized, alone(finish_alpha_u)),
    "u_alpha_family": Mergeable(
        "annotators",
        lambda i: u_alpha_sums(reading.spans(i["annotators"]), i["length"], i.get("begin", 0)),
        alone(finish_u_alpha),
    ),
    "matched_f1_boxes": matching("boxes"),
    "matched_f1_time_spans": matching("time_spans"),
    "matched_f1_polygons": matching("polygons"),
    "matched_f1_masks": matching("masks"),
    "matched_f1_cuboids": matching("cuboids"),
    "matched_f1_text_spans": Mergeable("gold+pred", texts, alone(finish_text_spans)),
    "track_agreement": Mergeable(
        "frames", lambda i: track_sums(reading.frames(i["frames"])), alone(finish_tracks)
    ),
    "wer": Mergeable("reference+hypothesis", strings(word_sums), alone(finish_wer)),
    "cer_grapheme": Mergeable("reference+hypothesis", strings(character_sums), alone(finish_cer)),
    "cpwer": Mergeable("reference+hypothesis", strings(cpwer_sums), alone(finish_cpwer)),
    "diarization": Mergeable(
        "reference+hypothesis",
        spoken,
        alone(finish_diarization),
    ),
    "coreference": Mergeable(
        "key+response", lambda i: coreference_sums(i["key"], i["response"]), alone(finish_coreference)
    ),
    "cross_modal_consistency": Mergeable("violations_per_sample", consistency, alone(finish_consistency)),
    "link_prf": Mergeable("links", links, alone(finish_links)),
    "document_kv_linking": Mergeable("gold+pred", keyvalues, alone(finish_kv)),
    "anchoring_bias": Mergeable("items", anchoring, alone(finish_anchoring)),
}
