"""Are the same labels about the same things: entities as clusters of annotations of any modality."""

from collections.abc import Hashable

from crosstie.qa.entities.coreference import coreference_sums
from crosstie.qa.study.cells import Cells
from crosstie.qa.study.locating import Located
from crosstie.qa.study.row import Cell


def entity_cells(located: Located) -> Cells:
    """Return the coreference sums of the sample; a label that both passes have is one mention."""
    key: list[list[Hashable]] = [list(places) for places in located.first.mentions.values()]
    partner = located.partner
    response: list[list[Hashable]] = [
        [partner.get(place, ("second", place)) for place in places]
        for places in located.second.mentions.values()
    ]
    return {Cell("coreference"): coreference_sums(key, response)} if key or response else {}
