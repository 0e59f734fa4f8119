"""Decisions say what was withheld from a blind coder and which draw the segment was subject to; none is replaced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns in place, so that no decision is copied and the triggers that guard them stay."""
    op.add_column("decisions", sa.Column("withheld", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("decisions", sa.Column("draw", sa.String, nullable=False, server_default=""))
    if op.get_bind().dialect.name == "sqlite":
        # INSERT OR REPLACE removes the old row without asking the trigger on DELETE.
        op.execute(
            "CREATE TRIGGER IF NOT EXISTS decisions_no_replace BEFORE INSERT ON decisions "
            "WHEN EXISTS (SELECT 1 FROM decisions WHERE id = NEW.id) "
            "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END"
        )
