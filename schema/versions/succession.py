"""Which passes a migration continues, and which it leaves as they are."""

from collections.abc import Iterable

from crosstie.schema.records import Pass


def continued(passes: Iterable[Pass]) -> frozenset[str]:
    """The ids of passes that another one continues under another schema."""
    return frozenset(one.migrated_from for one in passes if one.migrated_from)


def to_migrate(passes: Iterable[Pass], sha256: str) -> tuple[Pass, ...]:
    """The passes that are not yet under the schema with this hash, oldest first.

    What was continued before stays as it is, and so do candidate passes: they are about a pass that is
    continued, and their makers propose anew for the one that takes its place.
    """
    listed = tuple(passes)
    done = continued(listed)
    return tuple(
        one for one in listed if one.schema.sha256 != sha256 and one.id not in done and not one.about
    )
