"""What coders wrote beside their codings: memos, flags, links to findings, translations, marks of use.

A fold over decisions, as codings are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fgcoder.model import Action, Decision, Flag, Link, Memo, Relation, Span, Target, Translation, Use


def target_of(decision: Decision) -> Target:
    """Give what the decision of a memo is about."""
    span = decision.span if decision.span != Span(0, 0) else None
    return Target(decision.transcript, span, decision.code, decision.finding)


def memos(in_force: Iterable[Decision]) -> list[Memo]:
    """Give the memos that decisions in force come to, in order of time: of each coder the latest text on a target."""
    latest: dict[tuple[str, Target], Memo] = {}
    for decision in in_force:
        if decision.action is Action.MEMO:
            key = (decision.coder, target_of(decision))
            latest.pop(key, None)
            if decision.text:
                latest[key] = Memo(decision.id, decision.coder, decision.made_at, key[1], decision.text)
    return list(latest.values())


def flags(in_force: Iterable[Decision]) -> list[Flag]:
    """Give the flags that decisions in force come to, in order of time."""
    return [
        Flag(decision.id, decision.coder, decision.made_at, decision.transcript, decision.span, decision.text)
        for decision in in_force
        if decision.action is Action.FLAG
    ]


def links(in_force: Iterable[Decision]) -> list[Link]:
    """Give the links that decisions in force come to, in order of time: of each coder the latest between two ends."""
    latest: dict[tuple[str, str, Span, str], Link] = {}
    for decision in in_force:
        if decision.action is Action.LINK and decision.relation is not None:
            key = (decision.coder, decision.transcript, decision.span, decision.finding)
            latest.pop(key, None)
            latest[key] = Link(
                decision.id,
                decision.coder,
                decision.made_at,
                decision.transcript,
                decision.span,
                decision.finding,
                decision.relation,
                decision.text,
            )
    return list(latest.values())


def relations(links_of_one: Iterable[Link]) -> Counter[Relation]:
    """Count the passages that are said to confirm, expand and contradict a finding, given the links to it.

    Passages and not links, as in the joint display: what two coders linked alike is one passage that confirms.
    """
    return Counter(relation for relation, *_ in {(link.relation, link.transcript, link.span) for link in links_of_one})


def translations(in_force: Iterable[Decision]) -> list[Translation]:
    """Give the translations that decisions in force come to, in order of time: of each passage the latest, whosever.

    A study has one report, so a passage has one translation in it.
    """
    latest: dict[tuple[str, Span], Translation] = {}
    for decision in in_force:
        if decision.action is Action.TRANSLATION:
            key = (decision.transcript, decision.span)
            latest.pop(key, None)
            if decision.text:
                latest[key] = Translation(decision.id, decision.coder, decision.made_at, *key, decision.text)
    return list(latest.values())


def uses(in_force: Iterable[Decision]) -> list[Use]:
    """Give the marks of use in the report that decisions in force come to, in order of time."""
    return [
        Use(decision.id, decision.coder, decision.made_at, decision.transcript, decision.span, decision.text)
        for decision in in_force
        if decision.action is Action.USE
    ]
