"""Cases by themes, with their quotes or memos in the cells."""
