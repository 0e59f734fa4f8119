"""The tables of the store, for SQLAlchemy Core. A change here needs a migration in `migrations/versions`."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

transcripts = Table(
    "transcripts",
    metadata,
    Column("id", String, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("language", String(8), nullable=False),
    Column("attributes", JSON, nullable=False),
    Column("source", Text, nullable=False),
    Column("notices", JSON, nullable=False),
    Column("segmentation", String, nullable=False),
    Column("imported_at", String(32), nullable=False),
    Column("digest", String(64), nullable=False, server_default=""),
)

speakers = Table(
    "speakers",
    metadata,
    Column("transcript", ForeignKey("transcripts.id", ondelete="CASCADE"), primary_key=True),
    Column("label", String, primary_key=True),
    Column("role", String(16), nullable=False),
    Column("attributes", JSON, nullable=False),
    Column("position", Integer, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("transcript", ForeignKey("transcripts.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("speaker", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("words_start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("seconds", Float),
)

segments = Table(
    "segments",
    metadata,
    Column("transcript", ForeignKey("transcripts.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("turn", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words_start", Integer, nullable=False),
    Column("words_end", Integer, nullable=False),
    Column("role", String(16), nullable=False),
    Column("sentences", JSON, nullable=False, server_default="[]"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("model", String, primary_key=True),
    Column("text_hash", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

# No foreign key to transcripts: a colleague's log may be merged before the transcript it speaks of is imported.
decisions = Table(
    "decisions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("coder", String, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("action", String(16), nullable=False),
    Column("transcript", String, nullable=False),
    Column("transcript_hash", String(64), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("code", String, nullable=False),
    Column("mode", String(16), nullable=False),
    Column("shown", JSON, nullable=False),
    Column("gesture", String(36), nullable=False),
    Column("withdraws", String(36)),
    Column("model", String, nullable=False),
    Column("codebook_version", String, nullable=False),
    Column("withheld", JSON, nullable=False, server_default="[]"),
    Column("draw", String, nullable=False, server_default=""),
    Column("at_start", Integer),
    Column("at_end", Integer),
    Column("text", Text, nullable=False, server_default=""),
    Column("finding", String, nullable=False, server_default=""),
    Column("relation", String(16)),
    Column("changes", Text, nullable=False, server_default=""),
    Column("reverses", String(36), nullable=False, server_default=""),
    Index("decisions_by_transcript", "transcript"),
    Index("decisions_by_time", "made_at"),
    Index("decisions_by_coder", "coder", "made_at"),
    Index("decisions_by_gesture", "gesture"),
    Index("decisions_by_withdrawn", "withdraws"),
)

places = Table(
    "places",
    metadata,
    Column("coder", String, primary_key=True),
    Column("transcript", String, primary_key=True),
    Column("segment", Integer, nullable=False),
    Column("left_at", String(32), nullable=False),
)
