"""Every metric by name: the function that makes it, how its sums are counted and finished, and its page."""

from collections.abc import Callable

import msgspec

from crosstie.qa import rates
from crosstie.qa.agreement import alpha, cohen, confusion, distances, fleiss, gwet, ratings
from crosstie.qa.bias import anchoring, proportions, rollout
from crosstie.qa.charts import control
from crosstie.qa.crossmodal import consistency, grounding, keyvalue, links
from crosstie.qa.drift import convergence, divergence
from crosstie.qa.entities import coreference
from crosstie.qa.intervals import bootstrap, clusters, families, gaps, wilson
from crosstie.qa.intervals.shares import MATCHED, Share, f1_share, plain_share
from crosstie.qa.matching import matched, pairs, text_spans
from crosstie.qa.models import disagreement
from crosstie.qa.pilot import trails, working_time
from crosstie.qa.preferences import choices, kendall
from crosstie.qa.result import Interval, Result
from crosstie.qa.sampling import acceptance, gates, intraclass, power, sizes
from crosstie.qa.speakers import diarization
from crosstie.qa.sums import Sums
from crosstie.qa.tracking import tracks
from crosstie.qa.transcripts import characters, speakers, words
from crosstie.qa.unitizing import alpha_u, gamma, u_alpha


class Metric(msgspec.Struct, frozen=True):
    """A metric: `function` makes it at once, `count` makes the sums of one sample and `finish` the figure
    of any sum.

    `page` is the name of its page in docs/qa. A metric without `count` is a calculation, not a figure over
    samples.
    """

    name: str
    page: str
    function: Callable[..., Result | Interval]
    count: Callable[..., Sums] | None = None
    finish: Callable[..., Result] | None = None
    share: Share | None = None


