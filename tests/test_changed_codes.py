"""Codings follow codes by id: what becomes of them where codes are renamed, merged or retired, and back again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from fgcoder.codebook.editing import merge_codes, rename_code, retire_code
from fgcoder.coding.session import CodingSession
from fgcoder.model import Action, Segment
from fgcoder.pipeline import contents, preparing
from fgcoder.record.decisions import following
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.tables.suggestions.table import suggestion_report

UK = "uk-local-environment"


def change(session: CodingSession, edit: Callable[..., str], *arguments: object) -> None:
    """Change the codebook."""
    session.change_codebook(lambda text, path: edit(text, path, *arguments), "Changed it")


def here(session: CodingSession) -> Segment:
    assert session.current is not None
    return session.current


def applied(session: CodingSession) -> list[str]:
    return [coding.code for coding in session.codings(here(session))]


def codes(session: CodingSession) -> list[str]:
    return [suggestion.code for suggestion in session.suggestions(here(session))]


def test_codings_follow_codes_that_are_renamed_and_merged_and_come_back(small):
    session = small.sit()
    ben = small.sit("ben")
    session.apply("trust")
    session.next()
    session.apply("joy")
    ben.apply("trust")
    first, second = session.segments[1], session.segments[2]

    def coded() -> list[str]:
        in_tables = {(one.coder, one.code) for one in contents.coded_corpus(small.store, small.codebook).codings}
        assert {one.code for one in session.all_codings} == {code for coder, code in in_tables if coder == "ana"}
        assert session.times_applied == Counter(one.code for one in session.all_codings)
        return [session.codings(segment)[0].code for segment in (first, second)] + [
            code for coder, code in in_tables if coder == "ben"
        ]

    assert coded() == ["trust", "joy", "trust"]
    change(session, rename_code, "trust", "faith")
    assert coded() == ["faith", "joy", "faith"]
    change(session, merge_codes, ["joy"], "faith")
    assert coded() == ["faith", "faith", "faith"]
    assert session.recent_codes == ["faith"]
    change(session, rename_code, "faith", "belief")
    assert coded() == ["belief", "belief", "belief"]
    for before in (["faith"] * 3, ["faith", "joy", "faith"], ["trust", "joy", "trust"]):
        assert session.undo() is not None
        assert coded() == before


def test_two_codes_of_one_span_that_are_merged_are_one_coding_and_two_again(small):
    session = small.sit()
    session.apply("trust", "joy")
    change(session, merge_codes, ["joy"], "trust")
    assert applied(session) == ["trust"]
    session.remove(*session.all_codings)
    assert applied(session) == []
    session.undo()
    assert applied(session) == ["trust"]
    session.undo()
    assert applied(session) == ["trust", "joy"]


def test_what_was_learnt_follows_too(session: CodingSession, store: Store, ranked_copy: Path):
    study = open_study(ranked_copy)
    session.apply("red-tape")
    session.next()
    session.apply("no-time")
    change(session, rename_code, "red-tape", "paper")

    def given() -> list[set[str]]:
        ranking = preparing.rank_study(study, store, contents.codebook_of(study), coder="ana")
        assert set(ranking.codes) == {code.id for code in session.codebook.codes}
        return [{code for code, rows in ranking.given.items() if row in rows} for row in ranking.learnt]

    assert given() == [{"paper"}, {"no-time"}]
    change(session, merge_codes, ["no-time"], "paper")
    assert given() == [{"paper"}, {"paper"}]
    session.undo()
    session.undo()
    assert given() == [{"red-tape"}, {"no-time"}]


def test_the_report_on_suggestions_follows(session: CodingSession, store: Store):
    first = codes(session)[0]
    session.accept(1)
    change(session, rename_code, first, "another-id")

    made = suggestion_report(following(store.decisions(), session.codebook), {UK: "en"}, session.codebook)
    assert made.tables["overall"].frame.loc["precision@1"].iloc[0] == 1
    there = {row.id for row in made.tables["code"].rows}
    assert "another-id" in there
    assert first not in there


def test_what_was_ranked_before_the_codebook_changed_is_suggested_only_where_it_can_be_applied(session: CodingSession):
    before = codes(session)
    change(session, retire_code, before[0])
    assert codes(session)[: len(before) - 1] == before[1:]
    change(session, rename_code, before[1], "another-id")
    assert before[1] not in codes(session)
    session.accept(1)
    assert applied(session) == [before[2]]


def test_a_coding_outlives_a_merge_with_a_code_that_was_rejected_there_until_that_one_is_rejected(small):
    session = small.sit()
    where = [(0, here(session).id, ["trust"])]
    session.apply("joy")
    session.record(where, Action.REJECT)
    session.open("park")
    change(session, merge_codes, ["joy"], "trust")
    assert applied(session) == applied(small.sit()) == ["trust"]
    assert [one.code for one in contents.coded_corpus(small.store, small.codebook).codings] == ["trust"]
    session.record(where, Action.REJECT)
    session.open("park")
    assert applied(session) == []
    assert not contents.coded_corpus(small.store, small.codebook).codings
