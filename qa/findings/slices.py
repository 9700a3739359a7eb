"""Slices that are worse than all others: a language, a site, a pod, a person."""

from collections.abc import Iterator
from typing import Final

from crosstie.qa.findings.evidence import Evidence
from crosstie.qa.findings.gaps import Gap, gap_between
from crosstie.qa.findings.tested import Subject, Tested
from crosstie.qa.findings.thresholds import MIN_SAMPLES, SLICE_GAP
from crosstie.qa.findings.wording import Words, number, told_of, with_interval
from crosstie.qa.intervals.moments import Moments
from crosstie.qa.reports.report import Dimension, Finding
from crosstie.qa.study.row import Cell, Comparison, Facet
from crosstie.qa.study.slices import By

DIMENSIONS: Final[tuple[Dimension, ...]] = ("language", "site", "pod", "annotators")
"""Batches are looked at by their charts, and by the finder of drift."""
_PEOPLES: Final[tuple[tuple[str, str, tuple[Facet, ...]], ...]] = (
    ("link_prf", "link_f1", ("", "link_type", "link_modalities")),
    ("matched_f1", "label_f1", ("", "modality", "class")),
    ("class_agreement", "class_same", ("modality", "class")),
    ("attribute_agreement", "attribute_same", ("", "attribute")),
    ("document_kv_linking", "kv_f1", ("",)),
    ("grounding_accuracy", "grounding", ("",)),
)
_SETTLED: Final[tuple[tuple[str, str, tuple[Facet, ...]], ...]] = (
    ("cross_modal_consistency", "consistency", ("", "rule")),
)


def worse_slices(evidence: Evidence) -> Iterator[Tested]:
    """Test each slice that is large enough against all others of its dimension."""
    asked: tuple[tuple[Comparison, tuple[tuple[str, str, tuple[Facet, ...]], ...]], ...] = (
        (evidence.peoples, _PEOPLES),
        ("settled", _SETTLED),
    )
    for comparison, numbers in asked:
        for metric, name, facets in numbers:
            for cell in evidence.cells(comparison, metric, facets):
                for dimension in DIMENSIONS:
                    yield from _of_dimension(evidence, comparison, cell, name, dimension)


def _of_dimension(
    evidence: Evidence, comparison: Comparison, cell: Cell, name: str, dimension: Dimension
) -> Iterator[Tested]:
    values = evidence.values(comparison, cell, name, dimension)
    for value, moments in values.items():
        rest = evidence.rest_of(values, value)
        if min(moments.clusters, rest.clusters) >= MIN_SAMPLES:
            by: By = ((dimension, value[0]),)
            gap = gap_between(moments, rest)
            tell = _Telling(evidence, comparison, cell, name, by, (moments, rest), gap)
            yield Tested(Subject(cell.metric, cell.facet, cell.value, by), -gap.value, SLICE_GAP, gap.p, tell)


class _Telling:
    def __init__(
        self,
        evidence: Evidence,
        comparison: Comparison,
        cell: Cell,
        name: str,
        by: By,
        sides: tuple[Moments, Moments],
        gap: Gap,
    ) -> None:
        self._evidence, self._comparison, self._cell, self._name = evidence, comparison, cell, name
        self._by, self._sides, self._gap = by, sides, gap

    def __call__(self) -> Finding:
        evidence, cell, (here, rest) = self._evidence, self._cell, self._sides
        what = _what(evidence.words, cell, self._name)
        sentence = (
            f"{_capital(evidence.words.slice(self._by))} fails on {what}:"
            f" {with_interval(here)} against {number(rest.rate or 0.0)} elsewhere."
        )
        detail = f"In {here.clusters} samples, against {rest.clusters} others.{self._ends()}"
        return Finding(
            "slice",
            sentence,
            detail,
            -self._gap.value,
            None,
            (evidence.figure(self._comparison, cell, self._name, self._by),),
            evidence.behind(self._comparison, cell, self._by),
        )

    def _ends(self) -> str:
        """Say of links whether it is the labels at their ends."""
        if self._cell.metric != "link_prf":
            return ""
        found, right = (
            self._evidence.moments(self._comparison, self._cell, name, self._by)
            for name in ("endpoint_recall", "link_f1_conditional")
        )
        return (
            f" {number(found.rate or 0.0)} of the links' ends were found there; where both were, F1 is"
            f" {with_interval(right)}."
        )


def _what(words: Words, cell: Cell, name: str) -> str:
    """Return what a figure is of, in words: “row of” links (link F1)."""
    title = told_of(cell.metric, name).title
    part = words.part(cell.facet, cell.value)
    lowered = title[0].lower() + title[1:]
    return f"{part} ({lowered})" if part else lowered


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
