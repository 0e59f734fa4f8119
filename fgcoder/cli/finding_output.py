"""How findings, links and proposals are printed, for people and as JSON; imported only when a command prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from json import dumps
from typing import Any

from rich.padding import Padding
from rich.text import Text

from fgcoder.cli.console import stderr, stdout
from fgcoder.model import Codebook, Finding, Link, Memo, Relation
from fgcoder.record.notes import relations
from fgcoder.reporting.linking import ProposedFinding, ProposedQuote
from fgcoder.retrieval.quotes import Quote

SIGNS = {Relation.CONFIRMS: "=", Relation.EXPANDS: "+", Relation.CONTRADICTS: "≠"}


def print_findings(findings: Sequence[Finding], links: Sequence[Link], memos: Sequence[Memo]) -> None:
    """List findings, each in a line or two, with how many passages are linked to it."""
    inferred = {memo.target.finding for memo in memos}
    for finding in findings:
        counts = relations(link for link in links if link.finding == finding.id)
        told = ", ".join(f"{relation} {counts[relation]}" for relation in Relation if counts[relation])
        stdout.print(Text.assemble((finding.id, "bold"), f"  {told or 'nothing linked'}"), soft_wrap=True)
        stdout.print(Padding(Text(finding.statement), (0, 0, 0, 2), expand=False))
        parts = [f"codes: {', '.join(finding.codes) or 'none'}", f"figures: {len(finding.figures)}"]
        parts += ["inference written"] if finding.id in inferred else []
        stdout.print(Padding(Text("; ".join(parts), style="dim"), (0, 0, 0, 2), expand=False))
    if not findings:
        stderr.print("The study has no survey findings. Name survey files in study.yaml, under `surveys`.")
        return
    known = {finding.id for finding in findings}
    lost = sorted({link.finding for link in links} - known)
    if lost:
        stderr.print(f"Linked, but in no survey file: {', '.join(lost)}.", markup=False)


def print_finding(
    finding: Finding,
    links: Sequence[Link],
    quotes: Mapping[str, Quote],
    inferences: Sequence[Memo],
    codebook: Codebook,
) -> None:
    """Show all that is known of a finding."""
    stdout.print(Text(finding.id, style="bold"))
    _indented(Text(finding.statement))
    if finding.question:
        _indented(Text(f"Question: {finding.question}"))
    for label in dict.fromkeys(figure.label for figure in finding.figures):
        stdout.print()
        _indented(Text(label, style="bold"))
        for figure in finding.figures:
            if figure.label == label:
                where = ", ".join(part for part in (figure.country, figure.sector) if part) or "all"
                silent = figure.share.missing if figure.share else 0
                more = f", {silent} gave no answer" if silent else ""
                _indented(Text(f"{where}: {figure.printed}{more}"), 4)
    stdout.print()
    for name, text in (("Base", finding.base), ("Source", finding.source)):
        _indented(Text(f"{name}: {text}", style="dim"))
    for note in finding.notes:
        _indented(Text(note, style="dim"))
    labels = [f"{codebook.label(code)} ({code})" for code in finding.codes]
    _indented(Text(f"Codes: {', '.join(labels) or 'none is tied to it'}"))
    for link in sorted(links, key=lambda one: list(Relation).index(one.relation)):
        stdout.print()
        quote = quotes.get(link.decision)
        said = quote.cited if quote is not None else f"{link.transcript} is not here"
        _indented(Text.assemble((f"{SIGNS[link.relation]} {link.relation}", "bold"), f"  {link.coder}  {said}"))
        if link.text:
            _indented(Text(link.text, style="italic"), 4)
    for memo in inferences:
        stdout.print()
        _indented(Text.assemble(("Inference", "bold"), f"  {memo.coder}: {memo.text}"))


def print_proposed(
    proposed: Sequence[ProposedQuote | ProposedFinding], notes: Sequence[str], codebook: Codebook
) -> None:
    """List proposals with their reasons; what is linked already says so."""
    for one in proposed:
        linked = ", ".join(f"{link.relation} ({link.coder})" for link in one.why.links)
        name = one.quote.segment if isinstance(one, ProposedQuote) else one.finding.id
        text = one.quote.cited if isinstance(one, ProposedQuote) else one.finding.statement
        reason = one.why.reason(codebook)
        told = Text.assemble((name, "bold"), f"  {reason}", (f"  linked: {linked}" if linked else "", "green"))
        stdout.print(told, soft_wrap=True)
        _indented(Text(text))
    if not proposed:
        stderr.print("Nothing is coded that could be proposed.")
    for note in notes:
        stderr.print(note, markup=False)


def findings_as_json(findings: Sequence[Finding], links: Sequence[Link], memos: Sequence[Memo]) -> str:
    """Give findings with how many passages are linked to them."""
    rows = []
    for finding in findings:
        counts = relations(link for link in links if link.finding == finding.id)
        about = [memo for memo in memos if memo.target.finding == finding.id]
        rows.append(
            {
                **asdict(finding),
                "linked": {relation.value: counts[relation] for relation in Relation},
                "inferences": [_inference(memo) for memo in about],
            }
        )
    return _json(rows)


def finding_as_json(
    finding: Finding, links: Sequence[Link], quotes: Mapping[str, Quote], inferences: Sequence[Memo]
) -> str:
    """Give a finding with its links and inferences."""
    linked = [
        {
            "relation": link.relation.value,
            "coder": link.coder,
            "note": link.text,
            **(_quote(quotes[link.decision]) if link.decision in quotes else {"transcript": link.transcript}),
        }
        for link in links
    ]
    return _json({**asdict(finding), "links": linked, "inferences": [_inference(memo) for memo in inferences]})


def proposed_as_json(proposed: Sequence[ProposedQuote | ProposedFinding]) -> str:
    """Give proposals, in their order."""
    rows = []
    for one in proposed:
        what = (
            _quote(one.quote)
            if isinstance(one, ProposedQuote)
            else {"finding": one.finding.id, "statement": one.finding.statement}
        )
        near = None if one.why.near is None else round(one.why.near, 3)
        linked = [
            {"finding": link.finding, "relation": link.relation.value, "coder": link.coder} for link in one.why.links
        ]
        rows.append({**what, "likeness": near, "tied codes": list(one.why.codes), "linked": linked})
    return _json(rows)


def _quote(quote: Quote) -> dict[str, Any]:
    return {"segment": quote.segment, "words": quote.words, "citation": quote.citation}


def _inference(memo: Memo) -> dict[str, str]:
    return {"coder": memo.coder, "text": memo.text}


def _json(value: object) -> str:
    return dumps(value, ensure_ascii=False, indent=2)


def _indented(text: Text, by: int = 2) -> None:
    stdout.print(Padding(text, (0, 0, 0, by), expand=False))
