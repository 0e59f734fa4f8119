"""The append-only record of what coders did: its fields and its log, and what it comes to."""
