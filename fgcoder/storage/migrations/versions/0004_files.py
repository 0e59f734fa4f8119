"""Transcripts know the digest of their files, which need not be read again; a coder's decisions have an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; files of transcripts that are in the store are read once more, and the digest noted then."""
    op.add_column("transcripts", sa.Column("digest", sa.String(64), nullable=False, server_default=""))
    op.create_index("decisions_by_coder", "decisions", ["coder", "made_at"])
