"""The command line."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from bot.loading import loading

if TYPE_CHECKING:
    from collections.abc import Sequence

WRONG = 2
"""The exit code when a setting or the content is wrong."""

AWAY = 75
"""The exit code when Telegram or the database server cannot be reached: EX_TEMPFAIL, after which a start may work."""

COMMANDS = {
    "run": "bot.command_line.running:run",
    "chat": "bot.command_line.running:chat",
    "check": "bot.command_line.words:check",
    "preview": "bot.preview.command:preview",
    "translated": "bot.command_line.words:translated",
    "reviewed": "bot.command_line.words:reviewed",
    "schema": "bot.command_line.words:schema",
    "scores": "bot.command_line.words:scores",
    "listen": "bot.listening.command:listen",
    "benchmark": "bot.command_line.benchmarking:benchmark",
    "map": "bot.command_line.printing:print_map",
    "links": "bot.command_line.handouts:print_links",
    "leaflet": "bot.command_line.handouts:write_leaflet",
    "pack": "bot.command_line.packs:pack",
    "rotate-keys": "bot.command_line.running:rotate_keys",
    "inventory": "bot.command_line.printing:print_inventory",
}
"""Every command, and the function that is it."""

_SAYS_THE_CURE = (
    "bot.settings:SettingsError",
    "bot.content:ContentError",
    "bot.store:StoreError",
    "bot.vault:VaultError",
    "bot.handlers.polling:PollingError",
    "bot.serving:ServingError",
)
"""The errors whose text is all that a person needs."""

_MAY_PASS = ("bot.store:UnreachableError", "bot.handlers.polling:UnreachableError")


class OnDemand(TyperGroup):
    """The commands, each loaded when it is asked for: whoever checks words need not wait for Telegram's library."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - Typer's own
        """Name the commands, in the order in which they are listed."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - Typer's own
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        with loading():
            command = _loaded(COMMANDS[cmd_name])
        alone.command(cmd_name)(command)
        return get_command(alone)


command_line = typer.Typer(
    cls=OnDemand,
    help="A Telegram bot that helps people with MS to prepare a second opinion.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@command_line.callback()
def _all_commands() -> None:
    """A Telegram bot that helps people with MS to prepare a second opinion."""


def main() -> None:
    """Run a command; what a person can cure ends it with a clear line for each problem, and an exit code of its own."""
    try:
        command_line()
    except KeyboardInterrupt:
        sys.exit(0)
    except Exception as error:
        if not _is_one_of(_SAYS_THE_CURE, error):
            raise
        for line in str(error).splitlines():
            typer.echo(line, err=True)
        sys.exit(AWAY if _is_one_of(_MAY_PASS, error) else WRONG)


def _is_one_of(kinds: Sequence[str], error: Exception) -> bool:
    """Say whether an error is of one of these kinds, which are loaded when something went wrong."""
    return isinstance(error, tuple(map(_loaded, kinds)))


def _loaded(name: str) -> Any:  # noqa: ANN401 - whatever has the name
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


if __name__ == "__main__":
    main()
