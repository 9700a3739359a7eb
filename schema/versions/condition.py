"""Conditions over a label, as a migration step says them: `attributes.kind == 'truck' and anchor == 'box'`.

A parser of its own over a handful of operators: nothing that is written in a document is ever run. The
answer is true, false or unknown (None): a comparison with something that the label does not say is
unknown, and `and`, `or` and `not` follow Kleene's strong logic.
"""

from collections.abc import Iterator, Mapping

import msgspec

from crosstie.schema.records import AttributeValue

Facts = Mapping[str, AttributeValue]
"""What a label says, by name; a name that is not there is unknown."""


class Literal(msgspec.Struct, frozen=True):
    """A value as written; None for `none`."""

    value: AttributeValue

    def truth(self, facts: Facts) -> bool | None:
        """A bare value counts only when it is true or false."""
        return self.value if isinstance(self.value, bool) else None


class Name(msgspec.Struct, frozen=True):
    """Something that the label says, such as `attributes.kind`."""

    path: str

    def truth(self, facts: Facts) -> bool | None:
        """A bare name counts only when it says true or false."""
        value = facts.get(self.path)
        return value if isinstance(value, bool) else None


class Compare(msgspec.Struct, frozen=True):
    """Two values compared by `==`, `!=`, `<`, `<=`, `>` or `>=`."""

    operator: str
    left: Literal | Name
    right: Literal | Name

    def truth(self, facts: Facts) -> bool | None:
        """Unknown where either side is, but for `== none` and `!= none`, which ask just that."""
        left, right = (value_of(side, facts) for side in (self.left, self.right))
        if Literal(None) in (self.left, self.right) and self.operator in ("==", "!="):
            return (left == right) == (self.operator == "==")
        if left is None or right is None:
            return None
        if self.operator in ("==", "!="):
            return (_comparable(left, right) and left == right) == (self.operator == "==")
        return _ordered(self.operator, left, right)


class Member(msgspec.Struct, frozen=True):
    """Whether a value is among others: a written list, or the words of a multiple choice."""

    item: Literal | Name
    among: tuple[Literal | Name, ...] | Name

    def truth(self, facts: Facts) -> bool | None:
        """Unknown where the value or a whole multiple choice is."""
        item = value_of(self.item, facts)
        if isinstance(self.among, Name):
            words = facts.get(self.among.path)
            return item in words if isinstance(words, tuple) and item is not None else None
        if item is None:
            return None
        others = [value_of(other, facts) for other in self.among]
        if any(_comparable(item, other) and item == other for other in others):
            return True
        return None if None in others else False


class Not(msgspec.Struct, frozen=True):
    """The opposite."""

    inner: "Expression"

    def truth(self, facts: Facts) -> bool | None:
        """Unknown stays unknown."""
        inner = self.inner.truth(facts)
        return None if inner is None else not inner


class All(msgspec.Struct, frozen=True):
    """Terms joined by `and`."""

    terms: tuple["Expression", ...]

    def truth(self, facts: Facts) -> bool | None:
        """One false term decides."""
        found = [term.truth(facts) for term in self.terms]
        return False if False in found else None if None in found else True


class Any(msgspec.Struct, frozen=True):
    """Terms joined by `or`."""

    terms: tuple["Expression", ...]

    def truth(self, facts: Facts) -> bool | None:
        """One true term decides."""
        found = [term.truth(facts) for term in self.terms]
        return True if True in found else None if None in found else False


Expression = Literal | Name | Compare | Member | Not | All | Any


class Condition(msgspec.Struct, frozen=True):
    """A condition as written, and as understood."""

    text: str
    root: Expression

    def truth(self, facts: Facts) -> bool | None:
        """Whether the condition holds for a label; None where the label does not say enough."""
        return self.root.truth(facts)

    def names(self) -> tuple[str, ...]:
        """Every name that it asks about, once."""
        return tuple(dict.fromkeys(part.path for part in parts(self.root) if isinstance(part, Name)))

    def words_beside(self, name: str) -> tuple[str, ...]:
        """The texts that a name is compared with."""
        found: list[str] = []
        for part in parts(self.root):
            if isinstance(part, Compare) and Name(name) in (part.left, part.right):
                found += _texts(part.left, part.right)
            if isinstance(part, Member) and part.item == Name(name) and isinstance(part.among, tuple):
                found += _texts(*part.among)
        return tuple(dict.fromkeys(found))


def parts(root: Expression) -> Iterator[Expression]:
    """An expression and everything in it."""
    yield root
    match root:
        case Not(inner=inner):
            yield from parts(inner)
        case All(terms=terms) | Any(terms=terms):
            for term in terms:
                yield from parts(term)
        case Compare(left=left, right=right):
            yield from (left, right)
        case Member(item=item, among=among):
            yield item
            yield from among if isinstance(among, tuple) else (among,)


def value_of(side: Literal | Name, facts: Facts) -> AttributeValue:
    """What a side of a comparison says; None where the label does not say it."""
    return side.value if isinstance(side, Literal) else facts.get(side.path)


def _comparable(left: AttributeValue, right: AttributeValue) -> bool:
    """Python takes True for 1; a schema does not."""
    return isinstance(left, bool) == isinstance(right, bool)


def _ordered(operator: str, left: AttributeValue, right: AttributeValue) -> bool | None:
    numbers = [side for side in (left, right) if isinstance(side, int | float) and not isinstance(side, bool)]
    if len(numbers) < 2:
        return None
    first, second = numbers
    return {"<": first < second, "<=": first <= second, ">": first > second, ">=": first >= second}[operator]


def _texts(*sides: Literal | Name) -> list[str]:
    return [side.value for side in sides if isinstance(side, Literal) and isinstance(side.value, str)]
