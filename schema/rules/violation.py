"""A broken rule: which one, at which labels, and in words."""

import msgspec

from crosstie.schema.records import End


class Violation(msgspec.Struct, frozen=True):
    """One place at which a rule of the schema does not hold.

    `ends` are the annotations and entities concerned, the one to go to first; `link_id` is the link, where
    the rule is about one. `message` is one line for a person.
    """

    rule_id: str
    message: str
    ends: tuple[End, ...]
    link_id: str = ""
