"""The library of requirements: what each is asked of and which arguments it takes."""

from typing import Final, Literal

import msgspec

from crosstie.schema.document_parts import RuleArgument, RuleSubject

NORMALISATIONS: Final = ("exact", "nfkc", "casefold", "letters_and_digits", "digits")
REQUIRED_ATTRIBUTE: Final = "required_attribute"
"""The id of the rule that is always there: attributes that a class requires are said."""


class Argument(msgspec.Struct, frozen=True):
    """One argument of a requirement. `words` are what a "word" may be, the first one its default."""

    kind: Literal["fraction", "count", "word", "link_type", "attribute", "attributes"]
    required: bool = False
    words: tuple[str, ...] = ()

    @property
    def default(self) -> RuleArgument | None:
        """What stands for the argument where the document leaves it out."""
        return self.words[0] if self.words else None


class Requirement(msgspec.Struct, frozen=True):
    """A condition that a rule may ask of a link, or of each annotation of a class or entity of a type.

    `main` names the argument that a bare value stands for: `{link: l_says}` is `{link: {type: l_says}}`.
    `ends` says what must be able to stand at a link's two ends: "annotation", or "place" for a cuboid at one
    end and a shape in a picture at the other.
    """

    subjects: tuple[RuleSubject, ...]
    arguments: dict[str, Argument] = {}
    main: str = ""
    ends: Literal["any", "annotation", "place"] = "any"


_AT_LEAST: Final = Argument("fraction", required=True)

REQUIREMENTS: Final[dict[str, Requirement]] = {
    "same_class": Requirement(("link",), ends="annotation"),
    "same_entity": Requirement(("link",)),
    "same_attribute": Requirement(
        ("link",), {"of": Argument("attributes", required=True)}, main="of", ends="annotation"
    ),
    "temporal_overlap": Requirement(
        ("link",),
        {"at_least": _AT_LEAST, "of": Argument("word", words=("shorter", "longer", "union", "from", "to"))},
        main="at_least",
    ),
    "projected_iou": Requirement(("link",), {"at_least": _AT_LEAST}, main="at_least", ends="place"),
    "text_equal": Requirement(
        ("link",),
        {
            "normalise": Argument("word", words=NORMALISATIONS),
            "from_attribute": Argument("attribute"),
            "to_attribute": Argument("attribute"),
        },
        main="normalise",
    ),
    "order": Requirement(("link",), {"first": Argument("word", words=("from", "to"))}, main="first"),
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
    "has_entity": Requirement(("class",)),
}
