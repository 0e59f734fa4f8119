"""Which part of a study a search looks at: conditions checked, then laid over the columns of the corpus.

A misspelt country that silently found nothing would be worse than an error. The names are those of the tables, so
that a condition means the same wherever it is set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from fgcoder.model import Code, Codebook
from fgcoder.retrieval.coded import Coded, Codings
from fgcoder.retrieval.corpus import Corpus
from fgcoder.retrieval.filters import CODE, CODED, CODER, NO, YES, Filters
from fgcoder.tables.coded import NOT_GIVEN, OWN_COLUMNS, STAKEHOLDERS
from fgcoder.tables.selection import in_order, pick

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TITLE = "Nothing was searched."
COUNTRY = "country"


class People:
    """What is known of each speaker of a corpus and of the transcript, by the names that conditions go by."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        own = {*OWN_COLUMNS, CODED}
        of_groups = _names(group.attributes for group in corpus.groups)
        of_groups.pop(STAKEHOLDERS, None)  # asked of the speaker first
        self._of_group = {name: f"transcript.{name}" if name in own else name for name in of_groups}
        of_people = {STAKEHOLDERS: None, **_names(person.speaker.attributes for person in corpus.people)}
        taken = {*own, *self._of_group.values()}
        self._of_person = {name: f"speaker.{name}" if name in taken else name for name in of_people}

    @cached_property
    def known(self) -> list[dict[str, str]]:
        """What is known of each person and the transcript, and the language; what is not known is left out."""
        known = []
        for person in self._corpus.people:
            group = self._corpus.groups[person.group]
            of_person = {STAKEHOLDERS: group.attributes.get(STAKEHOLDERS, ""), **person.speaker.attributes}
            values = {shown: group.attributes.get(name, "") for name, shown in self._of_group.items()}
            values |= {shown: of_person.get(name, "") for name, shown in self._of_person.items()}
            values["language"] = group.language
            known.append({name: value for name, value in values.items() if value})
        return known

    @cached_property
    def columns(self) -> dict[str, list[str]]:
        """For each name the values of all people, in their order; `(not given)` where one is not known."""
        people, groups = self._corpus.people, self._corpus.groups
        names = [*self._of_group.values(), *self._of_person.values(), "language"]
        columns = {name: [one.get(name, NOT_GIVEN) for one in self.known] for name in names}
        columns["speaker"] = [person.speaker.label or NOT_GIVEN for person in people]
        columns["role"] = [person.speaker.role.value for person in people]
        columns["group"] = [groups[person.group].id for person in people]
        return columns


class Selecting:
    """Finds the part of a study that meets conditions.

    Parameters
    ----------
    corpus, people, coded, codebook
        The study as it is now.
    """

    def __init__(self, corpus: Corpus, people: People, coded: Coded, codebook: Codebook) -> None:
        self._corpus = corpus
        self._people = people
        self._coded = coded
        self._codebook = codebook

    def values(self) -> dict[str, list[str]]:
        """Give every name that a condition can have, with the values that there are."""
        of_people = {name: in_order(values) for name, values in self._people.columns.items()}
        return of_people | {CODE: self.codes, CODER: self._coded.coders, CODED: [YES, NO]}

    @cached_property
    def codes(self) -> list[str]:
        """The ids of all codes and themes, and of codes that have codings though the codebook no longer has them."""
        return [*self._codebook.by_id, *sorted(self._coded.codes - set(self._codebook.by_id))]

    def checked(self, filters: Filters) -> Filters:
        """Give the conditions with former ids of codes as they are now.

        Raises
        ------
        TableError
            If there is no such name or value.
        """
        values = self.values()
        checked: dict[str, frozenset[str]] = {}
        for name, asked in filters.where.items():
            known = pick(name, values, task=TITLE, noun="attribute")
            wanted = [self._codebook.current(one) for one in asked] if known == CODE else asked
            checked[known] = frozenset(pick(one, values[known], task=TITLE, noun=known) for one in wanted)
        return Filters(checked)

    def with_below(self, codes: Iterable[str]) -> frozenset[str]:
        """Give codes with all codes below them."""
        known = self._codebook.by_id
        return frozenset(below for code in codes for below in _below(known, code))

    def chosen(self, codings: Codings, filters: Filters, codes: Iterable[str] | None) -> NDArray[np.bool_]:
        """Say of each coding whether it has one of the codes (None: any) and was made by one of the coders."""
        return codings.chosen(None if codes is None else self.with_below(codes), filters.asked(CODER))

    def of_people(self, filters: Filters) -> NDArray[np.bool_]:
        """Say of each segment whether who speaks there, and the group, meet the conditions about them."""
        import numpy as np

        kept = np.ones(len(self._people.known), bool)
        for name, values in self._people.columns.items():
            asked = filters.asked(name)
            if asked is not None:
                kept &= np.array([value in asked for value in values], bool)
        return np.asarray(kept[self._corpus.person]) if len(kept) else np.zeros(len(self._corpus.start), bool)

    def segments(self, filters: Filters) -> NDArray[np.bool_]:
        """Say of each segment whether it meets all conditions.

        Without a code or a coder `coded` means: with any code, by anybody; with them: with that code, by that coder.
        """
        kept = self.of_people(filters)
        coded = filters.asked(CODED) or frozenset()
        if not coded and filters.asked(CODE) is None and filters.asked(CODER) is None:
            return kept
        codings = self._coded.columns(self._corpus)
        touched = codings.touched(self._corpus, self.chosen(codings, filters, filters.asked(CODE)))
        if coded == {NO}:
            return kept & ~touched
        return kept if coded == {YES, NO} else kept & touched


def _names(attributes: Iterable[Mapping[str, str]]) -> dict[str, None]:
    return dict.fromkeys(name for one in attributes for name in one)


def _below(known: Mapping[str, Code], code: str) -> Iterable[str]:
    theme = known.get(code)
    return (one.id for one, _ in theme.walk()) if theme is not None else (code,)
