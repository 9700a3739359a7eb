"""Diarization error rate and Jaccard error rate, by exact intervals."""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction

from crosstie.qa import status as said
from crosstie.qa.result import Result
from crosstie.qa.speakers.turns import Slice, Turn, best_mapping, slices, together
from crosstie.qa.sums import Key, Number, Sums, ratio, sums


def diarization(
    reference: Sequence[Turn],
    hypothesis: Sequence[Turn],
    collar_per_side: float = 0.0,
    skip_overlap: bool = False,
) -> Result:
    """Return DER = (false alarm + missed + confusion) / total (the value; in [0, inf)), and JER (in [0,
    1]).

    Times are in the turns' unit and exact, not sampled in frames. The collar is the seconds left out on EACH
    side of a reference boundary: half of what pyannote calls collar. No reference speech: DER None,
    empty_reference, and JER 1; nothing at all: JER 0. `skip_overlap` leaves out time in which two of the
    reference speak at once. NIST RT; Ryant et al. 2019, DIHARD II.
    """
    found = finish_diarization(diarization_sums(reference, hypothesis, collar_per_side, skip_overlap))
    mapping = best_mapping(slices(reference, hypothesis, collar_per_side, skip_overlap))
    found.figures["mapping"] = {_text(h): _text(r) for h, r in mapping.items()}
    found.figures["collar_per_side"] = collar_per_side
    return found


def diarization_sums(
    reference: Sequence[Turn],
    hypothesis: Sequence[Turn],
    collar_per_side: float = 0.0,
    skip_overlap: bool = False,
) -> Sums:
    """Return false alarm, missed, confusion, correct, total; the sum of speakers' JER and their number."""
    parts = slices(reference, hypothesis, collar_per_side, skip_overlap)
    mapping = best_mapping(parts)
    cells: dict[Key, Number] = {("units",): 1, ("heard",): int(any(p.hypothesis for p in parts))}
    for part in parts:
        n, heard = len(part.reference), len(part.hypothesis)
        right = sum(mapping.get(h) in part.reference for h in part.hypothesis)
        _add(cells, "total", n * part.length)
        _add(cells, "correct", right * part.length)
        _add(cells, "missed", max(0, n - heard) * part.length)
        _add(cells, "false_alarm", max(0, heard - n) * part.length)
        _add(cells, "confusion", (min(n, heard) - right) * part.length)
    _add_jaccard(cells, parts, mapping)
    _add_purity(cells, parts)
    return sums(cells)


def finish_diarization(parts: Sums) -> Result:
    """Finish the sums of one or more recordings."""
    names = ("total", "correct", "false_alarm", "missed", "confusion")
    figures: dict[str, object] = {name: float(parts[name,]) for name in names}
    wrong = parts["false_alarm",] + parts["missed",] + parts["confusion",]
    value = ratio(wrong, parts["total",])
    empty = 1.0 if parts["heard",] else 0.0
    jer = ratio(parts["jer",], parts["speakers",])
    figures |= {"der": value, "jer": empty if jer is None else jer}
    figures["purity"] = ratio(parts["pure",], parts["heard_time",])
    figures["coverage"] = ratio(parts["covered",], parts["total",])
    state = said.OK if value is not None else said.EMPTY_REFERENCE
    units, speakers = parts.count("units"), parts.count("speakers")
    return Result("diarization", value, state, units, speakers, 2, figures, parts, method="exact intervals")


def _add(cells: dict[Key, Number], name: str, value: Number) -> None:
    cells[name,] = cells.get((name,), 0) + value


def _add_jaccard(
    cells: dict[Key, Number], parts: Sequence[Slice], mapping: Mapping[Hashable, Hashable]
) -> None:
    """Add (false alarm + missed) / union of each reference speaker and the one mapped to it; unmapped ones
    count 1.
    """
    heard_as = {r: h for h, r in mapping.items()}
    for speaker in {who for part in parts for who in part.reference}:
        both = either = Fraction(0)
        for part in parts:
            spoken, heard = speaker in part.reference, heard_as.get(speaker, _NOBODY) in part.hypothesis
            both += part.length * (spoken and heard)
            either += part.length * (spoken or heard)
        _add(cells, "jer", 1 - both / either)
        _add(cells, "speakers", 1)


def _add_purity(cells: dict[Key, Number], parts: Sequence[Slice]) -> None:
    """Add the time of each hypothesis speaker that its main reference speaker has, and the reverse."""
    times = together(parts)
    for place, name in ((1, "pure"), (0, "covered")):
        best: dict[Hashable, Number] = {}
        for pair, time in times.items():
            best[pair[place]] = max(best.get(pair[place], 0), time)
        _add(cells, name, sum(best.values()))
    _add(cells, "heard_time", sum(len(part.hypothesis) * part.length for part in parts))


_NOBODY = object()


def _text(name: Hashable) -> str:
    return name if isinstance(name, str) else repr(name)
