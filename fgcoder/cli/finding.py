"""`fgcoder finding`: survey findings, the quotes linked to them, the codes tied to them, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fgcoder.cli.conditions import filters
from fgcoder.cli.context import Context
from fgcoder.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from fgcoder.coding.linking import FindingLinks
    from fgcoder.model import Codebook, Finding
    from fgcoder.retrieval.finder import Finder

app = typer.Typer(help="See survey findings, and link quotes and codes to them.", no_args_is_help=True)

FindingId = Annotated[str, typer.Argument(metavar="FINDING", help="The id of a finding.")]
Place = Annotated[
    str,
    typer.Argument(
        metavar="SEGMENT", help="A segment (`dk-public-health#12`), or words by their offsets (`…:120-260`)."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_findings(context: typer.Context, json: Json = False) -> None:
    """List the findings with what is tied and linked to them."""
    from fgcoder.cli.finding_output import findings_as_json, print_findings
    from fgcoder.pipeline.contents import codebook_of, findings_of

    at: Context = context.obj
    with at.current_store() as store:
        findings = findings_of(at.study)
        found = _record(store, codebook_of(at.study))
    if json:
        typer.echo(findings_as_json(findings, *found))
    else:
        print_findings(findings, *found)


@app.command("show")
def show(context: typer.Context, finding: FindingId, json: Json = False) -> None:
    """Show a finding: figures with intervals and bases, codes, linked quotes, inferences."""
    from fgcoder.cli.finding_output import finding_as_json, print_finding
    from fgcoder.pipeline.contents import findings_of

    at: Context = context.obj
    one = _named(findings_of(at.study), finding)
    with _study(at) as (_, finder, codebook, store):
        links, memos = _record(store, codebook)
        own = [link for link in links if link.finding == one.id]
        quotes = {link.decision: quote for link in own for quote in finder.quotes_at([_passage(link)])}
        inferences = [memo for memo in memos if memo.target.finding == one.id]
    if json:
        typer.echo(finding_as_json(one, own, quotes, inferences))
    else:
        print_finding(one, own, quotes, inferences, codebook)


@app.command("check")
def check(context: typer.Context) -> None:
    """Say what is wrong with survey files and the data they name, by file and line; what fits nothing is a remark."""
    from fgcoder.cli.console import show_fault, stderr
    from fgcoder.pipeline.contents import codebook_of, findings_of
    from fgcoder.survey.gathering import remarks

    at: Context = context.obj
    findings, paths = findings_of(at.study), at.study.surveys
    if not paths:
        stderr.print("The study has no survey findings. Name survey files in study.yaml, under `surveys`.")
        return
    found = remarks(paths, codebook_of(at.study), at.study.settings.attributes)
    for remark in found:
        show_fault(remark)
    if found:
        stderr.print(f"{counted(len(found), 'remark')}; no finding is left out for that.")
    figures = sum(len(finding.figures) for finding in findings)
    typer.echo(
        f"{counted(len(paths), 'file')}, {counted(len(findings), 'finding')} with {counted(figures, 'figure')}, "
        "no faults."
    )


@app.command("suggest")
def suggest(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="FINDING|SEGMENT", help="A finding, to find quotes for it; or a segment.")
    ],
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = 20,
    where: Annotated[
        list[str] | None, typer.Option("--where", help="Only quotes of a part, as ATTRIBUTE=VALUE.")
    ] = None,
    json: Json = False,
) -> None:
    """Propose coded quotes that may speak to a finding, or findings that a quote may speak to.

    What is coded with a code that is tied to the finding comes first, the nearest in meaning first. It says nothing of
    what the words do to the finding: that is yours to say, with `fgcoder finding link`.
    """
    from fgcoder.cli.console import progress
    from fgcoder.cli.finding_output import print_proposed, proposed_as_json
    from fgcoder.pipeline.contents import findings_of
    from fgcoder.pipeline.embedding import embed_study
    from fgcoder.reporting.linking import FindingsForQuotes, quotes_for

    at: Context = context.obj
    findings = findings_of(at.study, compute=False)
    notes: tuple[str, ...] = ()
    proposed: list[Any]
    with _study(at) as (_, finder, codebook, store):
        with progress() as on_progress:
            embed_study(at.study, store, codebook, on_progress)
        links, _ = _record(store, codebook)
        if "#" in name or ":" in name:
            quote = finder.quote(finder.passage(name))
            ranker = FindingsForQuotes(findings, finder, lambda: codebook)
            proposed = list(ranker.rank(quote.passage, quote.codes, links))[:limit]
        else:
            narrowed = filters(where, None, "Nothing was proposed.")
            one = _named(findings, name)
            proposed, notes = quotes_for(one, finder, codebook, links, filters=narrowed, limit=limit)
    if json:
        typer.echo(proposed_as_json(proposed))
    else:
        print_proposed(proposed, notes, codebook)


@app.command("link")
def link(
    context: typer.Context,
    finding: FindingId,
    segment: Place,
    relation: Annotated[
        str, typer.Option("--relation", "-r", help="What the words do to it: confirms, expands or contradicts.")
    ],
    note: Annotated[str, typer.Option("--note", help="Why.")] = "",
) -> None:
    """Link a quote to a finding; an earlier link of yours between the two is replaced."""
    from fgcoder.model import Relation
    from fgcoder.pipeline.contents import findings_of
    from fgcoder.tables.selection import pick

    at: Context = context.obj
    one = _named(findings_of(at.study, compute=False), finding)
    said = Relation(pick(relation, Relation, task=TASK, noun="relation"))
    with _study(at) as (desk, finder, _, _):
        passage = finder.passage(segment)
        changed = desk.link(passage, one.id, said, note)
        quote = finder.quote(passage)
    typer.echo(f"{quote.segment} {said} {one.id}." if changed else "That is linked already; nothing was changed.")


@app.command("unlink")
def unlink(context: typer.Context, finding: FindingId, segment: Place) -> None:
    """Take away your links between a finding and these words, or a part of them."""
    at: Context = context.obj
    with _study(at) as (desk, finder, _, _):
        count = desk.unlink(finder.passage(segment), finding)
    typer.echo(f"{counted(count, 'link')} taken away." if count else "Nothing was linked there.")


@app.command("infer")
def infer(
    context: typer.Context,
    finding: FindingId,
    text: Annotated[str, typer.Argument(help="What follows; it replaces what you wrote. Empty takes it away.")],
) -> None:
    """Write down what you infer from a finding and the quotes beside it; it stands in the joint display."""
    at: Context = context.obj
    with _study(at) as (desk, _, _, _):
        changed = desk.infer(finding, text)
    done = "Written down." if text.strip() else "Taken away."
    typer.echo(done if changed else "Nothing was changed.")


@app.command("tie")
def tie(
    context: typer.Context,
    finding: FindingId,
    codes: Annotated[list[str], typer.Argument(metavar="CODE…", help="Codes or themes.")],
) -> None:
    """Tie codes to a finding, so that their quotes come along; the survey file's other lines stay as they are."""
    from fgcoder.pipeline.contents import codebook_of
    from fgcoder.tables.selection import pick

    at: Context = context.obj
    codebook = codebook_of(at.study)
    new = [pick(codebook.current(code), codebook.by_id, task=TASK, noun="code") for code in codes]
    path, one = _filed(at, finding)
    _rewrite(path, one, [*one.codes, *(code for code in dict.fromkeys(new) if code not in one.codes)])


