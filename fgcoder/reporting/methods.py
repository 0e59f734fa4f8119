"""The methods paragraphs of a report: what a paper has to say of the material and how it was coded.

Every number in them is counted from the record at the moment of writing, so that no draft goes on saying what was true
in spring. They are written to be printed as they stand; so what was not done is said only where a reader would miss it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fgcoder import __version__
from fgcoder.dates import DATE, in_words, is_date, on_or_in
from fgcoder.model import Mode, Transcript
from fgcoder.reporting.material import Material
from fgcoder.reporting.scope import values
from fgcoder.rounding import per_cent
from fgcoder.tables.agreement.passed_over import PassedOver, passed_over
from fgcoder.tables.agreement.reliability import agreements
from fgcoder.tables.coded import NOT_GIVEN, STAKEHOLDERS
from fgcoder.tables.intervals import Estimate, Way
from fgcoder.tables.part import MOST_NAMED
from fgcoder.tables.selection import in_order
from fgcoder.wording import counted, enumerated, plural

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
"""Numbers that stand as words at the beginning of a sentence."""
RESAMPLED = {Way.TRANSCRIPTS: ", by bootstrap over transcripts", Way.SEGMENTS: ", by bootstrap over segments"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph under a heading of its own."""

    heading: str
    text: str


def methods(material: Material) -> tuple[Paragraph, ...]:
    """Give the paragraphs: material, segments, coding, agreement where there is any to tell of, figures and program."""
    told = {
        "Material": _material(material),
        "Segments": _segments(material),
        "Coding": _coding(material),
        "Agreement": _agreement(material),
        "Figures and quotes": _figures(material),
    }
    texts = {heading: " ".join(sentences) for heading, sentences in told.items()}
    return tuple(Paragraph(heading, text) for heading, text in texts.items() if text)


def _material(material: Material) -> Iterator[str]:
    scope = material.scope
    groups = list(scope.groups.values())
    if not groups:
        yield "There is no transcript yet."
        return
    if not scope.is_all:
        yield f"The figures are about a part of the study: {scope.told}."
    about = []
    for name in material.axes:
        there = values(groups, name)
        about.append(f"{counted(len(there), name)} ({enumerated(there)})")
    across = f" across {enumerated(about)}" if about else ""
    yield f"The material is {counted(len(groups), 'focus group')}{across}{_held(groups)}."
    yield from _unreadable(groups)
    people = scope.participants
    if len(people):
        kinds = Counter(str(kind) for kind in people[STAKEHOLDERS])
        told = ", ".join(
            f"{'not said' if kind == NOT_GIVEN else kind} {count:,}" for kind, count in kinds.most_common()
        )
        of_whom = f" (by stakeholders: {told})" if set(kinds) - {NOT_GIVEN} else ""
        yield f"{_first(len(people), 'participant')} took part{of_whom}."
    languages = in_order(map(_language, {one.language for one in groups}))
    whose = "their own languages" if len(languages) > 1 else "their own language"
    yield f"The transcripts were coded in {whose} ({enumerated(languages)})."


def _held(groups: Sequence[Transcript]) -> str:
    """Say when the groups met, as far as their dates can be read."""
    stated = [one.attributes[DATE].strip() for one in groups if one.attributes.get(DATE)]
    dates = sorted(filter(is_date, stated))
    if not dates:
        return ""
    first, last, without = dates[0], dates[-1], len(groups) - len(stated)
    held = f"between {in_words(first)} and {in_words(last)}" if first != last else on_or_in(first)
    unknown = f" (of {counted(without, 'group')} no date is known)" if without else ""
    return f", held {held}{unknown}"


def _unreadable(groups: Sequence[Transcript]) -> Iterator[str]:
    """Name the groups whose date is written in a way that leaves open which day is meant."""
    stated = {one.id: one.attributes[DATE].strip() for one in groups if one.attributes.get(DATE)}
    named = [f"{name} (“{text}”)" for name, text in stated.items() if not is_date(text)]
    if named:
        yield f"The date of {counted(len(named), 'group')} cannot be read: {enumerated(named)}."


def _segments(material: Material) -> Iterator[str]:
    scope = material.scope
    longest = material.study.settings.segments.longest
    yield (
        f"The transcripts were divided into turns; turns of more than {longest} words were split at sentence ends. "
        f"Without the moderators' words that gives {counted(scope.segments, 'segment')}."
    )
    if not scope.decided:
        yield "Nothing has been coded yet."
    elif scope.decided >= scope.segments:
        yield "All of them have been coded."
    else:
        yield (
            f"Coders have decided about {_share(scope.decided, scope.segments)} of them, in {len(scope.begun):,} of "
            f"{counted(len(scope.groups), 'group')}; all figures are about what is coded so far."
        )
        without = [name for name in scope.groups if name not in scope.begun]
        if 0 < len(without) <= MOST_NAMED:
            yield f"Nothing has been coded yet in {enumerated(without)}."


def _coding(material: Material) -> Iterator[str]:
    book, scope = material.codebook, material.scope
    themes = sum(code.is_theme for code in book.by_id.values())
    under = f" under {counted(themes, 'theme')}" if themes else ""
    yield f"The codebook, “{book.title}” (version {book.version}), has {counted(len(book.codes), 'code')}{under}."
    if not scope.active:
        return
    yield (
        f"{_first(len(scope.active), 'coder')} applied it to passages of any length, several codes to a passage where "
        f"they fit: {counted(scope.codings, 'coding')} by {in_words(scope.last_decision)}."
    )
    yield from _suggestions(material)


