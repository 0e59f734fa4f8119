"""Decisions hold notes and changes of the codebook, and say what they reverse; segments know their sentences."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns in place, so that no decision is copied and the triggers that guard them stay."""
    op.add_column("segments", sa.Column("sentences", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("decisions", sa.Column("at_start", sa.Integer))
    op.add_column("decisions", sa.Column("at_end", sa.Integer))
    op.add_column("decisions", sa.Column("text", sa.Text, nullable=False, server_default=""))
    op.add_column("decisions", sa.Column("finding", sa.String, nullable=False, server_default=""))
    op.add_column("decisions", sa.Column("relation", sa.String(16)))
    op.add_column("decisions", sa.Column("changes", sa.Text, nullable=False, server_default=""))
    op.add_column("decisions", sa.Column("reverses", sa.String(36), nullable=False, server_default=""))
    op.create_index("decisions_by_gesture", "decisions", ["gesture"])
    op.create_index("decisions_by_withdrawn", "decisions", ["withdraws"])
