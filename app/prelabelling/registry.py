"""Every candidate maker, by name."""

from collections.abc import Sequence
from typing import Final

from crosstie.app.prelabelling.maker import Maker
from crosstie.app.prelabelling.makers import (
    across_cameras,
    caption_region,
    cuboid_box,
    mention_entity,
    page_field,
    same_entity,
    speaker_name,
    speech_face,
    speech_text,
)
from crosstie.schema.errors import CrosstieError

MAKERS: Final = (
    speech_face.MAKER,
    speech_text.MAKER,
    speaker_name.MAKER,
    cuboid_box.MAKER,
    across_cameras.MAKER,
    mention_entity.MAKER,
    page_field.MAKER,
    caption_region.MAKER,
    same_entity.MAKER,
)


class MakerUnknown(CrosstieError):
    """There is no candidate maker of that name."""


def makers_named(names: Sequence[str]) -> tuple[Maker, ...]:
    """The makers with these names, or all. Raises MakerUnknown."""
    by_name = {maker.name: maker for maker in MAKERS}
    for name in names:
        if name not in by_name:
            raise MakerUnknown(f"there is no candidate maker '{name}'; there are {', '.join(by_name)}")
    return tuple(by_name[name] for name in dict.fromkeys(names)) or MAKERS
