"""Errors that reach a person: one line that says what, where and what to do."""


class CrosstieError(Exception):
    """Base of every error whose message may be shown as it is."""


class SchemaInvalid(CrosstieError):
    """A schema document breaks its own form; the message begins with the place of the first problem.

    `problems` lists every one, each with its place first.
    """

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems: tuple[str, ...] = problems or (message,)


class EditRefused(CrosstieError):
    """An edit does not fit the sample's state or the schema; nothing was changed."""


class AnchorInvalid(CrosstieError, ValueError):
    """An anchor's numbers make no place (negative size, end before start, not finite).

    A ValueError, so that in JSON it is told as a ValidationError with its path like any other mistake.
    """
