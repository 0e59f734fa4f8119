"""The transcript: turns with their speakers, the current segment, and the codes beside the words they are on."""

from fgcoder.tui.widgets.transcript.finding import Match
from fgcoder.tui.widgets.transcript.margin import CodedSpan
from fgcoder.tui.widgets.transcript.view import TranscriptView

__all__ = ["CodedSpan", "Match", "TranscriptView"]
