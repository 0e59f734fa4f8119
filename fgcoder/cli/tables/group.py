"""The group of table commands."""

from __future__ import annotations

import typer

from fgcoder.cli.tables.agreement import agreement_table
from fgcoder.cli.tables.comparison import comparison_table
from fgcoder.cli.tables.cooccurrence import cooccurrence_table
from fgcoder.cli.tables.framework import framework_table
from fgcoder.cli.tables.frequency import frequency_table
from fgcoder.cli.tables.saturation import coverage_table, saturation_table

app = typer.Typer(help="Make tables of the codings.", no_args_is_help=True)
app.command("frequency")(frequency_table)
app.command("comparison")(comparison_table)
app.command("cooccurrence")(cooccurrence_table)
app.command("saturation")(saturation_table)
app.command("coverage")(coverage_table)
app.command("framework")(framework_table)
app.command("agreement")(agreement_table)
