"""From files to suggestions: read, segment, embed, rank, store; with progress as events.

Every front end runs the same steps through here. Each step keeps what it has done as it goes, so that an interruption
loses nothing and a second run does only what is new. Each is imported from its own module: the readers of a dozen
formats are not needed to look at a study, and whoever opens one waits for what is imported.
"""
