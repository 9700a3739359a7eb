"""What a reader of the figures must know: what was not compared, and what is too little to compare."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from crosstie.qa.intervals.moments import MIN_CLUSTERS
from crosstie.qa.reports.report import Contents, Dimension, Figure, Warned
from crosstie.qa.study.pods import PODS_FILE, Pods
from crosstie.qa.study.row import Comparison
from crosstie.qa.study.tally import Tally

_LANGUAGE: Final = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[0-9a-z]{5,8}|[0-9][0-9a-z]{3}))*"
    r"(?:-[0-9a-wyz](?:-[0-9a-z]{2,8})+)*(?:-x(?:-[0-9a-z]{1,8})+)?",
    re.IGNORECASE,
)
"""A language tag: RFC 5646, 2.1, without the tags that were registered before it as a whole.

Primary subtags of four letters are reserved and none of five to eight was ever registered: `english` is
well-formed there, and no language.
"""
_ORDER: Final[tuple[Dimension, ...]] = ("language", "batch", "site", "pod", "annotators")
_PEOPLES: Final[tuple[Comparison, ...]] = ("agreement", "accuracy", "bias", "team")
_WHAT: Final = {"annotators": "person or pair of people"}


def warnings_of(
    tally: Tally, contents: Contents, figures: Iterable[Figure], pods: Pods
) -> tuple[Warned, ...]:
    """Return what must be known when reading, what concerns all samples first."""
    if not contents.samples:
        return (Warned("The project has no sample: nothing was measured. Add some with `crosstie add`."),)
    figures = tuple(figures)
    return (
        *_passes(contents),
        *_people(figures, pods),
        *_languages(contents),
        *_small(contents, figures),
        *(Warned(_sentence(one.reason), one.samples, one.some) for one in tally.refused()),
    )


def is_language(tag: str) -> bool:
    """Tell whether a text is a BCP 47 language tag."""
    return _LANGUAGE.fullmatch(tag) is not None


def _passes(contents: Contents) -> Iterator[Warned]:
    passes = sum(contents.passes.values())
    if not passes:
        yield Warned("No sample has a pass: nothing was labelled yet.", contents.samples)
    elif passes == 1:
        yield Warned("There is one pass in all: nothing to compare it with.", contents.samples)
    elif set(contents.passes) == {"model"}:
        yield Warned("All passes are a model's: no person's labels to compare.", contents.samples)


def _people(figures: tuple[Figure, ...], pods: Pods) -> Iterator[Warned]:
    names = {
        name
        for one in figures
        if "annotators" in one.by and one.comparison in _PEOPLES
        for name in one.by["annotators"].split(" × ")
    }
    if len(names) == 1:
        yield Warned(
            f"One person alone ({min(names)}) labelled everything that was compared: there is no agreement"
            " between people, and a person cannot be told from the material."
        )
    counts: dict[str, int] = {}
    for pod in pods.of_person.values():
        counts[pod] = counts.get(pod, 0) + 1
    alone = sorted(pod for pod, n in counts.items() if n == 1)
    if alone:
        yield Warned(f"Pods of one person ({', '.join(alone)}): a pod's figures are that person's.")
    strangers = sorted(names - pods.of_person.keys())
    if pods.of_person and strangers:
        yield Warned(
            f"In no pod: {', '.join(strangers[:10])}{' …' if len(strangers) > 10 else ''}."
            f" Their labels are in no pod's figures; add them to {PODS_FILE}."
        )


def _languages(contents: Contents) -> Iterator[Warned]:
    for tag, samples in sorted(contents.languages.items()):
        if not tag:
            yield Warned("Samples without a language are in no language's figures.", samples)
        elif not is_language(tag):
            yield Warned(
                f"“{tag}” is no BCP 47 language tag, such as vi or zh-Hant; its samples are a language of"
                " their own here.",
                samples,
            )


def _small(contents: Contents, figures: tuple[Figure, ...]) -> Iterator[Warned]:
    if contents.samples < MIN_CLUSTERS:
        yield Warned(f"Fewer than {MIN_CLUSTERS} samples: read every interval with care.", contents.samples)
        return
    most: dict[tuple[Dimension, str], int] = {}
    for figure in figures:
        for place in figure.by.items():
            most[place] = max(most.get(place, 0), figure.n_samples)
    for dimension in _ORDER:
        few = sorted(value for (name, value), n in most.items() if name == dimension and n < MIN_CLUSTERS)
        if few:
            listed = ", ".join(few[:10]) + (" …" if len(few) > 10 else "")
            samples = sum(most[dimension, value] for value in few)
            what = _WHAT.get(dimension, dimension)
            yield Warned(
                f"Fewer than {MIN_CLUSTERS} samples by {what}: {listed}. Read their intervals with care.",
                samples,
            )


def _sentence(reason: str) -> str:
    """Return a reason of the counting as a sentence."""
    return f"Not compared: {reason}."
