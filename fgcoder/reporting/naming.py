"""What speakers are called in what leaves the program: as in the transcript, or by a label that names nobody.

A transcript's labels may be names. In a report a participant is `P3`, always the same one: the number comes from the
text, which never changes. Names that are said aloud stay: no program can tell them from other words with certainty.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from fgcoder.errors import Fault, TableError
from fgcoder.model import Role, Transcript
from fgcoder.retrieval.quotes import NOBODY

MODERATOR = "moderator"
SPEAKER = "speaker"
"""What conditions call the label of who speaks."""
TASK = "Nothing was written."
_NUMBER = re.compile(r"(\d+)\W*$")


@dataclass(frozen=True)
class Names:
    """What the speakers of a study are called."""

    labels: Mapping[tuple[str, str], str]
    """By the transcript's id and the label there; who is missing keeps the label."""
    are_pseudonyms: bool = False

    def of(self, transcript: str, label: str, role: Role) -> str:
        """Give what a speaker is called, for people to read."""
        known = self.labels.get((transcript, label))
        if known is not None:
            return known
        if role is Role.MODERATOR:
            return MODERATOR
        if self.are_pseudonyms:
            return "P?" if label else NOBODY
        return label or NOBODY

    def are_broken_by(self, words: str) -> bool:
        """Say whether words have a label of the study in them, as `Zoé :`, where labels are to be printed nowhere.

        A line that import did not take for the beginning of a turn is words like others, and is printed as such.
        """
        return self.are_pseudonyms and self._label is not None and self._label.search(words) is not None

    @cached_property
    def _label(self) -> re.Pattern[str] | None:
        given = {name.casefold() for name in self.labels.values()}
        labels = sorted({label for _, label in self.labels if label.casefold() not in given}, key=len, reverse=True)
        written = "|".join(r"\s+".join(map(re.escape, label.split())) for label in labels)
        detail = r"\s*(?:\([^()]{0,60}\)\s*)?"
        return re.compile(rf"(?<!\w)(?:{written}){detail}[:：]", re.IGNORECASE) if labels else None


AS_THEY_STAND = Names({})
"""The labels of the transcripts."""


def pseudonyms(transcripts: Mapping[str, Transcript]) -> Names:
    """Give every participant a label that names nobody, `P1`, `P2` …, within the transcript.

    Where the labels of a transcript end in numbers of their own (`P3`, `Teilnehmer 3`) the numbers stay; elsewhere
    participants are numbered in the order in which they first speak, those who never do last. Both rest on the text
    alone, so a transcript that is added changes no label. Moderators are called so, and numbered if there are several.
    """
    labels = {}
    for name, transcript in transcripts.items():
        spoke = dict.fromkeys(turn.speaker for turn in transcript.turns)
        everybody = [label for label in dict.fromkeys([*spoke, *transcript.speakers]) if label]
        moderators = [label for label in everybody if _role(transcript, label) is Role.MODERATOR]
        participants = [label for label in everybody if label not in moderators]
        for label, number in zip(participants, _numbers(participants), strict=True):
            labels[name, label] = f"P{number}"
        for number, label in enumerate(moderators, 1):
            labels[name, label] = MODERATOR if len(moderators) == 1 else f"{MODERATOR} {number}"
    return Names(labels, are_pseudonyms=True)


def refuse_labels(where: Mapping[str, Collection[str]]) -> None:
    """Refuse to choose by label where labels are to stay out: a filter is printed with what it has filtered.

    Raises
    ------
    TableError
        If a condition is on speakers by their labels.
    """
    if SPEAKER in where:
        what = "speakers are chosen by their labels, which are to be printed nowhere."
        todo = "Leave out --pseudonyms, or choose by something else, such as group or stakeholders."
        raise TableError(TASK, Fault(what, todo=todo))


def _role(transcript: Transcript, label: str) -> Role:
    speaker = transcript.speakers.get(label)
    return speaker.role if speaker is not None else Role.UNKNOWN


def _numbers(labels: list[str]) -> list[int]:
    own = [int(found.group(1)) for label in labels if (found := _NUMBER.search(label))]
    return own if len(set(own)) == len(labels) else list(range(1, len(labels) + 1))


def renamed(transcripts: Mapping[str, Transcript], names: Names) -> dict[str, Transcript]:
    """Give transcripts whose speakers go by their names here, for tables of speakers; the texts stay as they are."""

    def one(transcript: Transcript) -> Transcript:
        own = {label: names.labels.get((transcript.id, label), label) for label in _labels(transcript)}
        speakers = {own[label]: replace(who, label=own[label]) for label, who in transcript.speakers.items()}
        turns = tuple(replace(turn, speaker=own[turn.speaker]) for turn in transcript.turns)
        return replace(transcript, speakers=speakers, turns=turns)

    return {name: one(transcript) for name, transcript in transcripts.items()} if names.labels else dict(transcripts)


def _labels(transcript: Transcript) -> set[str]:
    return {*transcript.speakers, *(turn.speaker for turn in transcript.turns)}
