"""One object as one sensor has it."""

import msgspec

from crosstie.schema.anchors import Anchor, Track


class Seen(msgspec.Struct, frozen=True):
    """An annotation to be: `thing` is the object's id in the label file, empty for a false alarm."""

    thing: str
    asset_id: str
    class_id: str
    anchor: Anchor

    def meets(self, other: "Seen") -> bool:
        """Whether both are there at one keyframe at least; stills always are."""
        first, second = self.anchor, other.anchor
        if not isinstance(first, Track) or not isinstance(second, Track):
            return True
        return bool({one.at_ns for one in first.keyframes} & {one.at_ns for one in second.keyframes})
