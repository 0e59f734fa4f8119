"""The transcript: turns with their speakers, the current segment, and the codes beneath the words they are on."""

from fgcoder.tui.widgets.transcript.layout import Mark
from fgcoder.tui.widgets.transcript.view import TranscriptView

__all__ = ["Mark", "TranscriptView"]
