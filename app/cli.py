"""The command line. Exit code 0 is fine, 1 found something, 2 could not; no traceback reaches a person."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated, Final

import typer

from crosstie import __version__
from crosstie.app.commands import audit, qa, schema
from crosstie.app.commands.add import add
from crosstie.app.commands.candidates import candidates
from crosstie.app.commands.check import check
from crosstie.app.commands.demo import demo
from crosstie.app.commands.frame import frame
from crosstie.app.commands.info import info
from crosstie.app.commands.new import new
from crosstie.app.commands.opening import open_project_window
from crosstie.app.crash_log import crash_log
from crosstie.schema.errors import CrosstieError

FINE: Final = 0
INTERRUPTED: Final = 130
"""What Typer makes of Ctrl-C."""
COULD_NOT: Final = 2

commands = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
commands.command()(demo)
commands.command()(new)
commands.command()(add)
commands.command("open")(open_project_window)
commands.command()(info)
commands.command()(frame)
commands.command()(candidates)
commands.command()(check)
commands.add_typer(schema.commands, name="schema")
commands.add_typer(audit.commands, name="audit")
commands.add_typer(qa.commands, name="qa")


@commands.callback(invoke_without_command=True)
def crosstie(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """Label every modality of a sample on one clock, and tie the labels together."""
    if version:
        typer.echo(f"crosstie {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Runs the command that the process was started with."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code. What went wrong is one line on standard error."""
    command = typer.main.get_command(commands)
    try:
        code = command.main(qa.in_full(arguments), prog_name="crosstie", standalone_mode=False)
        sys.stdout.flush()
    except CrosstieError as error:
        return _could_not(str(error))
    except typer.TyperException as error:
        return _could_not(f"{error.format_message()} (crosstie --help tells what there is)")
    except typer.Abort:
        return _could_not("stopped")
    except (BrokenPipeError, SystemExit):
        # Whoever read the output has seen enough; for that alone Typer exits by itself. What is left must
        # go nowhere, or Python fails on writing it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        with crash_log() as (log, place):
            log.exception("crosstie %s %s", __version__, list(arguments))
        return _could_not(f"unexpected error: {type(error).__name__}: {error}; {place}")
    if code == INTERRUPTED:
        return _could_not("stopped")
    return code if isinstance(code, int) else FINE


def _could_not(problem: str) -> int:
    sys.stderr.write(f"crosstie: {' '.join(problem.split())}\n")
    return COULD_NOT
