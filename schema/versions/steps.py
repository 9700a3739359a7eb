"""Migration steps: what is done to each label that comes from an older version of a schema."""

from typing import Final, Literal, get_args

import msgspec

from crosstie.schema.records import AttributeValue
from crosstie.schema.versions.condition import Condition

Subject = Literal["class", "entity", "link"]
"""What a step is about: a class, an entity type or a link type."""

EndForm = Literal["", "annotation", "entity"]
"""What a link's end becomes; empty where it stays as it is."""

SUBJECTS: Final[tuple[Subject, ...]] = get_args(Subject)
PLURALS: Final[dict[Subject, str]] = {"class": "classes", "entity": "entities", "link": "links"}


class _Step(msgspec.Struct, frozen=True):
    """Common form of the steps."""


class Rename(_Step, frozen=True):
    """Gives a class or type another id. With an empty `to` only its display names changed: no label does."""

    subject: Subject
    id: str
    to: str = ""
    names: dict[str, str] = {}


class Merge(_Step, frozen=True):
    """Makes one class or type of several. `remember` names an attribute that keeps which one it was."""

    subject: Subject
    ids: tuple[str, ...]
    into: str
    remember: str = ""


class Split(_Step, frozen=True):
    """Labels of `id` for which `when` holds become `into`, the others `otherwise`, or stay where that is
    empty. Where the condition is unknown a person decides.
    """

    subject: Subject
    id: str
    when: Condition
    into: str
    otherwise: str = ""


class Drop(_Step, frozen=True):
    """The class or type is gone, and nothing takes its labels."""

    subject: Subject
    id: str


class RenameAttribute(_Step, frozen=True):
    """Gives an attribute of a class (descendants included) or link type another name."""

    of: str
    attribute: str
    to: str


class RetypeAttribute(_Step, frozen=True):
    """Brings an attribute's values into the form that the new version asks for.

    `values` says what becomes of a value, written as a word (`true`, `3`); `scale` multiplies a number, for
    another unit. A value that neither tells and that does not fit by itself waits for a person.
    """

    of: str
    attribute: str
    values: dict[str, AttributeValue] = {}
    scale: float = 1.0


class DefaultAttribute(_Step, frozen=True):
    """Says an attribute wherever it is not said."""

    of: str
    attribute: str
    value: AttributeValue


class DropAttribute(_Step, frozen=True):
    """The attribute is gone: the label comes over without it, and a value that it had is told to a person."""

    of: str
    attribute: str


class MoveAttribute(_Step, frozen=True):
    """The attribute is now `to`'s alone (descendants included): labels of other classes lose it."""

    of: str
    attribute: str
    to: str


class RemapEnds(_Step, frozen=True):
    """Turns a link type's ends: `swap` makes the origin the target, and an end that was an annotation
    becomes the entity that it is about, or the entity its only annotation that fits.
    """

    id: str
    swap: bool = False
    from_end: EndForm = ""
    to_end: EndForm = ""


AttributeStep = RenameAttribute | RetypeAttribute | DefaultAttribute | DropAttribute | MoveAttribute
Step = Rename | Merge | Split | Drop | AttributeStep | RemapEnds


def step_name(step: Step) -> str:
    """The word by which a document calls a step."""
    match step:
        case Merge(subject=subject):
            return f"merge_{PLURALS[subject]}"
        case Rename(subject=subject) | Split(subject=subject) | Drop(subject=subject):
            return f"{type(step).__name__.lower()}_{subject}"
        case RemapEnds():
            return "remap_ends"
        case _:
            return f"{type(step).__name__.removesuffix('Attribute').lower()}_attribute"


def moves(step: Step) -> tuple[tuple[str, str], ...]:
    """From which id to which a step can take a label."""
    match step:
        case Rename(id=old, to=new) if new:
            return ((old, new),)
        case Merge(ids=ids, into=into):
            return tuple((old, into) for old in ids if old != into)
        case Split(id=old, into=into, otherwise=otherwise):
            return tuple((old, new) for new in (into, otherwise) if new and (new != old or new == into))
        case _:
            return ()


def sources(step: Step) -> tuple[str, ...]:
    """The ids of the older version that a step names."""
    match step:
        case Rename(id=old) | Split(id=old) | Drop(id=old) | RemapEnds(id=old):
            return (old,)
        case Merge(ids=ids):
            return ids
        case _:
            return (step.of,)
