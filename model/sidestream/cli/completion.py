"""`completion`: what makes a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from sidestream.cli.shared import examples

SHELLS = ("bash", "zsh", "fish")


@click.command(
    short_help="Print what makes a shell complete commands.",
    epilog=examples(
        "sidestream completion bash > ~/.sidestream.bash      then a line `. ~/.sidestream.bash` in ~/.bashrc",
        "sidestream completion zsh > ~/.sidestream.zsh        then a line `. ~/.sidestream.zsh` in ~/.zshrc",
        "sidestream completion fish > ~/.config/fish/completions/sidestream.fish",
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that makes SHELL complete the commands and options of sidestream."""
    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(context.find_root().command, {}, "sidestream", "_SIDESTREAM_COMPLETE").source())
