"""Survey findings beside what the focus groups say to them, and the gaps between the two."""
