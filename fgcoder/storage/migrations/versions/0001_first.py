"""The first schema: transcripts, segments, vectors, decisions, places."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, and on SQLite the triggers that keep decisions append-only."""
    op.create_table(
        "transcripts",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("attributes", sa.JSON, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("notices", sa.JSON, nullable=False),
        sa.Column("segmentation", sa.String, nullable=False),
        sa.Column("imported_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "speakers",
        _transcript_key(),
        sa.Column("label", sa.String, primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("attributes", sa.JSON, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_table(
        "turns",
        _transcript_key(),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("speaker", sa.String, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("words_start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Float),
    )
    op.create_table(
        "segments",
        _transcript_key(),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("words_start", sa.Integer, nullable=False),
        sa.Column("words_end", sa.Integer, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
    )
    op.create_table(
        "vectors",
        sa.Column("model", sa.String, primary_key=True),
        sa.Column("text_hash", sa.String(64), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("coder", sa.String, nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("transcript", sa.String, nullable=False),
        sa.Column("transcript_hash", sa.String(64), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("shown", sa.JSON, nullable=False),
        sa.Column("gesture", sa.String(36), nullable=False),
        sa.Column("withdraws", sa.String(36)),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("codebook_version", sa.String, nullable=False),
    )
    op.create_index("decisions_by_transcript", "decisions", ["transcript"])
    op.create_index("decisions_by_time", "decisions", ["made_at"])
    op.create_table(
        "places",
        sa.Column("coder", sa.String, primary_key=True),
        sa.Column("transcript", sa.String, primary_key=True),
        sa.Column("segment", sa.Integer, nullable=False),
        sa.Column("left_at", sa.String(32), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER decisions_no_{verb.lower()} BEFORE {verb} ON decisions "
                "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END"
            )


def _transcript_key() -> sa.Column[str]:
    return sa.Column("transcript", sa.String, sa.ForeignKey("transcripts.id", ondelete="CASCADE"), primary_key=True)
