"""The codebook as a tree, and what one code says: the two halves of the codebook screen."""

from fgcoder.tui.widgets.code_tree.about import about_code
from fgcoder.tui.widgets.code_tree.rows import CodeRow, rows_of, times_with_parts
from fgcoder.tui.widgets.code_tree.tree import CodeTree

__all__ = ["CodeRow", "CodeTree", "about_code", "rows_of", "times_with_parts"]
