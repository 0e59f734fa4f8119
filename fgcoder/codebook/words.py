"""What a change of the codebook is called: in the record, when it is undone, and by commands; alike everywhere.

Each is a sentence without its full stop, with labels as they are before the change.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from fgcoder.model import Codebook


def added(label: str, book: Codebook, theme: str | None = None) -> str:
    """Say that a code was added."""
    return f"Added the code {label}" + (f" below {book.label(theme)}" if theme else "")


def revised(code_id: str, parts: Collection[str], book: Codebook) -> str:
    """Say which parts of a code were revised: label, definition, use, avoid, examples."""
    said = [part for part in ("label", "definition", "use", "avoid", "examples") if part in parts]
    return f"Revised {_listed(said)} of {book.label(code_id)}"


def moved(code_id: str, theme: str | None, book: Codebook) -> str:
    """Say where a code was moved."""
    return f"Moved {book.label(code_id)} {f'below {book.label(theme)}' if theme else 'to the top'}"


def merged(code_ids: Sequence[str], into: str, book: Codebook) -> str:
    """Say which codes were merged into which."""
    return f"Merged {_listed([book.label(one) for one in code_ids])} into {book.label(into)}"


def split(code_id: str, labels: Sequence[str], book: Codebook) -> str:
    """Say into what a code was split."""
    return f"Split {book.label(code_id)} into {_listed(labels)}"


def retired(code_id: str, book: Codebook) -> str:
    """Say that a code was retired."""
    return f"Retired {book.label(code_id)}"


def restored(code_id: str, book: Codebook) -> str:
    """Say that a code was restored."""
    return f"Restored {book.label(code_id)}"


def renamed(code_id: str, new_id: str) -> str:
    """Say that a code has another id."""
    return f"Renamed the id {code_id} to {new_id}"


def removed(code_id: str, book: Codebook) -> str:
    """Say that a code was taken out of the file."""
    return f"Removed the code {book.label(code_id)}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join([*([", ".join(words[:-1])] if len(words) > 1 else []), *words[-1:]])
