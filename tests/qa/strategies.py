"""Random samples of every mergeable kind, as the sums that a map over samples would give."""

from collections.abc import Callable

from hypothesis import strategies as st

from crosstie.qa.agreement.alpha import finish_alpha
from crosstie.qa.agreement.cohen import finish_cohen, finish_weighted
from crosstie.qa.agreement.confusion import confusion_sums
from crosstie.qa.agreement.gwet import finish_gwet
from crosstie.qa.agreement.ratings import rating_sums
from crosstie.qa.bias.anchoring import anchoring_sums, finish_anchoring
from crosstie.qa.crossmodal.consistency import consistency_sums, finish_consistency
from crosstie.qa.crossmodal.keyvalue import Relation, finish_kv, kv_sums
from crosstie.qa.crossmodal.links import LinkEnds, finish_links, link_sums
from crosstie.qa.drift.convergence import finish_convergence
from crosstie.qa.drift.divergence import finish_divergence, label_sums
from crosstie.qa.entities.coreference import coreference_sums, finish_coreference
from crosstie.qa.matching.boxes import box_table, span_table
from crosstie.qa.matching.matched import finish_matched, matched_sums
from crosstie.qa.matching.text_spans import TextSpan, finish_text_spans, text_span_sums
from crosstie.qa.pilot.trails import completeness_sums, finish_completeness
from crosstie.qa.pilot.working_time import finish_working_time, working_sums
from crosstie.qa.preferences.choices import choice_sums, finish_bradley_terry
from crosstie.qa.preferences.kendall import finish_kendall_w, finish_tau_b, rank_sums, tau_sums
from crosstie.qa.result import Result
from crosstie.qa.sampling.intraclass import finish_intraclass, intraclass_sums
from crosstie.qa.speakers.diarization import diarization_sums, finish_diarization
from crosstie.qa.speakers.turns import Turn
from crosstie.qa.sums import Sums
from crosstie.qa.tracking.frames import Frame
from crosstie.qa.tracking.tracks import finish_tracks, track_sums
from crosstie.qa.transcripts.characters import character_sums, finish_cer
from crosstie.qa.transcripts.speakers import cpwer_sums, finish_cpwer
from crosstie.qa.transcripts.words import finish_wer, word_sums
from crosstie.qa.unitizing.alpha_u import alpha_u_sums, finish_alpha_u
from crosstie.qa.unitizing.spans import Span
from crosstie.qa.unitizing.u_alpha import finish_u_alpha, u_alpha_sums

Finish = Callable[[Sums], Result]
LABELS = ["cat", "dog", "bird"]
SCALE = [1, 2, 3, 4]

numbers = st.floats(0, 50, allow_nan=False).map(lambda v: round(v, 3))
missing_labels = st.sampled_from([*SCALE, None])
flags = st.booleans()
sentences = st.lists(st.sampled_from(["ka", "ขี้", "ខ្មែរ", "tiếng", "a"]), max_size=5).map(" ".join)
boxes = st.lists(st.tuples(numbers, numbers, numbers, numbers), max_size=4)


def pairs_of(label: st.SearchStrategy[int | None]) -> st.SearchStrategy[Sums]:
    rows = st.lists(st.tuples(label, label), max_size=6)
    return rows.map(lambda rows: confusion_sums([a for a, _ in rows], [b for _, b in rows]))


@st.composite
def ratings(draw: st.DrawFn) -> Sums:
    width = draw(st.integers(1, 6))
    return rating_sums(
        draw(st.lists(st.lists(missing_labels, min_size=width, max_size=width), min_size=3, max_size=3))
    )


