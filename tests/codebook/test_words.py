"""A change is called by what it is, with labels."""

from __future__ import annotations

from fgcoder.codebook import words
from fgcoder.model import Code, Codebook

BOOK = Codebook(
    "Book", "1", "en", (Code("t", "Theme", children=(Code("a", "Aye"), Code("b", "Bee"))), Code("c", "See"))
)


def test_changes_in_words():
    assert words.added("New", BOOK) == "Added the code New"
    assert words.added("New", BOOK, "t") == "Added the code New below Theme"
    assert words.revised("a", {"examples", "label", "use"}, BOOK) == "Revised label, use and examples of Aye"
    assert words.moved("a", None, BOOK) == "Moved Aye to the top"
    assert words.moved("c", "t", BOOK) == "Moved See below Theme"
    assert words.merged(["a", "b"], "c", BOOK) == "Merged Aye and Bee into See"
    assert words.split("c", ["One", "Two", "Three"], BOOK) == "Split See into One, Two and Three"
    assert words.retired("a", BOOK) == "Retired Aye"
    assert words.restored("gone", BOOK) == "Restored gone"
    assert words.renamed("a", "aye") == "Renamed the id a to aye"
    assert words.removed("b", BOOK) == "Removed the code Bee"
