"""Names that begin one or two lines: who speaks, where the lines around leave no doubt, and what people have to judge.

`Zoe: I disagree.` and `Question: who pays?` have one shape. What tells them apart is how the transcript is laid out:
where every other line begins with a label, a line that does not would be the only one of its kind. To take a word for a
speaker tears a turn apart, so in all other cases nothing is taken, and all is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from fgcoder.reading.speakers import OFTEN, Finder, is_moderator, is_name, key
from fgcoder.reading.vocabulary import NAME_PARTICLES, SELDOM_NAMES

NEARLY_ALL = 0.9
"""The share of lines that have to begin as with a label before a name that begins few of them counts."""
MOST = 0.5
"""The share of lines that have to begin with labels that are sure."""
TOLD = 10
"""How many of the names that were not taken are told one by one."""
_NOTE = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
"""What a transcriber writes about the talk; a line of nothing else, or without a letter, says nothing of the layout."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Start:
    """What begins lines as a label does."""

    name: str
    times: int
    first: int
    """The line that it begins first, counted from 0."""


@dataclass(frozen=True, slots=True)
class Few:
    """What begins too few lines to be a label by itself."""

    taken: tuple[Start, ...] = ()
    """What is a label by the lines around."""
    left: tuple[Start, ...] = ()
    """What is not taken for one."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    label: str
    """Of whom a sure label names; empty where there is none."""
    like: str
    """What looks like a label and is none by itself."""
    opens: bool
    """Whether it is the first of a paragraph."""


def judge(finder: Finder, lines: Sequence[str], *, may_take: bool) -> Few:
    """Say which names that begin few lines are labels all the same, and which are left to people.

    Parameters
    ----------
    finder
        Knows the labels that are sure.
    lines
        All lines of the file.
    may_take
        Whether anything may be taken; not where people have said who takes part.
    """
    begun = list(_begun(finder, lines))
    starts = _starts(begun)
    small = {word for line in lines for word in _WORD.findall(line) if word[0].islower()} - NAME_PARTICLES
    keys = _in_company(begun, small) if may_take else frozenset()
    taken = tuple(start for start in starts if key(start.name) in keys)
    return Few(taken, tuple(start for start in starts if start not in taken))


def remarks(few: Few, places: Sequence[str]) -> Iterator[str]:
    """Say what was taken for a label and what was not, for people to check; `places` say where each line stands."""
    if few.taken:
        named = ", ".join(_told(start, places) for start in few.taken)
        yield (
            f"Taken for speakers, as nearly every line begins with a label, though they begin fewer than {OFTEN}: "
            f"{named}. If one is not, write its colon as a dash."
        )
    if few.left:
        most = sorted(few.left, key=lambda start: (-start.times, start.first))
        named = ", ".join(_told(start, places) for start in most[:TOLD])
        more = f" and {len(most) - TOLD} more" if len(most) > TOLD else ""
        yield (
            f"Not taken for speakers, though they begin lines as labels do: {named}{more}. If one is a speaker, "
            "declare the label under participants or moderators, in the front matter or the .yaml beside the file."
        )


def _told(start: Start, places: Sequence[str]) -> str:
    where = places[start.first]
    return f"'{start.name}' ({where})" if start.times == 1 else f"'{start.name}' ({start.times} times, first {where})"


def _begun(finder: Finder, lines: Sequence[str]) -> Iterator[_Line]:
    """Tell of each line that is not aside how it begins."""
    opens = True
    for number, line in enumerate(lines):
        if not line.strip():
            opens = True
            continue
        label = finder.find(line)
        like = "" if label else finder.like(line)
        if label or like or any(map(str.isalpha, _NOTE.sub("", line))):
            yield _Line(number, label.name if label else "", like, opens)
            opens = False


def _starts(begun: Iterable[_Line]) -> list[Start]:
    starts: dict[str, Start] = {}
    for line in begun:
        if line.like:
            known = starts.get(key(line.like))
            starts[key(line.like)] = (
                Start(known.name, known.times + 1, known.first) if known else Start(line.like, 1, line.number)
            )
    return [start for start in starts.values() if start.times >= OFTEN or not start.name[0].islower()]


def _in_company(begun: Sequence[_Line], small: AbstractSet[str]) -> frozenset[str]:
    """Give the keys of the names that count by the lines around; none where these do not speak with one voice.

    `small` are the words that the text has in small letters, too: they are no names.

    What stands before the first sure label may be a heading. Where labels stand at the beginning of paragraphs
    alone, paragraphs are looked at and not lines.
    """
    first = next((at for at, line in enumerate(begun) if line.label), len(begun))
    talk = begun[first:]
    inside: set[str] = set()
    sure = [line for line in talk if line.label]
    if sum(line.opens for line in sure) >= NEARLY_ALL * len(sure):
        inside = {key(line.like) for line in talk if not line.opens}
        talk = [line for line in talk if line.opens]
        sure = [line for line in talk if line.label]
    others = [line.label for line in sure if not is_moderator(line.label)]
    names = [label for label in others if is_name(label)]
    if len(names) < OFTEN or len(names) <= len(others) / 2 or len(sure) < MOST * len(talk):
        return frozenset()
    words = max(len(name.split()) for name in names)
    alike = [line.like for line in talk if line.like and _is_like(line.like, words) and key(line.like) not in inside]
    alike = [name for name in alike if small.isdisjoint(name.casefold().split())]
    return frozenset(map(key, alike)) if len(sure) + len(alike) >= NEARLY_ALL * len(talk) else frozenset()


def _is_like(name: str, most_words: int) -> bool:
    """Say whether a name has the form of those that are sure."""
    return is_name(name) and len(name.split()) <= most_words and key(name).strip(".") not in SELDOM_NAMES
