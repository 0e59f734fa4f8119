"""A command that has sub-commands and still takes arguments of its own.

`fgcoder suggest` took names of transcripts before it had sub-commands, and people and scripts go on calling it so. An
ordinary group would take the first name for a sub-command.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


class CommandOrArguments(TyperGroup):
    """A group that runs a sub-command where its name comes first, and is an ordinary command otherwise.

    A first argument that happens to have a sub-command's name is told apart by `--` before it.
    """

    allow_interspersed_args = True

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Leave everything after a sub-command's name to the sub-command."""
        if args and args[0] in self.commands:
            ctx.args = args
            return args
        return super().parse_args(ctx, args)

    def get_params(self, ctx: Any) -> Any:
        """Leave the group's own arguments out of what a sub-command's usage says stands before it."""
        params = super().get_params(ctx)
        return params if ctx.command is self else [one for one in params if one.param_type_name != "argument"]

    def invoke(self, ctx: Any) -> Any:
        """Run the sub-command, or the group's own function."""
        if not ctx.args:
            return super().invoke(ctx)
        name, command, rest = self.resolve_command(ctx, ctx.args)
        assert command is not None  # `parse_args` has looked it up
        ctx.invoked_subcommand = name
        with ctx, command.make_context(name, rest, parent=ctx) as below:
            return command.invoke(below)
