"""`fgcoder codebook`: add, revise, move, merge, split, retire, restore, rename. Each writes the file and the record."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from fgcoder.cli.context import Context
from fgcoder.errors import CodebookError, Fault
from fgcoder.model import Code
from fgcoder.wording import counted

app = typer.Typer()

CodeId = Annotated[str, typer.Argument(metavar="CODE", help="The id of a code or theme.")]
Theme = Annotated[str | None, typer.Option("--theme", help="The theme it is put below; the top of the tree else.")]
After = Annotated[str | None, typer.Option("--after", help="The code it is put behind; the last one there else.")]
First = Annotated[bool, typer.Option("--first", help="Put it before all others there.")]
Definition = Annotated[str | None, typer.Option("--definition", help="What it means.")]
Use = Annotated[list[str] | None, typer.Option("--use", help="When to use it; may be given several times.")]
Avoid = Annotated[list[str] | None, typer.Option("--avoid", help="When not to use it; several times if need be.")]
Example = Annotated[list[str] | None, typer.Option("--example", help="A typical sentence; several times if need be.")]


def _kept(given: list[str] | None) -> list[str] | None:
    """Give what is to be kept of a repeated option: a single empty one empties the list."""
    return [] if given == [""] else given or None


@app.command("add")
def add(
    context: typer.Context,
    code_id: Annotated[str, typer.Argument(metavar="ID", help="Stable name: lower-case letters, digits, hyphens.")],
    label: Annotated[str, typer.Argument(help="The name shown on screen and in tables.")],
    theme: Theme = None,
    after: After = None,
    first: First = False,
    definition: Definition = None,
    use: Use = None,
    avoid: Avoid = None,
    example: Example = None,
) -> None:
    """Add a code to the study's codebook file; comments and order of the file stay as they are."""
    from fgcoder.cli.changing import change, codebook_of, place, stays_a_code
    from fgcoder.codebook import editing, words

    at: Context = context.obj
    book = codebook_of(at.study)
    theme, behind = place(book, theme, after, first)
    stays_a_code(at, book, theme)
    lines = [tuple(_kept(given) or ()) for given in (use, avoid, example)]
    code = Code(code_id, label, definition or "", lines[0], lines[1], lines[2])
    change(
        at,
        lambda text, path: editing.add_code(text, path, code, theme, behind),
        words.added(label, book, theme),
        code_id,
    )


@app.command("revise")
def revise(
    context: typer.Context,
    code_id: CodeId,
    label: Annotated[str | None, typer.Option("--label", help="The name shown on screen and in tables.")] = None,
    definition: Definition = None,
    use: Use = None,
    avoid: Avoid = None,
    example: Example = None,
) -> None:
    """Change what a code says; an option replaces the whole part, and an empty one (`--use ""`) takes it away."""
    from fgcoder.cli.changing import change, codebook_of
    from fgcoder.codebook import editing, words

    at: Context = context.obj
    texts = {"label": label, "definition": definition}
    lists = {"use": _kept(use), "avoid": _kept(avoid), "examples": _kept(example)}
    parts: dict[str, Any] = {part: said for part, said in (texts | lists).items() if said is not None}
    if not parts:
        todo = "Use --label, --definition, --use, --avoid or --example."
        raise CodebookError("The codebook was not changed.", Fault("no part of the code was given.", todo=todo))
    change(
        at,
        lambda text, path: editing.revise_code(text, path, code_id, **parts),
        words.revised(code_id, parts, codebook_of(at.study)),
        code_id,
    )


@app.command("move")
def move(
    context: typer.Context, code_id: CodeId, theme: Theme = None, after: After = None, first: First = False
) -> None:
    """Move a code or theme, with all that is below it. Its codings stay with it."""
    from fgcoder.cli.changing import change, codebook_of, place, stays_a_code
    from fgcoder.codebook import editing, words

    at: Context = context.obj
    book = codebook_of(at.study)
    theme, behind = place(book, theme, after, first)
    stays_a_code(at, book, theme)
    change(
        at,
        lambda text, path: editing.move_code(text, path, code_id, theme, behind),
        words.moved(code_id, theme, book),
        code_id,
    )


