"""Finding choices by what is typed: words in any order, parts of words, words with a slip in them.

Textual's own matcher takes a query for letters in order and gives up where two of them are swapped or one is wrong, and
it takes the query as a whole, so that `tape red` finds nothing. Here each word is looked for by itself. How far a word
with a slip is from a known one is for `rapidfuzz` to say, which does it for a codebook of a thousand codes within the
time of a key press.

What is typed right counts for more than what is nearly right, a label for more than an id, an id for more than the
themes, and those for more than definition and criteria.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fgcoder.tui.widgets.chooser.choice import Choice

LABEL, ID, PATH, TEXT = range(4)
_CLEAN = {LABEL: 4.0, ID: 3.0, PATH: 2.0, TEXT: 1.0}
"""What a word counts that stands in a field as it is typed; how well it does so adds one at most."""
_NEARLY = {LABEL: 0.5, ID: 0.4, PATH: 0.2, TEXT: 0.0}
"""What it counts where it is only nearly there: less than what is typed right in any field."""
_WORD = re.compile(r"\w+")
_SHORT = 3
"""Letters from which a part of a word counts in a text, too: nearly every text has an `ti` somewhere."""
_SLIPS = ((8, 2), (4, 1))
"""How many slips a word may have, by its letters; shorter ones none, since they would be near to everything."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A choice that was found."""

    choice: Choice
    letters: tuple[int, ...] = ()
    """Which letters of the label were found, by place."""


@dataclass(slots=True)
class _Found:
    """What one typed word finds."""

    clean: dict[int, tuple[float, frozenset[int]]] = field(default_factory=dict)
    """For each choice, by place, how much the word counts there, and the letters of the label it has."""
    nearly: dict[int, tuple[float, frozenset[int]]] = field(default_factory=dict)
    in_names: bool = False
    """Whether it stands as typed in a label or an id."""

    def add(self, clean: bool, at: int, score: float, letters: frozenset[int]) -> None:
        held = self.clean if clean else self.nearly
        if at not in held or held[at][0] < score:
            held[at] = (score, letters)

    def best(self) -> dict[int, tuple[float, frozenset[int]]]:
        """Give what counts: what is nearly right, only where no name has the word as it is typed."""
        return self.clean if self.in_names else {**self.nearly, **self.clean}


class Search:
    """The choices, laid out once so that every letter that is typed finds quickly.

    Parameters
    ----------
    choices
        In the order in which they stand where nothing sets one above the other.
    """

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._choices = choices
        self._places: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        """For every word: the choices it stands in, the field, and where it begins."""
        self._labels: list[_Squeezed] = []
        self._kept: dict[str, _Found] = {}
        for at, choice in enumerate(choices):
            fields = (folded(choice.label), folded(choice.id), folded(choice.path), folded(choice.also))
            self._labels.append(_Squeezed.of(fields[LABEL]))
            for kind, text in enumerate(fields):
                for begin, word in words_of(text):
                    self._places[word].append((at, kind, begin))

    def find(self, query: str) -> list[Hit]:
        """Give the choices that have every typed word, best first; all of them where nothing is typed."""
        typed = [word for _, word in words_of(folded(query))]
        if not typed:
            return [Hit(choice) for choice in self._choices]
        found = [self._found(word).best() for word in typed]
        common = set(found[0]).intersection(*found[1:])
        ranked = sorted(common, key=lambda at: (-sum(one[at][0] for one in found), at))
        return [
            Hit(self._choices[at], tuple(sorted(frozenset().union(*(one[at][1] for one in found))))) for at in ranked
        ]

    def _found(self, word: str) -> _Found:
        if word not in self._kept:
            self._kept[word] = self._look_for(word)
        return self._kept[word]

    def _look_for(self, word: str) -> _Found:
        from rapidfuzz.distance import OSA

        found = _Found()
        slips = next((slips for letters, slips in _SLIPS if len(word) >= letters), 0)
        for known, places in self._places.items():
            where = known.find(word)
            if where >= 0:
                # A whole word, its beginning, or a part of it: in this order.
                quality = 1.0 if len(known) == len(word) else 0.9 if where == 0 else 0.5
                for at, kind, begin in places:
                    if kind == TEXT and where > 0 and len(word) < _SHORT:
                        continue
                    start = begin + where
                    letters = frozenset(range(start, start + len(word))) if kind == LABEL else frozenset()
                    early = 0.05 if kind == LABEL and start == 0 else 0.0
                    found.add(True, at, _CLEAN[kind] + quality + early, letters)
                    found.in_names |= kind in (LABEL, ID)
            elif slips and len(known) >= len(word) - slips:
                for length in range(len(word) - 1, len(word) + 2):  # of a long word only the beginning may be typed
                    distance = OSA.distance(word, known[:length], score_cutoff=slips)
                    if distance > slips:
                        continue
                    for at, kind, begin in places:
                        letters = _common(word, known[:length], begin) if kind == LABEL else frozenset()
                        found.add(False, at, _NEARLY[kind] + 0.4 - 0.1 * distance, letters)
        for at, label in enumerate(self._labels):
            score, letters, clean = label.match(word)
            if score:
                found.add(clean, at, (_CLEAN if clean else _NEARLY)[LABEL] + score, letters)
                found.in_names |= clean
        return found


