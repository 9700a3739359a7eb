"""Commands with many options: the fields of one record instead of as many arguments."""

import inspect
from collections.abc import Callable
from typing import Annotated, TypeVar, get_type_hints

import msgspec
import typer

Options = TypeVar("Options", bound=msgspec.Struct)

JobsOption = Annotated[
    int, typer.Option("--jobs", min=0, metavar="N", help="Processes; 0 is one for every processor.")
]


def gathered(kind: type[Options], command: Callable[[Options], int]) -> Callable[..., int]:
    """What Typer calls for a command that takes a record: each field is an argument or an option."""
    hints = get_type_hints(kind, include_extras=True)
    parameters = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if field.required else field.default,
            annotation=hints[field.name],
        )
        for field in msgspec.structs.fields(kind)
    ]

    def called(**values: object) -> int:
        return command(kind(**values))

    called.__doc__, called.__name__, called.__annotations__ = command.__doc__, command.__name__, hints
    # Where Typer looks for what a function takes.
    vars(called)["__signature__"] = inspect.Signature(parameters)
    return called
