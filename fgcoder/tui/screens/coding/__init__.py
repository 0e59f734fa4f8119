"""The coding screen: its keys, what it shows (`workplace`), and what its keys do, a group of keys a file.

Nothing is imported here: the first screen names some of the keys, and must not wait for the rest.
"""
