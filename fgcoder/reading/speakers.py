r"""Who speaks: labels at the beginning of lines, such as `P3 (f, 54):` or `[00:10] MODERATOR:`.

The expressions are our own because no library reads speaker labels: every team has its habit, and each looks like
ordinary prose with a colon in it. So a line's beginning is first only a *candidate*; whether it counts is decided by
what is declared, by its shape, or by its coming back through the file. Of what comes back too seldom `company` judges.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fgcoder.model import Role
from fgcoder.reading.vocabulary import (
    GENDERS,
    MODERATOR_SHORT,
    MODERATOR_WORDS,
    NAME_PARTICLES,
    NOT_NAMES,
    PARTICIPANT_WORDS,
)

MOST_WORDS = 4
MOST_CHARACTERS = 40
OFTEN = 3
"""How many times a name in mixed case has to begin a line to be taken for a label by itself."""

_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,-]\d{1,3})?(?!\d)"
_TIME = rf"[\[(<\#]?\s?{_CLOCK}(?:\s?(?:-->|–|-)\s?{_CLOCK})?\s?[\])>\#]?"
_MARKED_TIME = rf"[\[(<\#]\s?{_CLOCK}(?:\s?(?:-->|–|-)\s?{_CLOCK})?\s?[\])>\#]"
_SPACE = "[ \t\u00a0\u202f]"
_BRACKETED = re.compile(rf"\[{_SPACE}*(?P<name>[^\W_][^\[\]:]{{0,40}}?){_SPACE}*\]{_SPACE}*[:：]?(?P<gap>{_SPACE}*)")
# A label and all before it are short; what is longer is prose, and is not searched.
_REACH = 200

_NUMBER = re.compile(r" ?\d{1,3}$")
_NUMBERED = re.compile(r"[^\W\d_]{1,4}\d{1,3}")
_NUMBERED_WORD = re.compile(rf"(?P<word>[^\W\d_]+){_SPACE}?\d{{1,3}}")
_AGE = re.compile(r"(\d{1,3})(?: ?(?:years?(?: old)?|yrs?|y|ans?|let|år|jahre?|j)\.?)?")
_AGES = range(5, 121)


@dataclass(frozen=True, slots=True)
class Label:
    """A label as found at the beginning of a line."""

    name: str
    """Without details and time, its spaces single."""
    length: int
    """How many characters of the line belong to it, up to the first word."""
    seconds: float | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Gender and age, where details in parentheses give them."""


class Finder:
    """Tells labels from prose, for one file.

    Parameters
    ----------
    declared
        Labels known to be labels, from front matter or sidecar.
    lines
        All lines of the file, to see which names come back.
    """

    def __init__(self, declared: Iterable[str], lines: Iterable[str]) -> None:
        known = [label_of(label).name for label in declared]
        self._declared = frozenset(map(key, known))
        self._candidate = _candidate(known)
        self._matches: dict[str, re.Match[str] | None] = {}  # each line is asked about several times
        matches = map(self._match, lines)
        names = (key(match["name"]) for match in matches if match and _may_be_name(match))
        self._names = frozenset(name for name, times in Counter(names).items() if times >= OFTEN)

    def take(self, names: Iterable[str]) -> None:
        """Have names count from now on though they do not come back."""
        self._names |= frozenset(map(key, names))

    def find(self, line: str) -> Label | None:
        """Give the label at the beginning of a line, or None where it begins with words."""
        indent = len(line) - len(line.lstrip(" \t\u00a0\u202f"))
        match = self._match(line)
        if match and self._counts(match):
            time = match["before"] or match["after"]
            attributes = details(match["detail"] or "")
            return Label(tidy(match["name"]), indent + match.end(), seconds_of(time) if time else None, attributes)
        match = _BRACKETED.match(line[indent : indent + _REACH])
        if match and (key(match["name"]) in self._declared or is_moderator(match["name"]) or _numbered(match["name"])):
            return Label(tidy(match["name"]), indent + match.end())
        return None

    def like(self, line: str) -> str:
        """Give what looks like a label at the beginning of a line where `find` knows none; empty where nothing does."""
        match = self._match(line)
        if match is None or not (match["gap"] or match.end() == len(match.string)):
            return ""
        name = tidy(match["name"])
        return name if _short(name) and key(name).strip(".") not in NOT_NAMES else ""

    def _match(self, line: str) -> re.Match[str] | None:
        if line not in self._matches:
            self._matches[line] = self._candidate.match(line.lstrip(" \t\u00a0\u202f")[:_REACH])
        return self._matches[line]

    def _counts(self, match: re.Match[str]) -> bool:
        name = match["name"]
        following = match.string[match.end() : match.end() + 1]
        if not match["gap"] and (following == "/" or following.isdigit()):
            return False
        if key(name) in self._declared or is_moderator(name) or _numbered(name):
            return True
        if (following and not match["gap"]) or not _short(name) or key(name).strip(".") in NOT_NAMES:
            return False
        return name.isupper() or key(name) in self._names


