"""The SQLite that Crosstie uses, refused when it may lose commits."""

from typing import Final

from crosstie.schema.errors import CrosstieError

OLDEST_SAFE: Final = (3, 51, 3)
"""Older ones can lose a commit when a checkpoint meets it in WAL mode (sqlite.org/changes, 3.51.3)."""


class SqliteTooOld(CrosstieError):
    """The SQLite library is one of those that can lose commits in WAL mode."""


def require_safe(version: str) -> None:
    """Raises SqliteTooOld unless `version`, such as "3.53.4", is one that keeps every commit."""
    if tuple(int(part) for part in version.split(".")) < OLDEST_SAFE:
        safe = ".".join(str(part) for part in OLDEST_SAFE)
        raise SqliteTooOld(
            f"SQLite {version} can lose commits and {safe} is needed: install pysqlite3 0.6.1 or newer"
        )
