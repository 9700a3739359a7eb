"""Overlap sets: fixed gold samples that come back in every batch, so that annotators' drift shows."""

from collections.abc import Mapping, Sequence

import msgspec

from crosstie.qa.sampling.selection import lowest
from crosstie.storage.makeup import Makeup


class Anchors(msgspec.Struct, frozen=True):
    """The gold samples of a language to seed, blind, into each of `batches` that holds it.

    `missing` more are needed; `to_make_gold` are samples for which to make gold, `missing` of them or all
    that there are.
    """

    language: str
    sample_ids: tuple[str, ...]
    batches: tuple[str, ...]
    missing: int
    to_make_gold: tuple[str, ...]


def overlap_sets(samples: Sequence[Makeup], n: int, seed: int) -> tuple[Anchors, ...]:
    """A set of `n` for each language, the same whatever batches come later."""
    by_language: dict[str, list[Makeup]] = {}
    for one in samples:
        by_language.setdefault(one.language, []).append(one)
    return tuple(_set(language, by_language[language], n, seed) for language in sorted(by_language))


def anchors_by_batch(sets: Sequence[Anchors]) -> Mapping[str, tuple[str, ...]]:
    """For each batch the gold samples to seed into it."""
    batches = sorted({batch for one in sets for batch in one.batches})
    return {
        batch: tuple(name for one in sets if batch in one.batches for name in one.sample_ids)
        for batch in batches
    }


def _set(language: str, samples: Sequence[Makeup], n: int, seed: int) -> Anchors:
    golden = lowest(seed, "overlap", (one.sample_id for one in samples if one.has_gold), n)
    plain = (one.sample_id for one in samples if not one.has_gold)
    missing = n - len(golden)
    return Anchors(
        language=language,
        sample_ids=tuple(golden),
        batches=tuple(sorted({one.batch for one in samples})),
        missing=missing,
        to_make_gold=tuple(lowest(seed, "overlap", plain, missing)),
    )
