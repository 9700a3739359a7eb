"""The facts at the top of the demo's incident report, as keys and values that a person would mark."""

from pathlib import Path

from crosstie.resources.demo.report_text import FACTS
from crosstie.schema.anchors import PageRegion
from crosstie.schema.records import Annotation, Asset, MediaFacts
from crosstie.storage.media.register import register_file
from tests.app.prelabelling.small_jobs import SAMPLE, label

LEFT, TOP = 56.0, 150.0


def report_asset(path: Path) -> Asset:
    """The report as an asset of the small sample."""
    return Asset("report", SAMPLE, "document", (register_file(path),), facts=MediaFacts(page_count=2))


def fact_labels() -> list[Annotation]:
    """A region around each fact's name and one around what it says."""
    labels = []
    for number in range(len(FACTS)):
        x, line = LEFT + (number % 2) * 250, TOP + (number // 2) * 22
        key, value = PageRegion(0, x, line - 10, 58, 13), PageRegion(0, x + 60, line - 10, 180, 13)
        labels.append(label(f"key {number}", "report", "c_key", key))
        labels.append(label(f"value {number}", "report", "c_value", value))
    return labels
