"""The numbers that a study tells of each metric: in words, which way is better, and how it is finished."""

from collections.abc import Callable
from typing import Final, Literal

import msgspec

from crosstie.qa.agreement.alpha import finish_alpha
from crosstie.qa.agreement.cohen import finish_cohen
from crosstie.qa.bias.anchoring import finish_anchoring
from crosstie.qa.crossmodal.consistency import finish_consistency
from crosstie.qa.crossmodal.grounding import finish_grounding
from crosstie.qa.crossmodal.keyvalue import finish_kv
from crosstie.qa.crossmodal.links import finish_links
from crosstie.qa.drift.convergence import finish_co_labels, finish_convergence
from crosstie.qa.entities.coreference import finish_coreference
from crosstie.qa.intervals.shares import Share, f1_share, matched_share, plain_share
from crosstie.qa.matching.matched import finish_matched
from crosstie.qa.result import Result
from crosstie.qa.speakers.diarization import finish_diarization
from crosstie.qa.sums import Sums
from crosstie.qa.tracking.tracks import finish_tracks
from crosstie.qa.transcripts.characters import finish_cer
from crosstie.qa.transcripts.words import finish_wer
from crosstie.qa.unitizing.u_alpha import finish_u_alpha


class Told(msgspec.Struct, frozen=True):
    """One number of a metric's sums.

    `name` is stable and stands in ids; `title` is in words, sentence case; `page` is its page in docs/qa.
    A `share` has Wilson's interval on effective n, every other number the bootstrap over samples.
    """

    name: str
    title: str
    page: str
    finish: Callable[[Sums], Result]
    number: Callable[[Result], float | None]
    better: Literal["higher", "lower"] = "higher"
    share: Share | None = None


def _of(name: str) -> Callable[[Result], float | None]:
    return lambda result: result.number(name)


def _value(result: Result) -> float | None:
    return result.value


def _link(mode: str, name: str) -> Callable[[Result], float | None]:
    def number(result: Result) -> float | None:
        found = result.figures[mode]
        return found[name] if isinstance(found, dict) else None

    return number


def _link_share(mode: str, against: str) -> Share:
    return lambda sums: (sums[mode, "tp"], sums[mode, "tp"] + sums[mode, against])


def _same_label(sums: Sums) -> tuple[int, int]:
    cells = sums.under("cell")
    return int(sum(n for (a, b), n in cells.items() if a == b)), int(sum(cells.values()))


def _other_label(sums: Sums) -> tuple[int, int]:
    same, n = _same_label(sums)
    return n - same, n


TOLD: Final[dict[str, tuple[Told, ...]]] = {
    "cross_modal_consistency": (
        Told(
            "consistency",
            "Cross-modal consistency",
            "cross-modal-consistency",
            finish_consistency,
            _value,
            share=plain_share("consistent", "n"),
        ),
    ),
    "link_prf": (
        Told("link_f1", "Link F1", "links", finish_links, _value, share=f1_share("unconditional")),
        Told(
            "link_precision",
            "Link precision",
            "links",
            finish_links,
            _link("unconditional", "precision"),
            share=_link_share("unconditional", "fp"),
        ),
        Told(
            "link_recall",
            "Link recall",
            "links",
            finish_links,
            _link("unconditional", "recall"),
            share=_link_share("unconditional", "fn"),
        ),
        Told(
            "link_f1_conditional",
            "Link F1 where both ends were found",
            "links",
            finish_links,
            _link("conditional", "f1"),
            share=f1_share("conditional"),
        ),
        Told(
            "endpoint_recall",
            "Link ends found",
            "links",
            finish_links,
            _of("endpoint_recall"),
            share=plain_share("endpoints_found", "endpoints"),
        ),
    ),
    "matched_f1": (
        Told(
            "label_f1",
            "Labels found in place, F1",
            "matched-f1",
            finish_matched,
            _value,
            share=matched_share(0.5),
        ),
        Told(
            "mean_iou",
            "Overlap of labels found, mean IoU",
            "matched-f1",
            finish_matched,
            _of("mean_iou_matched"),
        ),
    ),
    "class_agreement": (
        Told("class_kappa", "Class, Cohen's kappa", "cohen-kappa", finish_cohen, _value),
        Told(
            "class_same",
            "Class, observed agreement",
            "cohen-kappa",
            finish_cohen,
            _of("po"),
            share=_same_label,
        ),
    ),
    "krippendorff_alpha": (
        Told("class_alpha", "Class, Krippendorff's alpha", "krippendorff-alpha", finish_alpha, _value),
    ),
    "co_label_confusion": (
        Told(
            "co_label_other",
            "Linked labels of another class",
            "taxonomy",
            finish_co_labels,
            _value,
            "lower",
            share=_other_label,
        ),
        Told("taxonomy_v", "Taxonomy convergence, V-measure", "taxonomy", finish_convergence, _value),
    ),
    "attribute_agreement": (
        Told("attribute_kappa", "Attribute, Cohen's kappa", "cohen-kappa", finish_cohen, _value),
        Told(
            "attribute_same",
            "Attribute, observed agreement",
            "cohen-kappa",
            finish_cohen,
            _of("po"),
            share=_same_label,
        ),
    ),
    "u_alpha_family": (Told("u_alpha", "Spans, u-alpha", "u-alpha", finish_u_alpha, _value),),
    "cer_grapheme": (
        Told(
            "cer", "Written text, character error rate", "character-error-rate", finish_cer, _value, "lower"
        ),
    ),
    "wer": (Told("wer", "Written text, word error rate", "word-error-rate", finish_wer, _value, "lower"),),
    "diarization": (
        Told("der", "Who spoke when, DER", "diarization", finish_diarization, _value, "lower"),
        Told("jer", "Who spoke when, JER", "diarization", finish_diarization, _of("jer"), "lower"),
    ),
    "coreference": (
        Told(
            "entity_conll", "Entities across modalities, CoNLL F1", "coreference", finish_coreference, _value
        ),
    ),
    "track_agreement": (
        Told("hota", "Tracks, HOTA", "tracks", finish_tracks, _value),
        Told("idf1", "Tracks, IDF1", "tracks", finish_tracks, _of("IDF1")),
    ),
    "grounding_accuracy": (
        Told(
            "grounding",
            "Grounding accuracy",
            "grounding",
            finish_grounding,
            _value,
            share=plain_share("correct", "n"),
        ),
    ),
    "document_kv_linking": (
        Told(
            "kv_f1",
            "Key-value linking, F1",
            "key-value-linking",
            finish_kv,
            _value,
            share=f1_share("boundaries"),
        ),
    ),
    "anchoring_bias": (
        Told(
            "anchoring_wrong",
            "Anchoring: gap on wrong suggestions",
            "anchoring",
            finish_anchoring,
            _of("gap_when_suggestion_wrong"),
            "lower",
        ),
        Told(
            "anchoring_right",
            "Benefit: gap on right suggestions",
            "anchoring",
            finish_anchoring,
            _of("gap_when_suggestion_right"),
        ),
    ),
}
"""By the metric of a cell. "class_agreement", "attribute_agreement" are Cohen's on matched labels."""