@app.command("merge")
def merge(
    context: typer.Context,
    code_ids: Annotated[list[str], typer.Argument(metavar="CODE…", help="The codes that go.")],
    into: Annotated[str, typer.Option("--into", help="The code that they become.")],
    drop_lines: Annotated[
        bool,
        typer.Option("--drop-lines", help="Do not add their lines on use and their examples to its own."),
    ] = False,
) -> None:
    """Merge codes into another; their codings count as its own from then on."""
    from fgcoder.cli.changing import change, codebook_of, codings_under
    from fgcoder.codebook import editing, words

    at: Context = context.obj
    book = codebook_of(at.study)
    counts = codings_under(at, book)
    change(
        at,
        lambda text, path: editing.merge_codes(text, path, code_ids, into, keep_lines=not drop_lines),
        words.merged(code_ids, into, book),
        into,
    )
    followed = sum(counts[code_id] for code_id in set(code_ids))
    typer.echo(f"{counted(followed, 'coding')} {'follows' if followed == 1 else 'follow'}.")


@app.command("split")
def split(
    context: typer.Context,
    code_id: CodeId,
    labels: Annotated[list[str], typer.Argument(metavar="LABEL…", help="The labels of its parts; ids come from them.")],
) -> None:
    """Split a code: it becomes the theme of its parts, and keeps its codings until each is given one of the parts."""
    from fgcoder.cli.changing import change, codebook_of
    from fgcoder.codebook import editing, words

    at: Context = context.obj
    book = codebook_of(at.study)
    taken = {*book.by_id, *book.former}
    parts: list[Code] = []
    for label in labels:
        parts.append(Code(editing.code_id_for(label, taken), label))
        taken.add(parts[-1].id)
    _, counts = change(
        at,
        lambda text, path: editing.split_code(text, path, code_id, parts),
        words.split(code_id, labels, book),
        code_id,
    )
    typer.echo(f"Ids of the parts: {', '.join(part.id for part in parts)}.")
    if counts[code_id]:
        typer.echo(
            f"{counted(counts[code_id], 'coding')} under `{code_id}` can be recoded, one by one, with its parts."
        )


@app.command("retire")
def retire(context: typer.Context, code_id: CodeId) -> None:
    """Retire a code or theme: it is not offered or suggested any more, its codings stay."""
    from fgcoder.cli.changing import change, codebook_of
    from fgcoder.codebook import editing, words

    at: Context = context.obj
    book = codebook_of(at.study)
    _, counts = change(
        at, lambda text, path: editing.retire_code(text, path, code_id), words.retired(code_id, book), code_id
    )
    below = [one.id for one, _ in book.by_id[code_id].walk()]
    kept = sum(counts[one] for one in below)
    typer.echo(f"{counted(kept, 'coding')} {'stays' if kept == 1 else 'stay'}.")


@app.command("restore")
def restore(context: typer.Context, code_id: CodeId) -> None:
    """Offer a retired code or theme again."""
    from fgcoder.cli.changing import change, codebook_of
    from fgcoder.codebook import editing, words

    at: Context = context.obj
    said = words.restored(code_id, codebook_of(at.study))
    change(at, lambda text, path: editing.restore_code(text, path, code_id), said, code_id)


@app.command("rename")
def rename(
    context: typer.Context,
    code_id: CodeId,
    new_id: Annotated[str, typer.Argument(metavar="NEW-ID", help="Lower-case letters, digits, hyphens.")],
) -> None:
    """Give a code or theme another id; its codings follow. Its label is changed by `revise`."""
    from fgcoder.cli.changing import change
    from fgcoder.codebook import editing, words

    at: Context = context.obj
    _, counts = change(
        at,
        lambda text, path: editing.rename_code(text, path, code_id, new_id),
        words.renamed(code_id, new_id),
        new_id,
    )
    count = counts[new_id]
    typer.echo(f"{counted(count, 'coding')} {'follows' if count == 1 else 'follow'}.")
