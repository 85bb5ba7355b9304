"""``examiner-cli``: finds the command on the line, and imports only that one."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import typer

from examiner_app import __version__
from examiner_app.cli.console import STOPPED, complain
from examiner_app.cli.tuning import tune
from examiner_app.errors import ExaminerError

Target = typer.Typer | Callable[..., None]
"""What a command is made of."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command or group of commands.

    Attributes:
        module: Where it is; imported only when it is asked for, for some bring the networks.
        attribute: A function, or the ``typer.Typer`` of a group.
        help: One line in the list of commands.
        computes: Whether networks run in it for minutes or hours.
    """

    module: str
    attribute: str
    help: str
    computes: bool = False


COMMANDS: Final[dict[str, Command]] = {
    "examine": Command("examine", "examine", "Rank a register by its likeness to a logo."),
    "batch": Command("batch", "batch", "Report every logo of a folder."),
    "case": Command("case", "app", "List, show, export and import cases, and replay searches."),
    "describe": Command("describe", "describe", "Save what the networks see in logos."),
    "register": Command("register", "app", "Build, look at and verify registers.", computes=True),
    "evaluate": Command("evaluate", "evaluate", "MAP@100 and NAR of every method."),
    "synthesize": Command("synthesize", "app", "Draw synthetic marks."),
    "train": Command("train", "app", "Train the networks of a model bundle.", computes=True),
    "models": Command("models", "app", "List, verify, fetch and import model bundles."),
    "bench": Command("bench", "app", "Measure speeds side by side."),
}


def run() -> None:
    """Run the command on the line; exit codes: 0, 1 with one line on stderr, 2 for wrong usage."""
    arguments = sys.argv[1:]
    command = COMMANDS.get(_wanted(arguments))
    if command is not None and command.computes:
        tune()
    sys.exit(main(arguments))


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code."""
    try:
        build_app(_wanted(arguments))(list(arguments), prog_name="examiner-cli")
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 1
    except KeyboardInterrupt:
        typer.echo(STOPPED, err=True)
    except ExaminerError as error:
        complain(str(error))
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        complain(f"{error.strerror or error}{place}.")
    except Exception as error:
        if os.environ.get("EXAMINER_TRACEBACK"):
            raise
        complain(
            f"Something went wrong that should not ({type(error).__name__}: {error}): "
            "set EXAMINER_TRACEBACK=1 and run it again to see where."
        )
    return 1


def _wanted(arguments: Sequence[str]) -> str:
    return next((word for word in arguments if not word.startswith("-")), "")


def build_app(wanted: str) -> typer.Typer:
    """Return the application with all commands, of which only ``wanted`` is imported."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="Finds earlier trademarks that look like a candidate logo, and shows why.",
    )
    app.callback()(_top)
    for name, command in COMMANDS.items():
        target = _load(command) if name == wanted else _not_imported
        if isinstance(target, typer.Typer):
            app.add_typer(target, name=name, help=command.help)
        else:
            help_ = command.help if target is _not_imported else None
            app.command(name, help=help_)(target)
    return app


def _load(command: Command) -> Target:
    module = importlib.import_module(f"examiner_app.cli.{command.module}")
    target: Target = getattr(module, command.attribute)
    return target


def _not_imported() -> None:
    """Stand for a command in the list of commands; the one on the line is imported."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"Examiner {__version__}")
        raise typer.Exit


def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Nothing to do before a command."""
