"""The command line: one command group a file. It parses, delegates and prints; results to stdout, the rest to stderr.

Nothing heavy is imported at the top of these modules, so that `fgcoder --help` answers at once.
"""