@st.composite
def annotators(draw: st.DrawFn) -> list[list[Span]]:
    """Annotators who cut 0..30 into units that do not overlap."""
    rows = []
    for _ in range(draw(st.integers(2, 3))):
        cuts = sorted(draw(st.sets(st.integers(0, 30), max_size=6)))
        spans = [
            Span(a, b, draw(st.sampled_from(LABELS))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        rows.append(spans)
    return rows


@st.composite
def tracked(draw: st.DrawFn) -> Sums:
    frames = []
    for _ in range(draw(st.integers(0, 3))):
        gold = draw(st.lists(st.integers(0, 3), unique=True, max_size=3))
        pred = draw(st.lists(st.integers(0, 3), unique=True, max_size=3))
        row = st.lists(st.floats(0, 1, allow_nan=False), min_size=len(pred), max_size=len(pred))
        frames.append(Frame(gold, pred, draw(st.lists(row, min_size=len(gold), max_size=len(gold)))))
    return track_sums(frames)


@st.composite
def turns(draw: st.DrawFn) -> list[Turn]:
    starts = draw(st.lists(st.tuples(numbers, numbers), max_size=4))
    return [Turn(a, a + length, draw(st.sampled_from("AB"))) for a, length in starts]


clusterings = st.lists(st.lists(st.integers(0, 6), min_size=1, max_size=3), max_size=4)
link_lists = st.lists(
    st.builds(LinkEnds, st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from(LABELS))
)
endpoint_maps = st.dictionaries(st.sampled_from("abcxyz"), st.sampled_from("abcxyz"))
token_ranges = st.sampled_from([(0, 1), (2, 3), (4, 5)])
relations = st.lists(st.builds(Relation, token_ranges, token_ranges, st.sampled_from(LABELS)), max_size=4)
text_spans = st.lists(
    st.builds(
        lambda s, n, label: TextSpan(label, ((s, s + n),)),
        st.integers(0, 20),
        st.integers(0, 5),
        st.sampled_from(LABELS),
    ),
    max_size=4,
)
spoken = st.dictionaries(st.sampled_from("AB"), sentences)
rules = st.dictionaries(st.sampled_from(["r1", "r2"]), st.integers(0, 2))
counts = st.dictionaries(st.sampled_from(LABELS), st.integers(0, 5))
wins = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=3, max_size=3)
orders = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=5)
spans = st.lists(st.tuples(numbers, numbers).map(sorted), max_size=4)

SAMPLES: dict[str, tuple[st.SearchStrategy[Sums], Finish]] = {
    "cohen_kappa": (pairs_of(missing_labels), finish_cohen),
    "weighted_kappa": (pairs_of(missing_labels), lambda s: finish_weighted(s, SCALE, "quadratic")),
    "krippendorff_alpha nominal": (ratings(), finish_alpha),
    "krippendorff_alpha ordinal": (ratings(), lambda s: finish_alpha(s, "ordinal")),
    "krippendorff_alpha interval": (ratings(), lambda s: finish_alpha(s, "interval")),
    "gwet_ac": (ratings(), lambda s: finish_gwet(s, SCALE)),
    "alpha_u_2004": (annotators().map(lambda a: alpha_u_sums(a, 0, 30)), finish_alpha_u),
    "u_alpha_family": (annotators().map(lambda a: u_alpha_sums(a, 30)), finish_u_alpha),
    "matched_f1_boxes": (st.builds(lambda a, b: matched_sums(box_table(a, b)), boxes, boxes), finish_matched),
    "matched_f1_time_spans": (
        st.builds(lambda a, b: matched_sums(span_table(a, b)), spans, spans),
        finish_matched,
    ),
    "matched_f1_text_spans": (st.builds(text_span_sums, text_spans, text_spans), finish_text_spans),
    "track_agreement": (tracked(), finish_tracks),
    "wer": (st.builds(word_sums, sentences, sentences), finish_wer),
    "cer_grapheme": (st.builds(character_sums, sentences, sentences), finish_cer),
    "cpwer": (st.builds(cpwer_sums, spoken, spoken), finish_cpwer),
    "diarization": (st.builds(diarization_sums, turns(), turns()), finish_diarization),
    "coreference": (st.builds(coreference_sums, clusterings, clusterings), finish_coreference),
    "kendall_w": (st.lists(st.permutations([1, 2, 3, 4]), max_size=3).map(rank_sums), finish_kendall_w),
    "kendall_tau_b": (orders.map(lambda o: tau_sums([a for a, _ in o], [b for _, b in o])), finish_tau_b),
    "bradley_terry": (wins.map(lambda w: choice_sums(LABELS, w)), finish_bradley_terry),
    "cross_modal_consistency": (rules.map(consistency_sums), finish_consistency),
    "link_prf": (st.builds(link_sums, link_lists, link_lists, endpoint_maps), finish_links),
    "document_kv_linking": (st.builds(kv_sums, relations, relations), finish_kv),
    "intraclass_correlation": (
        st.integers(0, 6).flatmap(lambda n: st.integers(0, n).map(lambda k: intraclass_sums(k, n))),
        finish_intraclass,
    ),
    "working_time": (
        st.lists(st.integers(0, 10**9), max_size=6).map(lambda edits: working_sums(sorted(edits))),
        finish_working_time,
    ),
    "audit_completeness": (st.booleans().map(completeness_sums), finish_completeness),
    "jensen_shannon": (
        st.builds(label_sums, st.sampled_from("ab"), counts),
        lambda s: finish_divergence(s, "a", "b"),
    ),
    "taxonomy_convergence": (pairs_of(missing_labels), finish_convergence),
    "anchoring_bias": (st.builds(anchoring_sums, flags, flags, flags), finish_anchoring),
}
