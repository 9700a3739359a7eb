"""The words inside a region of a document's page."""

from crosstie.app.prelabelling.maker import Job
from crosstie.app.prelabelling.media import MediaMissing
from crosstie.app.prelabelling.roles import Placed
from crosstie.schema.anchors import PageRegion
from crosstie.storage.media.queries import Word


def region_text(job: Job, placed: Placed) -> str:
    """What stands in a region: by the page's text layer, else what was noted when it was drawn."""
    region = placed.annotation.anchor
    if not isinstance(region, PageRegion):
        return ""
    inside = [word.text for word in page_words(job, placed, region.page) if _mostly_in(word, region)]
    return " ".join(inside) or region.text


def page_words(job: Job, placed: Placed, page: int) -> tuple[Word, ...]:
    """The words of a page's text layer; none, with a note, where it has none or cannot be read."""
    try:
        words = job.media.words(placed.asset, page)
    except MediaMissing as error:
        job.note(f"{placed.asset.id} could not be read: {error}")
        return ()
    if not words:
        job.note(f"page {page + 1} of {placed.asset.id} is a picture without text, so only its layout tells")
    return words


def _mostly_in(word: Word, region: PageRegion) -> bool:
    """Whether a word's middle lies in a region: lines may reach over its edge by a hair."""
    x, y = word.x + word.width / 2, word.y + word.height / 2
    across = region.x <= x <= region.x + region.width
    return across and region.y <= y <= region.y + region.height
