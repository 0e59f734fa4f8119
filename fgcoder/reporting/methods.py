"""The methods paragraphs of a report: what a paper has to say of the material and how it was coded.

Every number in them is counted from the record at the moment of writing, so that no draft goes on saying what was true
in spring. What cannot be said, because nothing is known of it, is said to be unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fgcoder import __version__
from fgcoder.model import Mode, Role
from fgcoder.reporting.material import Material
from fgcoder.tables.agreement.reliability import agreements
from fgcoder.tables.coded import NOT_GIVEN, STAKEHOLDERS, speakers
from fgcoder.tables.intervals import Way
from fgcoder.tables.selection import describe, in_order
from fgcoder.tables.suggestions.visits import visits
from fgcoder.tabular import per_cent

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
"""Numbers that stand as words at the beginning of a sentence."""
RESAMPLED = {Way.TRANSCRIPTS: ", by bootstrap over transcripts", Way.SEGMENTS: ", by bootstrap over segments"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph under a heading of its own."""

    heading: str
    text: str


def methods(material: Material) -> tuple[Paragraph, ...]:
    """Give the paragraphs: material, segments, coding, agreement, order of fieldwork, figures and program."""
    return (
        Paragraph("Material", " ".join(_groups(material))),
        Paragraph("Segments", " ".join(_segments(material))),
        Paragraph("Coding", " ".join(_coding(material))),
        Paragraph("Agreement", " ".join(_agreement(material))),
        Paragraph("Order of fieldwork", " ".join(_fieldwork(material))),
        Paragraph("Figures and quotes", " ".join(_figures(material))),
    )


def _groups(material: Material) -> Iterator[str]:
    corpus = material.corpus
    groups = list(corpus.transcripts.values())
    if not groups:
        yield "There is no transcript yet."
        return
    about = []
    for name in material.axes:
        values = in_order(one.attributes[name] for one in groups if one.attributes.get(name))
        about.append(f"{_number(len(values), name)} ({_listed(values)})")
    across = f" across {_listed(about)}" if about else ""
    yield f"The material is {_number(len(groups), 'focus group')}{across}."
    people = speakers(corpus)
    people = people[people["role"].isin([Role.PARTICIPANT.value, Role.UNKNOWN.value]) & (people["speaker"] != "")]
    if len(people):
        kinds = Counter(str(kind) for kind in people[STAKEHOLDERS])
        told = [f"{count} {kind}" if kind != NOT_GIVEN else f"{count} not said" for kind, count in kinds.most_common()]
        of_whom = f" (by stakeholders: {_listed(told)})" if set(kinds) - {NOT_GIVEN} else ""
        yield f"They have {_number(len(people), 'participant')}{of_whom}."
    dates = sorted(one.attributes["date"] for one in groups if one.attributes.get("date"))
    if dates:
        held = f"between {dates[0]} and {dates[-1]}" if dates[0] != dates[-1] else f"on {dates[0]}"
        of = "" if len(dates) == len(groups) else f" (of {_number(len(groups) - len(dates), 'group')} no date is known)"
        yield f"The groups were held {held}{of}."
    languages = in_order(one.language for one in groups)
    yield f"The transcripts were coded in their own {_plural(len(languages), 'language')} ({_listed(languages)})."


def _segments(material: Material) -> Iterator[str]:
    corpus, ratings = material.corpus, material.ratings
    longest = material.study.settings.segments.longest
    codable = sum(one.is_codable for own in corpus.segments.values() for one in own)
    yield (
        f"The transcripts were divided into turns; turns of more than {longest} words were split at sentence ends. "
        f"Without the moderators' words that gives {_number(codable, 'segment')}."
    )
    decided = ratings.decided.any(axis=1)
    groups = len(set(ratings.transcripts[decided].tolist()))
    total = len(corpus.transcripts)
    if not decided.any():
        yield "Nothing has been coded yet."
    elif int(decided.sum()) >= codable:
        yield "All of them have been coded."
    else:
        yield (
            f"Decisions have been made about {_share(int(decided.sum()), codable)} of them, in {groups} of "
            f"{_number(total, 'group')}; all figures are about what is coded so far."
        )


def _coding(material: Material) -> Iterator[str]:
    book, corpus, ratings = material.codebook, material.corpus, material.ratings
    themes = sum(code.is_theme for code in book.by_id.values())
    under = f" under {_number(themes, 'theme')}" if themes else ""
    yield f"The codebook is “{book.title}”, version {book.version}, with {_number(len(book.codes), 'code')}{under}."
    coders = [coder for at, coder in enumerate(ratings.coders) if ratings.decided[:, at].any()]
    if not coders:
        return
    yield (
        f"{_first(len(coders), 'coder')} applied it to passages of any length, several codes to a passage where they "
        f"fit: {_number(len(corpus.codings), 'coding')} in all."
    )
    several = int((ratings.decided.sum(axis=1) >= 2).sum())
    if several:
        yield f"Two or more of them decided about {_number(several, 'segment')}."
    yield from _suggestions(material)


