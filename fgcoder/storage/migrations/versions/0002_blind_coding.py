"""Decisions say what was withheld from a blind coder, and which random draw the segment was subject to."""

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
