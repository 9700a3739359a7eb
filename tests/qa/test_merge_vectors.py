"""Shards of a vector, counted apart, give what the whole gives: alpha, tracks, entities."""

import pytest

from tests.qa.test_vectors import VECTORS
from tests.qa.vectors.answers import answer, difference
from tests.qa.vectors.reading import Inputs

MAIN = {
    "krippendorff_alpha": "annotator_x_unit",
    "track_agreement": "frames",
    "fleiss_kappa": "counts_items_x_categories",
}


def inputs_of(metric: str) -> Inputs:
    return next(dict(v["inputs"]) for v in VECTORS if v["metric"] == metric)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("cuts", [(3, 7), (1, 11), (6, 6)])
def test_units_of_alpha_in_three_shards(level: str, cuts: tuple[int, int]) -> None:
    inputs = inputs_of("krippendorff_alpha")
    rows = inputs["annotator_x_unit"]
    low, high = cuts
    shards = [[row[:low] for row in rows], [row[low:high] for row in rows], [row[high:] for row in rows]]
    merged = answer("merge_law", {"metric": "krippendorff_alpha", "shards": shards, "level": level})
    whole = answer("krippendorff_alpha", inputs)
    assert merged[level] == merged["value"] == whole[level]


def test_sequences_of_tracks_add() -> None:
    sequences = [v["inputs"] for v in VECTORS if v["metric"] == "track_agreement"]
    merged = answer("merge_law", {"metric": "track_agreement", "shards": [s["frames"] for s in sequences]})
    singles = [answer("track_agreement", s) for s in sequences]
    for name in ("IDTP", "IDFN", "IDFP", "HOTA_TP_50", "IDSW", "CLR_TP"):
        assert merged[name] == sum(single[name] for single in singles)
    tp = [single["HOTA_TP_50"] for single in singles]
    assert merged["AssA_50"] == pytest.approx(
        sum(single["AssA_50"] * n for single, n in zip(singles, tp, strict=True)) / sum(tp)
    )


def test_documents_of_entities_add_before_they_are_divided() -> None:
    documents = [v["inputs"] for v in VECTORS if v["metric"] == "coreference"][:2]
    shards = [{"key": d["key"], "response": d["response"]} for d in documents]
    merged = answer("merge_law", {"metric": "coreference", "shards": shards})
    pairs = answer("merge_law", {"metric": "conll_f1", "shards": [[s["key"], s["response"]] for s in shards]})
    assert merged["conll_f1"] == pairs["conll_f1"]
    assert difference({"muc": [4 / 6, 1.0, 0.8]}, merged, 1e-9) == []
