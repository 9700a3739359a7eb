"""The parts of a schema document, as frozen records."""

from typing import Final, Literal, get_args

import msgspec

from crosstie.schema.records import AttributeValue
from crosstie.schema.versions.steps import Step

AttributeType = Literal["choice", "multi_choice", "bool", "number", "integer", "text", "language"]
Cardinality = Literal["one-to-one", "one-to-many", "many-to-one", "many-to-many"]
RuleSubject = Literal["link", "class", "entity", "asset", "label", "end"]
Names = dict[str, str]
UNLIMITED: Final = 2**31
"""Stands for no limit."""

ATTRIBUTE_TYPES: Final[tuple[AttributeType, ...]] = get_args(AttributeType)
CARDINALITIES: Final[tuple[Cardinality, ...]] = get_args(Cardinality)


class _Part(msgspec.Struct, frozen=True):
    """Common form of a document's parts."""


class AttributeSpec(_Part, frozen=True):
    """One typed attribute. `of` lists a choice's words; `min`, `max` and `unit` belong to numbers.

    `names` holds display names of the attribute by language, `choice_names` those of each word.
    A required attribute that is missing is a violation, not a refusal: a label is drawn first and
    described afterwards.
    """

    name: str
    type: AttributeType
    of: tuple[str, ...] = ()
    min: float | None = None
    max: float | None = None
    unit: str = ""
    default: AttributeValue = None
    required: bool = False
    names: Names = {}
    choice_names: dict[str, Names] = {}


class KeypointsSpec(_Part, frozen=True):
    """The named points of a class's body, and the pairs between which a line is drawn."""

    points: tuple[str, ...]
    edges: tuple[tuple[str, str], ...] = ()


class ClassSpec(_Part, frozen=True):
    """One class. `anchors` and `attributes` are its own; Taxonomy adds what its ancestors give.

    A class that lists no anchors has those of its parent; one that lists some has only these.
    `colour` is a slot of the palette, counted from 0.
    """

    id: str
    names: Names = {}
    aliases: tuple[str, ...] = ()
    parent: str = ""
    anchors: tuple[str, ...] = ()
    attributes: tuple[AttributeSpec, ...] = ()
    colour: int | None = None
    keypoints: KeypointsSpec | None = None


class EntityTypeSpec(_Part, frozen=True):
    """A kind of thing in the world, and the classes (with their descendants) that may be about it."""

    id: str
    names: Names = {}
    classes: tuple[str, ...] = ()


class EndpointSpec(_Part, frozen=True):
    """What may stand at one end of a link: annotations of `classes` (descendants included), entities of
    the types `entities`, or either. `anchors` and `modality` narrow the annotations; empty, any will do.
    """

    classes: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()


class GroupSpec(_Part, frozen=True):
    """The links of one type from one origin as one tie with many ends: how many, and whether in an order.

    More than `most` are refused; fewer than `least`, once there is one, break the rule `group_size`.
    """

    least: int = 1
    most: int = UNLIMITED
    ordered: bool = False


class LinkTypeSpec(_Part, frozen=True):
    """A type of link. Of a many-to-one type each origin has one link at most, of a one-to-many type each
    target.
    """

    id: str
    from_end: EndpointSpec
    to_end: EndpointSpec
    names: Names = {}
    cardinality: Cardinality = "many-to-many"
    symmetric: bool = False
    attributes: tuple[AttributeSpec, ...] = ()
    group: GroupSpec | None = None

    @property
    def one_from(self) -> bool:
        """Whether each target takes one link of this type at most."""
        return self.cardinality in ("one-to-one", "one-to-many")

    @property
    def one_to(self) -> bool:
        """Whether each origin takes one link of this type at most."""
        return self.cardinality in ("one-to-one", "many-to-one")


class LabelFilter(_Part, frozen=True):
    """Which labels are meant: those of one of `classes` (descendants included), in one of the modalities,
    that say one of the values of each attribute. What is empty narrows nothing; None is "not said".
    """

    classes: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    attributes: dict[str, tuple[AttributeValue, ...]] = {}


RuleArgument = str | int | float | bool | tuple[str, ...] | LabelFilter


class ConditionSpec(_Part, frozen=True):
    """When a rule applies at all. What is left out (None, or empty) holds always.

    `label` is about the subject itself: an annotation, one of an entity's annotations, or a link's
    attributes; `from_end` and `to_end` about a link's ends. `during` asks that such an annotation is there
    at the time of the subject. `languages` are the sample's.
    """

    label: LabelFilter | None = None
    from_end: LabelFilter | None = None
    to_end: LabelFilter | None = None
    during: LabelFilter | None = None
    languages: tuple[str, ...] = ()


ALWAYS: Final = ConditionSpec()


class RuleSpec(_Part, frozen=True):
    """A consistency condition: `requirement` must hold for each subject for which `when` holds.

    `subject_id` is a link type, a class, an entity type or, for assets, a modality. Of the rules that are
    always there, "label" stands for every annotation and "end" for what stands at an end of links of a type.
    """

    id: str
    subject: RuleSubject
    subject_id: str
    requirement: str
    arguments: dict[str, RuleArgument] = {}
    names: Names = {}
    when: ConditionSpec = ALWAYS


class MigrationSpec(_Part, frozen=True):
    """Steps that bring labels made under version `from_version` of `schema_id` to `to_version` of this one:
    by default from an older version of it to the document's own.
    """

    from_version: str
    steps: tuple[Step, ...]
    schema_id: str = ""
    to_version: str = ""
