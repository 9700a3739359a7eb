"""Key-value linking in documents: directed pairs of entities, over pages."""

import itertools
from collections.abc import Sequence

import msgspec

from crosstie.qa import status as said
from crosstie.qa.rates import precision_recall
from crosstie.qa.result import Result
from crosstie.qa.sums import Key, Number, Sums, sums, total

Tokens = tuple[int, int]


class Relation(msgspec.Struct, frozen=True):
    """A pair of entities on a page: their token ranges and types; `kind` is the type of the relation."""

    head: Tokens
    tail: Tokens
    head_type: str = ""
    tail_type: str = ""
    kind: int | str = 1


def document_kv_linking(
    gold: Sequence[Sequence[Relation]], pred: Sequence[Sequence[Relation]], directed: bool = True
) -> Result:
    """Return boundaries F1 (the value) and strict F1, micro over pages (one list of relations each).

    boundaries: head and tail ranges and the relation's type are right; strict: the entities' types too. A
    link the wrong way round is one false positive and one false negative. No relation at all: None, no_links.
    Jaume et al. 2019 (FUNSD); modes of Taille et al. 2020.
    """
    pages = itertools.zip_longest(gold, pred, fillvalue=())
    return finish_kv(total(kv_sums(a, b, directed) for a, b in pages))


def kv_sums(gold: Sequence[Relation], pred: Sequence[Relation], directed: bool = True) -> Sums:
    """Return (mode, "tp"|"fp"|"fn") of one page; repeated pairs count once."""
    cells: dict[Key, Number] = {}
    for mode in ("boundaries", "strict"):
        mine, other = ({_identity(r, mode == "strict", directed) for r in side} for side in (gold, pred))
        right = len(mine & other)
        cells |= {(mode, "tp"): right, (mode, "fp"): len(other) - right, (mode, "fn"): len(mine) - right}
    return sums(cells)


def finish_kv(parts: Sums) -> Result:
    """Finish the sums of any number of pages, micro, as `boundaries` and `strict`."""
    modes = {
        mode: precision_recall(*(parts.count(mode, name) for name in ("tp", "fp", "fn")))
        for mode in ("boundaries", "strict")
    }
    value = modes["boundaries"]["f1"]
    head = value if isinstance(value, float) else None
    n = sum(int(v) for v in parts.under("boundaries").values())
    state = said.NO_LINKS if head is None else said.OK
    figures: dict[str, object] = dict(modes)
    pairs = parts.count("boundaries", "tp")
    return Result(
        "document_kv_linking", head, state, n, pairs, 2, figures, parts, method="FUNSD, micro over pages"
    )


def _identity(relation: Relation, strict: bool, directed: bool) -> tuple[object, ...]:
    head: tuple[object, ...] = (relation.head, relation.head_type if strict else "")
    tail: tuple[object, ...] = (relation.tail, relation.tail_type if strict else "")
    ends = (head, tail) if directed else tuple(sorted((head, tail), key=str))
    return (*ends, relation.kind)
