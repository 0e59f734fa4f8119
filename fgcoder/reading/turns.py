"""From what a reader gives to turns that tile a text: who says what, where, and who that is.

Two roads lead here. Prose keeps its text and is cut where labels begin; cues have no running text, so theirs is
written out, one `LABEL: words` after another. Both end in the same tiling, so that nothing later sees the format.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from fgcoder.model import Role, Speaker, Turn
from fgcoder.reading.attributes import Described
from fgcoder.reading.company import judge, remarks
from fgcoder.reading.raw import Cue, Cues, Prose, Raw
from fgcoder.reading.speakers import Finder, Label, key, label_of, resemblance, role_of

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_NOBODY = Label("", 0)


@dataclass(frozen=True, slots=True)
class Tiling:
    """A text and the turns that tile it."""

    text: str
    turns: tuple[Turn, ...]
    speakers: dict[str, Speaker]
    """By label: those declared first, then in the order in which they speak."""
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A turn before it is known how its speaker is called."""

    label: Label
    start: int
    words_start: int
    end: int
    place: str


@dataclass(slots=True)
class _Cast:
    """The speakers of one transcript: the same person under one name, and what was odd about the names."""

    described: Described
    speakers: dict[str, Speaker] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for written, attributes in (self.described.participants or {}).items():
            label = label_of(written)
            self._enter(replace(label, attributes={**label.attributes, **attributes}))

    def name(self, label: Label, place: str) -> str:
        """Give the name under which the speaker of a label goes, entering who is new."""
        known = self._names.get(key(label.name))
        if known is None:
            if label.name:
                self._remark(label.name, place)
            return self._enter(label)
        speaker = self.speakers[known]
        if label.attributes.keys() - speaker.attributes.keys():
            self.speakers[known] = Speaker(known, speaker.role, {**label.attributes, **speaker.attributes})
        return known

    def _enter(self, label: Label) -> str:
        role = role_of(label.name, self.described.participants or (), self.described.moderators)
        self._names[key(label.name)] = label.name
        self.speakers[label.name] = Speaker(label.name, role, dict(label.attributes))
        return label.name

    def _remark(self, name: str, place: str) -> None:
        twin = next((known for known in self.speakers if known and resemblance(known) == resemblance(name)), None)
        if twin is not None:
            self.notices.append(f"{place}: '{name}' is nearly the same label as '{twin}'; they count as two speakers.")
            return
        people = self.described.participants
        role = role_of(name, people or (), self.described.moderators)
        if people and role is Role.PARTICIPANT:
            folded = {key(label): label for label in people}
            near = difflib.get_close_matches(key(name), folded, 1)
            hint = f" Perhaps '{folded[near[0]]}' is meant." if near else ""
            self.notices.append(f"{place}: '{name}' speaks but is not declared under participants.{hint}")

    def silent(self, turns: Iterable[Turn]) -> Iterator[str]:
        """Say who is declared but never speaks."""
        heard = {key(turn.speaker) for turn in turns}
        for where, labels in (
            ("participants", self.described.participants or ()),
            ("moderators", self.described.moderators),
        ):
            for label in labels:
                if key(label) not in heard:
                    yield f"'{label}' is declared under {where} but never speaks."


def tile(raw: Raw, described: Described, *, only_sure: bool = False) -> Tiling:
    """Cut what a reader gives into turns, and say who speaks.

    Parameters
    ----------
    raw
        Running text, or cues.
    described
        Whom the transcript declares.
    only_sure
        Whether the lines around a name shall make no label of it.

    Returns
    -------
    Tiling
        The first turn starts at 0, each ends where the next starts, the last ends with the text. Notices name what
        was odd: talk before the first label, nobody named, a label without words, labels that look like slips, lines
        that begin as with a label.
    """
    declared = [*(described.participants or ()), *described.moderators]
    cast = _Cast(described)
    lines, places = _lines(raw)
    finder = Finder(declared, lines)
    # Whoever has said who takes part has said who does not.
    few = judge(finder, lines, may_take=not only_sure and not described.participants)
    finder.take(start.name for start in few.taken)
    if isinstance(raw, Prose):
        text, pieces = raw.text, _cut(raw, finder)
        names = [cast.name(piece.label, piece.place) for piece in pieces]
    else:
        text, pieces, names = _write_out(raw, finder, cast)
    turns = tuple(
        Turn(number, name, piece.start, piece.words_start, piece.end, piece.label.seconds)
        for number, (name, piece) in enumerate(zip(names, pieces, strict=True), 1)
    )
    notices = [*_oddities(text, pieces), *cast.notices, *cast.silent(turns), *remarks(few, places)]
    return Tiling(text, turns, cast.speakers, tuple(notices))