def _suggestions(material: Material) -> Iterator[str]:
    made = [visit for visit in visits(material.decisions) if visit.is_decided]
    modes = Counter(visit.mode for visit in made)
    models = in_order(decision.model for decision in material.decisions if decision.model)
    if not modes[Mode.ASSISTED] and not modes[Mode.DRAWN]:
        yield "No suggestions were on screen when codes were applied."
        return
    yield (
        "While coding, codes were suggested for each segment, ranked from the codebook and the coder's own earlier "
        f"decisions by likeness of meaning ({_plural(len(models), 'sentence embedding')}: {_listed(models)}); a code "
        "was applied by a coder's decision alone."
    )
    draws = in_order(decision.draw for decision in material.decisions if decision.draw)
    if draws:
        shares = _listed([f"{100 * float(share):g} % (seed {seed})" for share, _, seed in map(_parted, draws)])
        yield (f"In a random draw of {shares} of the segments suggestions were withheld until the coder had decided.")
    ways = [
        (modes[Mode.ASSISTED], "with suggestions on screen"),
        (modes[Mode.DRAWN], "blind because the segment was drawn"),
        (modes[Mode.BLIND], "without suggestions, by the coder's choice or from a script"),
    ]
    told = [f"{_share(count, len(made))} {how}" for count, how in ways if count]
    yield f"Of {_number(len(made), 'decision')} of a coder about a passage, {_listed(told)} {_was(2)} made."


def _agreement(material: Material) -> Iterator[str]:
    ratings = material.ratings
    met = ratings.decided[ratings.decided.sum(axis=1) >= 2]
    coders = tuple(coder for coder, has in zip(ratings.coders, met.any(axis=0), strict=True) if has)
    if not coders:
        yield "No two coders have decided about the same segment, so nothing is known of how far coders agree."
        return
    _, overall = agreements(ratings, coders)
    yield f"{_first(overall.segments, 'segment')} {_was(overall.segments)} decided about by two coders or more."
    if overall.share is not None:
        yield f"Taken code by code, {100 * overall.share:.1f} % of the pairs of decisions agree."
    for name, one in (("Cohen's kappa", overall.kappa), ("Krippendorff's alpha", overall.alpha)):
        if one.value is not None:
            bounds = ""
            if one.low is not None and one.high is not None:
                bounds = f" (95 % interval {one.low:.2f} to {one.high:.2f}{RESAMPLED.get(one.way, '')})"
            yield f"{name}, over all codes, is {one.value:.2f}{bounds}."
    blind = int((ratings.blind.sum(axis=1) >= 2).sum())
    yield (
        f"About {blind or 'none'} of these segments two coders decided without suggestions on screen; where they were "
        "on screen, coders may agree because they followed the same ones."
    )


def _fieldwork(material: Material) -> Iterator[str]:
    groups = material.corpus.transcripts
    dated = sorted((one.attributes["date"], name) for name, one in groups.items() if one.attributes.get("date"))
    if dated:
        yield f"The groups met in this order: {', '.join(f'{name} ({date})' for date, name in dated)}."
    undated = [name for name, one in groups.items() if not one.attributes.get("date")]
    if undated:
        yield f"Of these it is not known when they met: {', '.join(undated)}."
    coded = {coding.transcript for coding in material.corpus.codings}
    without = [name for name in groups if name not in coded]
    if without and coded:
        yield f"Nothing has been coded in: {', '.join(without)}. The tables leave them open and do not count them as 0."


def _figures(material: Material) -> Iterator[str]:
    if material.where or material.coders is not None:
        part = [describe(material.where)] if material.where else []
        part += [f"codings of {_listed(material.coders)}"] if material.coders is not None else []
        yield f"The tables of this report are about a part of the study alone: {'; '.join(part)}."
    yield (
        "Tables count distinct segments: a theme counts a segment once, however many of its codes and coders it has. "
        "The moderators' words are left out. The participants are no random sample of any population, and what is "
        "said in one group is not independent of what is said before in it; figures are to be read so."
    )
    if material.quoting.are_pseudonyms:
        yield "Speakers have labels that name nobody; names that are said in the quotes stay as they were said."
    yield "Quotes are verbatim and in their own language."
    yield f"Coding and tables were made with fgcoder {__version__}; the last decision is of {material.last_decision}."


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({per_cent(part / whole)})" if whole else f"{part:,}"


def _first(count: int, noun: str) -> str:
    """Give a number with its noun as a sentence begins with it."""
    word = SMALL[count] if count < len(SMALL) else f"{count:,}"
    return f"{word.capitalize()} {_plural(count, noun)}"


def _parted(draw: str) -> tuple[str, str, str]:
    return draw.partition("/")


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _plural(count: int, noun: str) -> str:
    if count == 1:
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {_plural(count, noun)}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