def key(label: str) -> str:
    """Give what makes two labels the same: details, case and the width of spaces do not count."""
    return label_of(label).name.casefold()


def label_of(written: str) -> Label:
    """Give a label that stands by itself, such as one declared in front matter or in a voice tag."""
    name, _, detail = written.partition("(")
    return Label(tidy(name) or tidy(written), 0, None, details(detail))


def tidy(label: str) -> str:
    """Give a label with single spaces and none at its ends."""
    return " ".join(label.split())


def resemblance(label: str) -> str:
    """Give what two labels share if one is likely a slip for the other, as `P03` is for `P3`."""
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", key(label)) if mark.isalnum())
    return re.sub(r"(?<!\d)0+(?=\d)", "", bare)


def is_moderator(label: str) -> bool:
    """Say whether a label is a word for a moderator, in one of the languages known here, with or without a number."""
    name = label_of(label).name
    word = _NUMBER.sub("", name)
    # I1 is more often the first interviewee than the first interviewer.
    return word.casefold() in MODERATOR_WORDS or (word in MODERATOR_SHORT and (word == name or len(word) > 1))


def is_name(label: str) -> bool:
    """Say whether a label has the form of a name: no number, each word with a capital where the script has them."""
    name = label_of(label).name
    words = [word for word in name.split() if word.casefold() not in NAME_PARTICLES]
    plain = not any(character.isdigit() for character in name)
    return plain and not name.isupper() and bool(words) and not any(word[0].islower() for word in words)


def role_of(label: str, participants: Iterable[str], moderators: Iterable[str]) -> Role:
    """Give a speaker's role from what is declared, else from the label; a label in brief may be anybody's initial."""
    if not label:
        return Role.UNKNOWN
    if key(label) in map(key, moderators):
        return Role.MODERATOR
    if key(label) in map(key, participants) and tidy(label) in MODERATOR_SHORT:
        return Role.PARTICIPANT
    return Role.MODERATOR if is_moderator(label) else Role.PARTICIPANT


def details(text: str) -> dict[str, str]:
    """Give gender (f or m) and age from details such as `(ž, 54)` or `(F, 54 ans)`; other details are passed over."""
    found: dict[str, str] = {}
    for part in re.split(r"[,;/]|(?<=[^\W\d]) (?=\d)", text.strip("()")):
        word = tidy(part).casefold()
        if word in GENDERS:
            found.setdefault("gender", GENDERS[word])
        elif (match := _AGE.fullmatch(word)) and int(match[1]) in _AGES:
            found.setdefault("age", str(int(match[1])))
    return found


def seconds_of(time: str) -> float:
    """Give the seconds of a time such as `[01:02:03]` or `#00:01:02-3#`; of a range, its beginning."""
    clock = re.search(r"(?:(\d+):)?(\d+):(\d+)(?:[.,-](\d+))?", time)
    if clock is None:
        raise ValueError(f"no time in {time!r}")
    hours, minutes, seconds, fraction = clock.groups(default="0")
    return int(hours) * 3600 + int(minutes) * 60 + float(f"{int(seconds)}.{fraction}")


def _candidate(declared: Iterable[str]) -> re.Pattern[str]:
    """Give the expression for what may be a label; one that is declared may hold what others may not, as a comma."""
    literal = (r"\s+".join(map(re.escape, label.split())) for label in sorted(declared, key=len, reverse=True))
    undeclared = '[^\\W_][^:：\\[\\](){}<>,;!?"“”„«»…*\t]{0,60}?'
    return re.compile(
        rf"(?:\*\*|__)?(?:(?P<before>{_TIME}){_SPACE}*(?:\*\*|__)?)?"
        rf"(?P<name>{'|'.join([*literal, undeclared])}){_SPACE}*"
        rf"(?P<detail>\([^()]{{0,60}}\))?{_SPACE}*(?P<after>{_MARKED_TIME}|{_CLOCK})?{_SPACE}*"
        rf"(?:\*\*|__)?{_SPACE}*[:：](?:\*\*|__)?(?P<gap>{_SPACE}*)",
        re.IGNORECASE,
    )


def _may_be_name(match: re.Match[str]) -> bool:
    following = match.string[match.end() : match.end() + 1]
    return _short(match["name"]) and not match["name"][0].islower() and bool(match["gap"] or not following)


def _short(name: str) -> bool:
    letters = any(character.isalpha() for character in name)
    return letters and len(name.split()) <= MOST_WORDS and len(name) <= MOST_CHARACTERS


def _numbered(name: str) -> bool:
    if _NUMBERED.fullmatch(name):
        return True
    match = _NUMBERED_WORD.fullmatch(name)
    return match is not None and (name.isupper() or match["word"].casefold() in PARTICIPANT_WORDS)