@dataclass(frozen=True, slots=True)
class _Squeezed:
    """A label without its blanks and hyphens, for what is typed across words: `redtape`, or the initials `rt`."""

    letters: str
    places: tuple[int, ...]
    """Where each letter stands in the label."""
    begins: frozenset[int]
    """Which of the letters begin a word."""

    @classmethod
    def of(cls, label: str) -> _Squeezed:
        places: list[int] = []
        begins: list[int] = []
        for begin, word in words_of(label):
            begins.append(len(places))
            places.extend(range(begin, begin + len(word)))
        return cls("".join(label[place] for place in places), tuple(places), frozenset(begins))

    def match(self, word: str) -> tuple[float, frozenset[int], bool]:
        """Say how well a word that runs across those of the label fits, with which letters, and whether as typed."""
        start = self.letters.find(word)
        while start >= 0 and start not in self.begins:
            start = self.letters.find(word, start + 1)
        if start >= 0:
            return 0.8, self._at(range(start, start + len(word))), True
        initials = sorted(self.begins)
        if len(word) > 1:
            start = "".join(self.letters[begin] for begin in initials).find(word)
            if start >= 0:
                return 0.3, self._at(initials[start : start + len(word)]), True
        if len(word) >= _SHORT:
            run = self._in_order(word)
            if run:
                return 0.3 * len(word) / (run[-1] - run[0] + 1), self._at(run), False
        return 0.0, frozenset(), False

    def _in_order(self, word: str) -> list[int]:
        """Find the letters in their order from the beginning of a word on, no more than three times as far as typed."""
        for begin in sorted(self.begins):
            run: list[int] = []
            at = begin
            for letter in word:
                at = self.letters.find(letter, at)
                if at < 0 or (not run and at != begin):
                    break
                run.append(at)
                at += 1
            if len(run) == len(word) and run[-1] - begin < 3 * len(word):
                return run
        return []

    def _at(self, letters: Sequence[int]) -> frozenset[int]:
        return frozenset(self.places[letter] for letter in letters)


def _common(word: str, known: str, begin: int) -> frozenset[int]:
    """Give the places of the letters that a word with slips shares with the word it is near to."""
    from rapidfuzz.distance import Indel

    kept = [step for step in Indel.opcodes(word, known) if step.tag == "equal"]
    return frozenset(begin + at for step in kept for at in range(step.dest_start, step.dest_end))


def words_of(text: str) -> Iterator[tuple[int, str]]:
    """Give the words of a text, each with where it begins."""
    for match in _WORD.finditer(text.replace("_", " ")):
        yield match.start(), match.group()


def folded(text: str) -> str:
    """Give a text in small letters without accents, letter for letter, so that places in it are places in the text."""
    if text.isascii():
        return text.lower()
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[0] for letter in text)