_ALL = (
    Metric("cohen_kappa", "cohen-kappa", cohen.cohen_kappa, confusion.confusion_sums, cohen.finish_cohen),
    Metric(
        "weighted_kappa",
        "weighted-kappa",
        cohen.weighted_kappa,
        confusion.confusion_sums,
        cohen.finish_weighted,
    ),
    Metric("fleiss_kappa", "fleiss-kappa", fleiss.fleiss_kappa, ratings.rating_sums, fleiss.finish_fleiss),
    Metric("gwet_ac", "gwet-ac", gwet.gwet_ac, ratings.rating_sums, gwet.finish_gwet),
    Metric(
        "krippendorff_alpha",
        "krippendorff-alpha",
        alpha.krippendorff_alpha,
        ratings.rating_sums,
        alpha.finish_alpha,
    ),
    Metric("masi_distance", "masi-distance", distances.masi_distances),
    Metric("alpha_u_2004", "alpha-u", alpha_u.alpha_u_2004, alpha_u.alpha_u_sums, alpha_u.finish_alpha_u),
    Metric("u_alpha_family", "u-alpha", u_alpha.u_alpha_family, u_alpha.u_alpha_sums, u_alpha.finish_u_alpha),
    Metric("gamma", "gamma", gamma.gamma, gamma.gamma_sums, gamma.finish_gamma),
    Metric("iou_boxes", "iou", pairs.iou_boxes),
    Metric("iou_time_spans", "iou", pairs.iou_time_spans),
    Metric("iou_polygons", "iou", pairs.iou_polygons),
    Metric("iou_masks", "iou", pairs.iou_masks),
    Metric("iou_cuboids_3d", "iou", pairs.iou_cuboids_3d),
    Metric("matched_f1_counts", "matched-f1", rates.matched_f1_counts, None, rates.finish_counts),
    Metric(
        "matched_f1_boxes",
        "matched-f1",
        matched.matched_f1_boxes,
        matched.matched_sums,
        matched.finish_matched,
        share=MATCHED,
    ),
    Metric(
        "matched_f1_polygons",
        "matched-f1",
        matched.matched_f1_polygons,
        matched.matched_sums,
        matched.finish_matched,
        share=MATCHED,
    ),
    Metric(
        "matched_f1_masks",
        "matched-f1",
        matched.matched_f1_masks,
        matched.matched_sums,
        matched.finish_matched,
        share=MATCHED,
    ),
    Metric(
        "matched_f1_cuboids",
        "matched-f1",
        matched.matched_f1_cuboids,
        matched.matched_sums,
        matched.finish_matched,
        share=MATCHED,
    ),
    Metric(
        "matched_f1_time_spans",
        "matched-f1",
        matched.matched_f1_time_spans,
        matched.matched_sums,
        matched.finish_matched,
        share=MATCHED,
    ),
    Metric(
        "matched_f1_text_spans",
        "text-spans",
        text_spans.matched_f1_text_spans,
        text_spans.text_span_sums,
        text_spans.finish_text_spans,
    ),
    Metric("track_agreement", "tracks", tracks.track_agreement, tracks.track_sums, tracks.finish_tracks),
    Metric("wer", "word-error-rate", words.wer, words.word_sums, words.finish_wer),
    Metric(
        "cer_grapheme",
        "character-error-rate",
        characters.cer_grapheme,
        characters.character_sums,
        characters.finish_cer,
    ),
    Metric("cpwer", "cpwer", speakers.cpwer, speakers.cpwer_sums, speakers.finish_cpwer),
    Metric(
        "diarization",
        "diarization",
        diarization.diarization,
        diarization.diarization_sums,
        diarization.finish_diarization,
    ),
    Metric(
        "coreference",
        "coreference",
        coreference.coreference,
        coreference.coreference_sums,
        coreference.finish_coreference,
    ),
    Metric("kendall_w", "kendall", kendall.kendall_w, kendall.rank_sums, kendall.finish_kendall_w),
    Metric("kendall_tau_b", "kendall", kendall.kendall_tau_b, kendall.tau_sums, kendall.finish_tau_b),
    Metric(
        "bradley_terry",
        "bradley-terry",
        choices.bradley_terry,
        choices.choice_sums,
        choices.finish_bradley_terry,
    ),
    Metric(
        "cross_modal_consistency",
        "cross-modal-consistency",
        consistency.cross_modal_consistency,
        consistency.consistency_sums,
        consistency.finish_consistency,
        share=plain_share("consistent", "n"),
    ),
    Metric(
        "link_prf",
        "links",
        links.link_prf,
        links.link_sums,
        links.finish_links,
        share=f1_share("unconditional"),
    ),
    Metric(
        "document_kv_linking",
        "key-value-linking",
        keyvalue.document_kv_linking,
        keyvalue.kv_sums,
        keyvalue.finish_kv,
        share=f1_share("boundaries"),
    ),
    Metric(
        "grounding_accuracy",
        "grounding",
        grounding.grounding_accuracy,
        grounding.grounding_sums,
        grounding.finish_grounding,
        share=plain_share("correct", "n"),
    ),
    Metric(
        "jensen_shannon",
        "drift",
        divergence.jensen_shannon,
        divergence.label_sums,
        divergence.finish_divergence,
    ),
    Metric("schema_drift_permutation", "drift", divergence.schema_drift_permutation),
    Metric(
        "co_label_confusion",
        "taxonomy",
        convergence.co_label_confusion,
        confusion.confusion_sums,
        convergence.finish_co_labels,
    ),
    Metric(
        "taxonomy_convergence",
        "taxonomy",
        convergence.taxonomy_convergence,
        confusion.confusion_sums,
        convergence.finish_convergence,
    ),
    Metric(
        "two_proportion_gap", "acceptance-gap", proportions.two_proportion_gap, None, proportions.finish_gap
    ),
    Metric("mcnemar", "mcnemar", proportions.mcnemar, None, proportions.finish_mcnemar),
    Metric("difference_in_differences", "difference-in-differences", rollout.difference_in_differences),
    Metric(
        "anchoring_bias",
        "anchoring",
        anchoring.anchoring_bias,
        anchoring.anchoring_sums,
        anchoring.finish_anchoring,
    ),
    Metric("vote_entropy", "model-disagreement", disagreement.vote_entropy, None, disagreement.finish_mean),
    Metric("bald", "model-disagreement", disagreement.bald, None, disagreement.finish_mean),
    Metric("p_chart", "control-charts", control.p_chart),
    Metric("ewma_chart", "control-charts", control.ewma_chart),
    Metric("acceptance_oc", "acceptance", acceptance.acceptance_oc),
    Metric("acceptance_plan", "acceptance", acceptance.find_plan),
    Metric("zero_acceptance_n", "acceptance", acceptance.zero_acceptance_n),
    Metric("iso_2859_plan", "acceptance", gates.iso_2859_plan),
    Metric("sample_size_proportion", "sample-size", sizes.sample_size_proportion),
    Metric("stratified_allocation", "sample-size", sizes.stratified_allocation),
    Metric(
        "intraclass_correlation",
        "intraclass-correlation",
        intraclass.intraclass_correlation,
        intraclass.intraclass_sums,
        intraclass.finish_intraclass,
    ),
    Metric("clustered_gap", "differences", gaps.clustered_gap),
    Metric("mean_gap", "differences", gaps.mean_gap),
    Metric("smallest_difference", "power", power.smallest_difference),
    Metric("clusters_for_difference", "power", power.clusters_for_difference),
    Metric(
        "working_time",
        "working-time",
        working_time.working_time,
        working_time.working_sums,
        working_time.finish_working_time,
    ),
    Metric(
        "audit_completeness",
        "audit-completeness",
        trails.audit_completeness,
        trails.completeness_sums,
        trails.finish_completeness,
        share=plain_share("complete", "n"),
    ),
    Metric("mean_interval", "differences", gaps.mean_interval),
    Metric("wilson_interval", "intervals", wilson.wilson_interval),
    Metric("slice_rates", "intervals", wilson.slice_rates),
    Metric("cluster_se", "intervals", clusters.cluster_se),
    Metric("cluster_interval", "intervals", clusters.cluster_interval),
    Metric("cluster_bootstrap", "intervals", bootstrap.cluster_bootstrap),
    Metric("bootstrap_interval", "intervals", bootstrap.bootstrap_interval),
    Metric("benjamini_hochberg", "benjamini-hochberg", families.benjamini_hochberg),
)

METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}
