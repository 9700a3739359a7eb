"""The library: what a rule may require or forbid, of what, and with which arguments."""

from typing import Final, Literal

import msgspec

from crosstie.schema.document_parts import RuleArgument, RuleSubject

NORMALISATIONS: Final = ("exact", "nfkc", "casefold", "unspaced", "letters_and_digits", "digits")
REQUIRED_ATTRIBUTE: Final = "required_attribute"
CARDINALITY: Final = "cardinality"
GROUP_SIZE: Final = "group_size"
STANDING: Final = (REQUIRED_ATTRIBUTE, CARDINALITY, GROUP_SIZE)
"""The ids of the rules that are always there: attributes that a class requires are said, no end has more
links of a type than its cardinality allows, and no group of links fewer or more than its type allows."""

ArgumentKind = Literal[
    "fraction", "count", "word", "link_type", "link_types", "entity_type", "attribute", "attributes",
    "values", "labels", "word_or_class",
]  # fmt: skip


class Argument(msgspec.Struct, frozen=True):
    """One argument. `words` are what a "word" may be, the first one its default.

    "values" are attributes with the values meant, "labels" a class, or a class with modality and attributes.
    """

    kind: ArgumentKind
    required: bool = False
    words: tuple[str, ...] = ()

    @property
    def default(self) -> RuleArgument | None:
        """What stands for the argument where the document leaves it out."""
        return self.words[0] if self.words else None


class Requirement(msgspec.Struct, frozen=True):
    """A condition that a rule may ask of a link, of each annotation of a class, entity of a type or asset.

    `main` names the argument that a bare value stands for: `{link: l_says}` is `{link: {type: l_says}}`.
    `ends` says what must be able to stand at a link's two ends: "annotation", "place" for a cuboid at one end
    and a shape in a picture at the other, "time" for what is there at a time, "text" for what has words.
    """

    subjects: tuple[RuleSubject, ...]
    arguments: dict[str, Argument] = {}
    main: str = ""
    ends: Literal["any", "annotation", "place", "time", "text"] = "any"


_SHARE: Final = Argument("fraction", required=True)

REQUIREMENTS: Final[dict[str, Requirement]] = {
    "same_class": Requirement(("link",), ends="annotation"),
    "same_entity": Requirement(("link",)),
    "same_attribute": Requirement(
        ("link", "entity"), {"of": Argument("attributes", required=True)}, main="of", ends="annotation"
    ),
    "temporal_overlap": Requirement(
        ("link",),
        {"at_least": _SHARE, "of": Argument("word", words=("shorter", "longer", "union", "from", "to"))},
        main="at_least",
        ends="time",
    ),
    "projected_iou": Requirement(("link",), {"at_least": _SHARE}, main="at_least", ends="place"),
    "text_equal": Requirement(
        ("link",),
        {
            "normalise": Argument("word", words=NORMALISATIONS),
            "from_attribute": Argument("attribute"),
            "to_attribute": Argument("attribute"),
        },
        main="normalise",
        ends="text",
    ),
    "order": Requirement(
        ("link",), {"first": Argument("word", words=("from", "to"))}, main="first", ends="time"
    ),
    "in_order": Requirement(
        ("class", "entity"),
        {"type": Argument("link_type", required=True), "by": Argument("word", words=("time", "reading"))},
        main="type",
    ),
    "link": Requirement(
        ("class", "entity"),
        {
            "type": Argument("link_type", required=True),
            "count": Argument("count"),
            "at_least": Argument("count"),
            "at_most": Argument("count"),
        },
        main="type",
    ),
    "has_entity": Requirement(("class",), {"type": Argument("entity_type")}, main="type"),
    "has_attribute": Requirement(("class", "link"), {"of": Argument("attributes", required=True)}, main="of"),
    "coverage": Requirement(
        ("class", "asset"),
        {
            "by": Argument("labels", required=True),
            "at_least": _SHARE,
            "of": Argument("word_or_class", words=("duration", "text")),
        },
    ),
}
"""What `require` may ask."""

FORBIDDEN: Final[dict[str, Requirement]] = {
    "ends": Requirement(("link",), {"from": Argument("labels"), "to": Argument("labels")}, ends="annotation"),
    "attributes": Requirement(
        ("class", "link"), {"of": Argument("values", required=True)}, main="of", ends="any"
    ),
    "links": Requirement(("class", "entity"), {"types": Argument("link_types", required=True)}, main="types"),
    "overlap": Requirement(
        ("class",),
        {
            "with": Argument("labels", required=True),
            "within": Argument("word", words=("sample", "asset", "entity")),
        },
        main="with",
    ),
}
"""What `forbid` may name; its words are none of the ones above."""

assert not REQUIREMENTS.keys() & FORBIDDEN.keys(), "a verdict is found by its name alone"
