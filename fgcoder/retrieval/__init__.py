"""Finding passages again: under a code, by their words, by their meaning.

The core of every search, without a screen. A search reads the study once, in columns (`corpus`), keeps up with what is
decided meanwhile (`coded`), and gives its results as quotes that are put together only when they are looked at.
"""
