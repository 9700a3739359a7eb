"""What the map makes of one sample: exact sums, for each figure that the sample has a part in."""

from typing import Literal

import msgspec

from crosstie.qa.sums import Sums

Comparison = Literal["agreement", "accuracy", "bias", "model", "team", "settled"]
"""What is compared with what.

agreement: two independent passes of people; accuracy: a person's pass against gold; bias: an assisted pass
against a blind one of the same sample; model: a model's pass against the adjudicated (or gold) one; team: two
passes of people of two pods; settled: the most settled pass by itself, under its rules.
"""
Facet = Literal[
    "", "modality", "class", "anchor", "attribute", "link_type", "link_modalities", "rule", "maker"
]
"""What of a sample a figure is about: all of it, or the part of one modality, class, …"""


class Cell(msgspec.Struct, frozen=True, order=True):
    """A place for sums within a comparison: the metric (a key of `crosstie.qa.study.numbers.TOLD`, or
    "jensen_shannon"), and which part of the sample it is about.
    """

    metric: str
    facet: Facet = ""
    value: str = ""


class Row(msgspec.Struct, frozen=True):
    """One comparison within one sample. Any slice is a group of rows; nothing is counted again.

    `annotators` are the names of who made the passes that are judged, sorted: both of an agreement, the one
    who is held against gold. `pods` are theirs, sorted, each once; empty where a name is in no pod. `passes`
    are the ids of the passes compared, the judged one last.
    """

    sample_id: str
    language: str
    batch: str
    site: str
    comparison: Comparison
    passes: tuple[str, ...]
    annotators: tuple[str, ...]
    pods: tuple[str, ...]
    cells: dict[Cell, Sums]


class Refused(msgspec.Struct, frozen=True, order=True):
    """Something of a sample that was not compared, and why, in one line without names of samples."""

    reason: str
    sample_id: str


class Counted(msgspec.Struct, frozen=True):
    """All that the map makes of one sample."""

    rows: tuple[Row, ...]
    refused: tuple[Refused, ...] = ()
