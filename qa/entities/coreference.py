"""Coreference scores of entities, whatever modality their mentions are in."""

from collections.abc import Hashable, Iterable

from crosstie.qa import status as said
from crosstie.qa.entities.clusters import clusters
from crosstie.qa.entities.measures import document_cells
from crosstie.qa.result import Result
from crosstie.qa.sums import Number, Sums, ratio, sums

Scores = list[float]
MEASURES = ("muc", "b_cubed", "ceaf_m", "ceaf_e")


def coreference(key: Iterable[Iterable[Hashable]], response: Iterable[Iterable[Hashable]]) -> Result:
    """Return CoNLL F1 (the value), the mean of MUC, B-cubed and CEAF-e F1; each measure as [recall,
    precision, F1].

    Mentions are annotations that stand for an entity, of any modality, the same names on both sides where
    matched. Repeated mentions are dropped first. A measure without anything to count is 0, as in the scorer
    (MUC of single mentions). No mention on either side: None, no_mentions. Pradhan et al. 2014, scorer v8.01.
    """
    return finish_coreference(coreference_sums(key, response))


def coreference_sums(key: Iterable[Iterable[Hashable]], response: Iterable[Iterable[Hashable]]) -> Sums:
    """Return numerators and denominators of one document; documents add."""
    return sums({**document_cells(clusters(key), clusters(response)), ("documents",): 1})


def finish_coreference(parts: Sums) -> Result:
    """Finish the sums of one or more documents."""
    n = parts.count("mentions", "key") + parts.count("mentions", "response")
    documents = parts.count("documents")
    if not n:
        names = (*MEASURES, "blanc", "conll_f1")
        figures: dict[str, object] = dict.fromkeys(names)
        return Result("coreference", None, said.NO_MENTIONS, documents, 0, 2, figures, parts)
    scored = {name: _scores(parts, name) for name in MEASURES}
    conll = sum(scored[name][2] for name in ("muc", "b_cubed", "ceaf_e")) / 3
    figures = {**scored, "blanc": _blanc(parts), "conll_f1": conll}
    pairs = parts.count("mentions", "both")
    return Result(
        "coreference", conll, said.OK, documents, pairs, 2, figures, parts, method="CoNLL scorer v8.01"
    )


def _scores(parts: Sums, name: str) -> Scores:
    recall, precision = (
        ratio(parts[name, side, "num"], parts[name, side, "den"]) or 0.0 for side in ("r", "p")
    )
    return [recall, precision, _f1(recall, precision)]


def _f1(recall: float, precision: float) -> float:
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _blanc(parts: Sums) -> Scores:
    """Return the mean over coreferent and other pairs; where the key has none of one kind, the other kind
    alone.
    """
    mentions = [parts["mentions", side] for side in ("key", "response", "both")]
    kinds = [kind for kind in "cn" if parts["blanc", kind, "key"]]
    if not kinds and not parts["blanc", "c", "response"] and not parts["blanc", "n", "response"]:
        same = float(mentions[0] == mentions[1] == mentions[2])
        return [same, same, same]
    scores = [_kind(parts, kind) for kind in kinds or ["c", "n"]]
    return [sum(column) / len(scores) for column in zip(*scores, strict=True)]


def _kind(parts: Sums, kind: str) -> Scores:
    both: Number = parts["blanc", kind, "both"]
    recall = ratio(both, parts["blanc", kind, "key"]) or 0.0
    precision = ratio(both, parts["blanc", kind, "response"]) or 0.0
    return [recall, precision, _f1(recall, precision)]
