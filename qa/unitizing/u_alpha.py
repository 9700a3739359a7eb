"""The u-alpha family: what annotators of spans agree on, by length, gaps included."""

from collections.abc import Hashable, Sequence
from fractions import Fraction

from crosstie.qa import status as said
from crosstie.qa.labels import in_order
from crosstie.qa.result import Result
from crosstie.qa.sums import NOTHING, Key, Number, Sums, ratio, sums
from crosstie.qa.unitizing.spans import GAP, Span, Stretch, meetings, partition

Table = dict[tuple[Hashable, Hashable], Fraction]


def u_alpha_family(annotators: Sequence[Sequence[Span]], length: float, begin: float = 0) -> Result:
    """Return u-alpha (the value), binary |u-alpha, cu-alpha and (k)u-alpha of each label, for one
    continuum.

    u: boundaries and labels together; |u: boundaries alone; cu: labels where both placed a unit; (k)u: one
    label against the rest there. Krippendorff, Mathet, Bouvry & Widloecher 2016, Qual Quant 50:2347;
    Krippendorff 2019, Content Analysis, 12.6, eqs 32-38. No disagreement and none expected: 1. None expected
    but some found: None.
    """
    return finish_u_alpha(u_alpha_sums(annotators, length, begin))


def u_alpha_sums(annotators: Sequence[Sequence[Span]], length: float, begin: float = 0) -> Sums:
    """Return ("do", variant) and ("de", variant) of one document; variants u, binary, cu and ("k", label)."""
    if len(annotators) < 2 or length <= 0:
        return NOTHING
    cut = [partition(spans, begin, begin + length) for spans in annotators]
    cells: dict[Key, Number] = {("documents",): 1, ("units",): sum(map(len, annotators))}
    cells["annotators", len(annotators)] = 1
    met = _coincidences(cut)
    chance = _chance(met, _alone(cut))
    one: dict[Hashable, Hashable] = {
        key: GAP if key == GAP else () for key in {label for pair in met for label in pair}
    }
    for variant, merged in (("u", None), ("binary", one)):
        cells["do", variant], cells["de", variant] = _off(met, merged), _off(chance, merged)
    coded = {pair: v for pair, v in met.items() if GAP not in pair}
    if coded:
        _coded(cells, coded, _chance(coded, _alone_where_met(cut)))
    return sums(cells | {("seen", label): 1 for label in one if label != GAP})


def finish_u_alpha(parts: Sums) -> Result:
    """Finish sums of documents, pooled: observed and expected parts are added up, then divided."""
    coded = ("do", "cu") in parts.cells or ("de", "cu") in parts.cells or bool(parts.under("met"))
    labels = in_order(key[0] for key in parts.under("seen"))
    figures: dict[str, object] = {
        "u_alpha": _alpha(parts, "u"),
        "binary_u_alpha": _alpha(parts, "binary"),
        "cu_alpha": _alpha(parts, "cu") if coded else None,
        "ku_alpha": {_text(k): _alpha(parts, ("k", k)) if parts["met", k] else None for k in labels},
    }
    value = figures["u_alpha"]
    head = value if isinstance(value, float) and labels else None
    state = said.OK if head is not None else said.NO_VARIATION if labels else said.NO_UNITS
    if not parts.count("documents"):
        state, figures = said.INSUFFICIENT, {**figures, "u_alpha": None, "binary_u_alpha": None}
    annotators = max((int(str(key[0])) for key in parts.under("annotators")), default=0)
    method = "Krippendorff et al. 2016, pooled over documents"
    return Result(
        "u_alpha_family", head, state, parts.count("units"), 0, annotators, figures, parts, method=method
    )


def _alpha(parts: Sums, variant: Hashable) -> float | None:
    observed, expected = parts["do", variant], parts["de", variant]
    if not expected:
        return None if observed else 1.0
    return ratio(expected - observed, expected)


def _text(label: Hashable) -> str:
    return label if isinstance(label, str) else repr(label)


def _coincidences(cut: list[list[Stretch]]) -> Table:
    """Return the length that each pair of labels has in common, over ordered pairs of annotators (eq. 32)."""
    met: Table = {}
    for i, mine in enumerate(cut):
        for other in (c for j, c in enumerate(cut) if j != i):
            for a, b, common in meetings(mine, other):
                met[a.label, b.label] = met.get((a.label, b.label), Fraction(0)) + common
    return {pair: value / (len(cut) - 1) for pair, value in met.items()}


def _alone(cut: list[list[Stretch]]) -> dict[Hashable, Number]:
    """Return the mass of pairing each unit with itself: L^2 of a unit, L of a gap (eq. 33)."""
    mass: dict[Hashable, Number] = {}
    for part in (part for parts in cut for part in parts):
        mass[part.label] = mass.get(part.label, 0) + (part.length if part.label == GAP else part.length**2)
    return mass


def _alone_where_met(cut: list[list[Stretch]]) -> dict[Hashable, Number]:
    """Return the same for units, counting only the length where some other annotator has a unit too."""
    mass: dict[Hashable, Number] = {}
    for i, mine in enumerate(cut):
        others = _union([s for j, parts in enumerate(cut) if j != i for s in parts if s.label != GAP])
        shared: dict[Stretch, Number] = {}
        for unit, _, common in meetings([part for part in mine if part.label != GAP], others):
            shared[unit] = shared.get(unit, 0) + common
        for unit, common in shared.items():
            mass[unit.label] = mass.get(unit.label, 0) + common**2
    return mass


def _union(stretches: list[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for part in sorted(stretches, key=lambda s: (s.start, s.end)):
        if joined and part.start <= joined[-1].end:
            joined[-1] = Stretch(joined[-1].start, max(joined[-1].end, part.end), ())
        else:
            joined.append(part)
    return joined


def _chance(met: Table, alone: dict[Hashable, Number]) -> Table:
    """Return the coincidences expected by chance, less those of a unit with itself (eq. 33)."""
    whole = sum(met.values(), Fraction(0))
    margin: dict[Hashable, Fraction] = {}
    for (c, _), value in met.items():
        margin[c] = margin.get(c, Fraction(0)) + value
    left = whole - sum(alone.values(), Fraction(0)) / whole
    if not left:
        return {}
    return {
        (c, k): (margin[c] * margin[k] - (alone.get(c, 0) if c == k else 0)) / left
        for c in margin
        for k in margin
    }


def _off(table: Table, merged: dict[Hashable, Hashable] | None = None) -> Fraction:
    """Return what lies off the diagonal, after labels were merged."""
    name = merged or {}
    return sum((v for (c, k), v in table.items() if name.get(c, c) != name.get(k, k)), Fraction(0))


def _coded(cells: dict[Key, Number], met: Table, chance: Table) -> None:
    """Add cu and (k)u, scaled so that one document gives eq. 38 and several add up (eqs 36-38)."""
    cells["do", "cu"], cells["de", "cu"] = _off(met), _off(chance)
    for label in {c for c, _ in met}:
        seen, expected = (
            sum((v for (_, k), v in t.items() if k == label), Fraction(0)) for t in (met, chance)
        )
        observed_off = seen - met.get((label, label), Fraction(0))
        expected_off = expected - chance.get((label, label), Fraction(0))
        cells["met", label] = seen
        cells["do", ("k", label)] = observed_off
        cells["de", ("k", label)] = expected_off * seen / expected if expected else Fraction(0)
