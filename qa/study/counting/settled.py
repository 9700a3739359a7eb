"""Does the most settled pass keep its rules."""

from collections.abc import Mapping

from crosstie.qa.crossmodal.consistency import consistency_sums
from crosstie.qa.study.cells import Cells
from crosstie.qa.study.row import Cell
from crosstie.qa.sums import sums
from crosstie.schema.rules.verdict import Tally


def consistency_cells(tallies: Mapping[str, Tally]) -> Cells:
    """Return the sums of a pass from how each rule fares; rules that asked nothing of it are left out."""
    broken = {rule: tally.broken for rule, tally in tallies.items() if tally.state != "not_applicable"}
    metric = "cross_modal_consistency"
    of_rules = {
        Cell(metric, "rule", rule): sums({("n",): 1, ("consistent",): int(not count)})
        for rule, count in broken.items()
    }
    return {Cell(metric): consistency_sums(broken)} | of_rules
