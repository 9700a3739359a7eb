"""Errors of the store that a person may meet."""

from crosstie.schema.errors import CrosstieError


class StoreFailed(CrosstieError):
    """The database could not be read or written; what was acknowledged before is kept."""


class ProjectUnusable(CrosstieError):
    """A folder is no project, is one of a newer version, or is held by another window."""


class MediaUnusable(CrosstieError):
    """A media file is missing, changed or not what the manifest says."""


class ManifestInvalid(CrosstieError):
    """A manifest breaks its form; the message names the file and the place."""
