"""How numbers and lists are put into sentences, the same in every note, message and screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def counted(count: int, noun: str) -> str:
    """Give a number with its noun: `1 group`, `1,204 segments`, `5 countries`."""
    return f"{count:,} {noun if count == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """Give the plural of an English noun, as far as this program needs it."""
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"


def enumerated(words: Sequence[str]) -> str:
    """Join words as a sentence has them: `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def there_are(names: Iterable[str]) -> str:
    """Say which names there are to choose from, where none of them was given."""
    known = list(names)
    return f"There {'is' if len(known) == 1 else 'are'}: {', '.join(known)}." if known else "There is none yet."
