"""Pictures of tables in letters, for a terminal: the network of codes, dots with whiskers."""

from fgcoder.export.sketch.drawing import Sketch, fits, sketched

__all__ = ["Sketch", "fits", "sketched"]