def _suggestions(material: Material) -> Iterator[str]:
    scope = material.scope
    modes, total = scope.modes, scope.modes.total()
    if not modes[Mode.ASSISTED] and not modes[Mode.DRAWN]:
        yield "No suggestions were on screen when codes were applied."
        return
    models = f"{'sentence embedding' if len(scope.models) == 1 else 'sentence embeddings'}: {enumerated(scope.models)}"
    yield (
        "While coding, codes were suggested for each segment, ranked by likeness of meaning to the codebook and to the "
        f"coder's own earlier decisions ({models}); a code was applied by a coder's decision alone."
    )
    if scope.draws:
        shares = enumerated([f"{100 * float(share):g} % (seed {seed})" for share, _, seed in map(_parted, scope.draws)])
        yield f"In a random draw of {shares} of the segments suggestions were withheld until the coder had decided."
    blind = total - modes[Mode.ASSISTED]
    ways = [
        (modes[Mode.DRAWN], "because the segment was drawn"),
        (modes[Mode.BLIND], "because the coder had hidden them or there were none"),
    ]
    told = [f"{count:,} {why}" for count, why in ways if count]
    why = f": {enumerated(told)}" if len(told) > 1 else f", {ways[0 if modes[Mode.DRAWN] else 1][1]}" if told else ""
    yield (
        f"Of {counted(total, 'decision')} of a coder about a segment {_share(blind, total)} {_was(blind)} made blind, "
        f"without suggestions on screen{why}."
    )


def _agreement(material: Material) -> Iterator[str]:
    scope, ratings = material.scope, material.scope.ratings
    if len(scope.active) < 2:
        return
    met = ratings.decided[ratings.decided.sum(axis=1) >= 2]
    coders = tuple(coder for coder, has in zip(ratings.coders, met.any(axis=0), strict=True) if has)
    if not coders:
        yield "No two coders have decided about the same segment, so nothing is known of how far coders agree."
        return
    _, overall = agreements(ratings, coders)
    of_all = f" ({per_cent(overall.segments / scope.decided)} of those decided about)"
    yield f"{_first(overall.segments, 'segment')} {_was(overall.segments)} decided about by two coders or more{of_all}."
    if overall.share is not None:
        share = per_cent(overall.share)
        yield (
            f"Code by code, the two agree about {share} of these segments"
            if len(coders) == 2
            else f"Code by code, {share} of the pairs of coders agree about a segment, averaged over segments"
        ) + "; that is the mean over the codes that any of them gave in these segments."
    named = (("Cohen's kappa", overall.kappa), ("Krippendorff's alpha", overall.alpha))
    told = [f"{name} is {_estimated(one)}" for name, one in named if one.value is not None]
    if told:
        yield f"Over all codes {enumerated(told)}."
    yield from _passed_over(passed_over(ratings, coders))
    if scope.modes[Mode.ASSISTED]:
        blind = int((ratings.blind.sum(axis=1) >= 2).sum())
        both = (
            f"Two coders decided blind about {blind:,} of them"
            if blind
            else "No two coders decided blind about the same segment"
        )
        followed = "; where suggestions were on screen, coders may agree because they followed the same ones"
        yield f"{both}{followed if blind < overall.segments else ''}."


def _passed_over(found: PassedOver) -> Iterator[str]:
    if found.alone:
        would = (
            ""
            if found.alpha is None
            else f"; with what the other passed over as not coded, alpha is {found.alpha:z.2f}"
        )
        yield (
            f"{_first(found.alone, 'segment')} in the same transcripts {_was(found.alone)} decided about by one coder "
            f"alone and {_was(found.alone)} not compared{would}."
        )
    if found.alone and found.always_coding:
        yield (
            f"No segment to which no code fits is recorded there by {enumerated(found.always_coding)}, so agreement "
            "says nothing of what was passed over."
        )


def _estimated(one: Estimate) -> str:
    if one.low is None or one.high is None:
        return f"{one.value:z.2f}"
    return f"{one.value:z.2f} (95 % interval {one.low:z.2f} to {one.high:z.2f}{RESAMPLED.get(one.way, '')})"


def _figures(material: Material) -> Iterator[str]:
    yield (
        "Tables count distinct segments: a theme counts a segment once, however many of its codes and coders it has. "
        "The moderators' words are left out. The participants are no random sample of any population, and what is "
        "said in one group is not independent of what is said before in it; figures are to be read so."
    )
    yield "Quotes are verbatim and in their own language."
    if material.quoting.are_pseudonyms:
        yield "Speakers have labels that name nobody; names that are said in the quotes stay as they were said."
    yield f"Coding and tables were made with fgcoder {__version__}."


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({per_cent(part / whole)})" if whole else f"{part:,}"


def _language(code: str) -> str:
    """Give the English name of a language; the code itself where it has none."""
    from babel import Locale

    return str(Locale("en").languages.get(code) or code)


def _first(count: int, noun: str) -> str:
    """Give a number with its noun as a sentence begins with it."""
    word = SMALL[count] if count < len(SMALL) else f"{count:,}"
    return f"{word.capitalize()} {noun if count == 1 else plural(noun)}"


def _parted(draw: str) -> tuple[str, str, str]:
    return draw.partition("/")


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
