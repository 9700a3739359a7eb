"""What a gesture is called where it can be taken back."""

from collections.abc import Sequence
from typing import Final

from crosstie.schema import edits as ed
from crosstie.storage.wording import described

_WEIGHTIEST_FIRST: Final[tuple[type, ...]] = (
    ed.OpenPass,
    ed.RemoveAnnotation,
    ed.AddAnnotation,
    ed.RemoveEntity,
    ed.AddEntity,
    ed.RemoveLink,
    ed.AddLink,
    ed.SetAnchor,
    ed.SetKeyframe,
)


def gesture_title(edits: Sequence[ed.Edit]) -> str:
    """A few words for a gesture, told by its weightiest edit: deleting a box unties it as well."""
    weights = {kind: place for place, kind in enumerate(_WEIGHTIEST_FIRST)}
    weightiest = min(edits, key=lambda edit: weights.get(type(edit), len(weights)))
    return described(weightiest).what
