"""Samples by language, modalities and risk: what a plan draws from."""

from collections.abc import Iterable
from statistics import fmean

import msgspec

from crosstie.qa.plan.risk import BANDS, Band, RiskBook, band_of
from crosstie.storage.makeup import Makeup


class Stratum(msgspec.Struct, frozen=True):
    """Samples of one language, one set of modalities and one band of risk, by id.

    `risk` is their mean, None where nothing is known. `checked` of them had a pass under rules, `broken` of
    those broke one.
    """

    language: str
    modalities: tuple[str, ...]
    band: Band
    sample_ids: tuple[str, ...]
    risk: float | None = None
    checked: int = 0
    broken: int = 0

    @property
    def size(self) -> int:
        """How many samples it holds."""
        return len(self.sample_ids)

    @property
    def spread(self) -> float:
        """The standard deviation of "breaks a rule" over its samples; 0.5, the widest, if none was checked.

        Of (broken + 1/2) / (checked + 1), so that a few good samples do not promise a stratum without faults.
        """
        rate = (self.broken + 0.5) / (self.checked + 1)
        return float((rate * (1 - rate)) ** 0.5)


def strata_of(samples: Iterable[Makeup], book: RiskBook) -> tuple[Stratum, ...]:
    """Every sample in its stratum, in order. One that was not checked has the mean risk of its modalities."""
    listed = list(samples)
    known = book.risks()
    alike: dict[tuple[str, ...], list[float]] = {}
    for one in listed:
        if one.sample_id in known:
            alike.setdefault(one.modalities, []).append(known[one.sample_id])
    typical = {modalities: fmean(risks) for modalities, risks in alike.items()}
    members: dict[tuple[str, tuple[str, ...], Band], list[tuple[str, float | None]]] = {}
    for one in listed:
        checked = book.is_checked(one.sample_id)
        risk = known.get(one.sample_id) if checked else typical.get(one.modalities)
        members.setdefault((one.language, one.modalities, band_of(risk)), []).append((one.sample_id, risk))
    order = sorted(members, key=lambda key: (key[0], key[1], BANDS.index(key[2])))
    return tuple(_stratum(*key, members[key], book) for key in order)


def _stratum(
    language: str,
    modalities: tuple[str, ...],
    band: Band,
    members: list[tuple[str, float | None]],
    book: RiskBook,
) -> Stratum:
    risks = [risk for _name, risk in members if risk is not None]
    names = tuple(name for name, _risk in members)
    return Stratum(
        language=language,
        modalities=modalities,
        band=band,
        sample_ids=names,
        risk=fmean(risks) if risks else None,
        checked=sum(book.is_checked(name) for name in names),
        broken=sum(book.is_broken(name) for name in names),
    )
