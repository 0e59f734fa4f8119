"""fgcoder: code focus-group transcripts by keyboard, on your own machine."""

__version__ = "0.1.0"
