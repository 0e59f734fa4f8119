"""The screens in a browser: the terminal program, one process a visitor, behind a gate that knows who was invited.

A room of its own, since it knows the web and nothing of studies: it is given a command line to run and a title.
"""
