"""Which quotes are given out: those under some codes, without what the researcher has no use for, or the best few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fgcoder.model import Passage, Role
from fgcoder.reporting.picking import Most, picked
from fgcoder.reporting.quoting import Listed, Quoting
from fgcoder.retrieval.filters import ANY, CODER, Filters
from fgcoder.retrieval.quotes import Quote
from fgcoder.tables.selection import describe


@dataclass(frozen=True, slots=True)
class Wish:
    """What quotes are wanted, besides the codes."""

    filters: Filters = ANY
    """Conditions, by the names of the tables."""
    include_moderator: bool = False
    """Whether what the moderator says is quoted."""
    only_unused: bool = False
    """Whether to leave out what is marked as used in the report."""
    pick: int | None = None
    """How many of each code; None for all."""
    most: Most = Most.TYPICAL
    """Which ones are picked."""
    one_per_speaker: bool = True
    """Whether people who are not quoted yet are picked first."""
    turns: int = 0
    """How many of the turns before and after come along."""


@dataclass(frozen=True)
class Choice:
    """Quotes that were chosen."""

    listed: tuple[Listed, ...]
    """Code by code, a theme's as in the codebook; within one in reading order, or the best first if picked."""
    notes: tuple[str, ...] = field(default=())
    """What was left out and how the rest was chosen, each a sentence."""
    total: int = 0
    """How many quotes there are under the codes in the whole study."""
    filters: Filters = ANY
    """Those that were kept fit them."""

    @property
    def base(self) -> str:
        """How many quotes there are of how many, `12 of 40 quotes`."""
        here = len({one.number for one in self.listed})
        return f"{here:,} of {self.total:,} {'quote' if self.total == 1 else 'quotes'}"


def choose(quoting: Quoting, codes: Sequence[str], wish: Wish = Wish()) -> Choice:
    """Give the quotes under codes and themes.

    Parameters
    ----------
    quoting
        Makes them ready for print.
    codes
        Ids of codes and themes; a theme stands for the codes below it, and with a pick for all of them together.
    wish
        Which of the quotes.

    Raises
    ------
    TableError
        If there is no such code, or no such name or value among the filters.
    ModelError
        If quotes are to be picked and nothing is embedded.
    """
    numbers: dict[Passage, int] = {}
    everywhere: set[Passage] = set()
    chosen: list[tuple[Quote, str]] = []
    notes: list[str] = []
    place = {code: at for at, code in enumerate(quoting.codebook.by_id)}
    for asked in codes:
        whole = {quote.passage for quote in quoting.finder.quotes_under(asked)}
        everywhere |= whole
        found = quoting.finder.quotes_under(asked, wish.filters)
        codes_of = {
            Passage(quote.passage.transcript, hit.span): hit.codes for quote, hit in zip(found, found.hits, strict=True)
        }
        kept = [quote for quote in found if wish.include_moderator or quote.role is not Role.MODERATOR]
        unused = [quote for quote in kept if not (wish.only_unused and quote.is_used)]
        best, remark = _picked(quoting, unused, wish)
        label = quoting.codebook.label(asked)
        left = [(len(found) - len(kept), "by the moderator"), (len(kept) - len(unused), "used in the report already")]
        out = ", ".join(f"{count:,} {why}" for count, why in left if count)
        why = [f"only {describe(wish.filters.where)}"] if wish.filters else []
        why += [f"{out} left out"] if out else []
        notes.append(
            f"{label}: {len(best):,} of {len(whole):,} {'quote' if len(whole) == 1 else 'quotes'}"
            + (f" ({'; '.join(why)})" if why else "")
            + (f"; {remark}" if remark else "")
            + "."
        )
        under = [(quote, code) for quote in best for code in codes_of[quote.passage]]
        chosen += sorted(under, key=lambda one: place.get(one[1], len(place)))
    for quote, _ in chosen:
        numbers.setdefault(quote.passage, len(numbers) + 1)
    listed = {(quote.passage, code): (quote, code) for quote, code in chosen}
    coders = wish.filters.asked(CODER)
    return Choice(
        tuple(
            quoting.listed(quote, numbers[quote.passage], code, turns=wish.turns, coders=coders)
            for quote, code in listed.values()
        ),
        tuple(notes),
        len(everywhere),
        wish.filters,
    )


def _picked(quoting: Quoting, quotes: list[Quote], wish: Wish) -> tuple[list[Quote], str]:
    if wish.pick is None or not quotes:
        return quotes, ""
    best = picked(
        quoting.finder.meanings([quote.passage for quote in quotes]),
        [(quote.passage.transcript, quote.speaker) for quote in quotes],
        [len(quote.words.split()) for quote in quotes],
        wish.pick,
        wish.most,
        one_per_speaker=wish.one_per_speaker,
    )
    way = "nearest in meaning to all of them" if wish.most is Most.TYPICAL else "farthest in meaning from one another"
    remark = f"the {wish.most} ones, {way}" + (", people not quoted yet first" if wish.one_per_speaker else "")
    return [quotes[at] for at in best], remark