def _lines(raw: Raw) -> tuple[list[str], list[str]]:
    """Give the lines in which labels are looked for, and the place of each; cues are paragraphs."""
    if isinstance(raw, Prose):
        return raw.text.split("\n"), list(raw.places)
    lines: list[str] = []
    places: list[str] = []
    for cue in raw.cues:
        if cue.label is None:
            own = ["", *cue.words.split("\n")]
            lines += own
            places += [cue.place] * len(own)
    return lines, places


def _cut(prose: Prose, finder: Finder) -> list[_Piece]:
    text = prose.text
    found: list[tuple[int, Label, str]] = []
    position = 0
    for line, place in zip(text.split("\n"), prose.places, strict=True):
        if label := finder.find(line):
            found.append((position, label, place))
        position += len(line) + 1
    if not found:
        first, last = len(text) - len(text.lstrip()), len(text.rstrip())
        starts = [0, *(match.end() for match in _BLANK_LINES.finditer(text, first, last))]
        found = [(start, _NOBODY, _place(prose, start)) for start in starts]
    elif text[: found[0][0]].strip():
        found.insert(0, (0, _NOBODY, _place(prose, 0)))
    ends = [*(start for start, _, _ in found[1:]), len(text)]
    return [
        _Piece(label, start if index else 0, start + label.length, end, place)
        for index, ((start, label, place), end) in enumerate(zip(found, ends, strict=True))
    ]


def _place(prose: Prose, start: int) -> str:
    """Give the place of the first words from an offset on."""
    words = start + len(prose.text[start:]) - len(prose.text[start:].lstrip())
    return prose.places[prose.text.count("\n", 0, words)]


def _write_out(raw: Cues, finder: Finder, cast: _Cast) -> tuple[str, list[_Piece], list[str]]:
    spoken = [part for cue in raw.cues for part in _split(cue, finder)]
    named = any(label is not None for label, _, _ in spoken)
    merged: list[tuple[str, Label, list[str], str]] = []
    for label, words, cue in spoken:
        name = cast.name(label, cue.place) if label else ""
        # Where nobody is named at all, cues stay apart, as paragraphs do.
        if merged and named and (label is None or name == merged[-1][0]):
            merged[-1][2].append(words)
            continue
        whose = Label(name, 0, cue.seconds)
        if not label:
            cast.name(whose, cue.place)
        merged.append((name, whose, [words], cue.place))
    pieces: list[_Piece] = []
    parts: list[str] = []
    start = 0
    for name, label, words_of, place in merged:
        lead = f"{name}: " if name else ""
        part = lead + " ".join(words for words in words_of if words) + "\n\n"
        pieces.append(_Piece(label, start, start + len(lead), start + len(part), place))
        parts.append(part)
        start += len(part)
    return "".join(parts), pieces, [name for name, *_ in merged]


def _split(cue: Cue, finder: Finder) -> Iterator[tuple[Label | None, str, Cue]]:
    """Cut a cue where one of its lines begins with a label, unless the format says who speaks."""
    label: Label | None = None
    if cue.label is not None:
        yield label_of(cue.label), _on_one_line(cue.words), cue
        return
    words = ""
    for line in cue.words.split("\n"):
        if found := finder.find(line):
            if words or label:
                yield label, words, cue
            label, words = found, ""
            line = line[found.length :]
        words = _on_one_line(f"{words} {line}")
    if words or label:
        yield label, words, cue


def _on_one_line(words: str) -> str:
    """Join lines with single spaces; no-break spaces stay, which `str.split` would take for white space."""
    return " ".join(filter(None, re.split(r"[ \t\n]+", words)))


def _oddities(text: str, pieces: list[_Piece]) -> Iterator[str]:
    if pieces and not any(piece.label.name for piece in pieces):
        yield f"{pieces[0].place}: nobody is named; each paragraph counts as a turn."
        return
    for piece in pieces:
        if not piece.label.name:
            yield f"{piece.place}: text before the first speaker."
        elif not text[piece.words_start : piece.end].strip():
            yield f"{piece.place}: '{piece.label.name}' has a label but no words."