@app.command("untie")
def untie(
    context: typer.Context,
    finding: FindingId,
    codes: Annotated[list[str], typer.Argument(metavar="CODE…", help="Codes or themes that are tied to it.")],
) -> None:
    """Untie codes from a finding."""
    from fgcoder.tables.selection import pick

    path, one = _filed(context.obj, finding)
    gone = {pick(code, one.codes, task=TASK, noun=f"code tied to `{one.id}` called") for code in codes}
    _rewrite(path, one, [code for code in one.codes if code not in gone])


TASK = "Nothing was recorded."


def _rewrite(path: Path, finding: Finding, codes: list[str]) -> None:
    from fgcoder.survey.tying import tie

    if list(finding.codes) == codes:
        typer.echo("That is so already; nothing was changed.")
        return
    tie(path, finding.id, codes)
    typer.echo(f"Tied to {finding.id}: {', '.join(codes) or 'no code'}.")


def _filed(at: Context, finding: str) -> tuple[Path, Finding]:
    """Give a finding and the file that it stands in."""
    from fgcoder.survey.file import read

    files = {one.id: (path, one) for path in at.study.surveys for one in read(path, compute=False)}
    return files[_named([one for _, one in files.values()], finding).id]


def _named(findings: Any, asked: str) -> Finding:
    from fgcoder.tables.selection import pick

    by_id: dict[str, Finding] = {one.id: one for one in findings}
    return by_id[pick(asked, by_id, task="No finding was chosen.", noun="finding")]


def _passage(link: Any) -> Any:
    from fgcoder.model import Passage

    return Passage(link.transcript, link.span)


def _record(store: Any, codebook: Codebook) -> tuple[list[Any], list[Any]]:
    """Give the links and memos of all coders."""
    from fgcoder.record.decisions import following, in_force
    from fgcoder.record.notes import links, memos

    kept = in_force(following(store.decisions(), codebook))
    return links(kept), memos(kept)


@contextmanager
def _study(at: Context) -> Iterator[tuple[FindingLinks, Finder, Codebook, Any]]:
    from fgcoder.coding.session import CodingSession
    from fgcoder.pipeline.contents import codebook_of, findings_of
    from fgcoder.pipeline.embedding import encoder_of
    from fgcoder.retrieval.finder import Finder

    codebook = codebook_of(at.study)
    findings = findings_of(at.study, compute=False)
    with at.current_store() as store:
        session = CodingSession(store, codebook, at.coder, blind=True, findings=findings)
        finder = Finder(store, lambda: codebook, lambda: encoder_of(at.study))
        yield session.finding_links, finder, codebook, store
