"""`fgcoder serve`: the screens in a browser, on this machine and for whoever started it."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from html import escape
from pathlib import Path
from typing import Annotated

import typer

from fgcoder.cli.context import Context
from fgcoder.errors import Fault, FgcoderError

LOCAL = "127.0.0.1"
NOT_SERVED = "The study was not served."


class ServingError(FgcoderError):
    """The study cannot, or must not, be served in the way that was asked for."""


def serve(
    context: typer.Context,
    transcript: Annotated[
        str | None, typer.Argument(help="The transcript to open; where you left off by default.")
    ] = None,
    blind: Annotated[bool, typer.Option("--blind", help="Hide suggestions; the record says so.")] = False,
    host: Annotated[str, typer.Option("--host", help="Where to listen; this machine alone by default.")] = LOCAL,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any that is free.")] = 8000,
    allow_others: Annotated[
        bool, typer.Option("--allow-others", help="Let other machines in, unencrypted; needs a --host they can reach.")
    ] = False,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in your browser.")] = False,
) -> None:
    """Open the study in a browser instead of the terminal; Ctrl+C ends it.

    Prints the address to open. It carries a secret, without which nothing is shown: treat it like a password.
    """
    from fgcoder.cli.console import stderr
    from fgcoder.pipeline.contents import codebook_of
    from fgcoder.serving.gate import Gate
    from fgcoder.serving.server import StudyServer

    at: Context = context.obj
    check_reach(host, allow_others=allow_others)
    codebook_of(at.study)  # what is wrong with the study is told here, and not in a browser
    with at.store() as store:
        if transcript is not None and store.transcript_ids():
            store.transcript(transcript)
    gate = Gate(host, others=allow_others)
    server = StudyServer(command_line(at, transcript, blind=blind), at.study.title, gate)
    with listening(host, port) as ear:
        address = gate.address(ear.getsockname()[1])
        typer.echo(address)
        if allow_others:
            stderr.print(
                "[bold yellow]Other machines may come in.[/] Whoever has this address can read the transcripts and "
                f"code as {at.coder}, and whoever shares the network can listen: nothing is encrypted.",
                soft_wrap=True,
            )
        stderr.print("Open it in a browser of your own, and keep it to yourself. Ctrl+C ends it.", soft_wrap=True)
        with pointer(at.study.store.parent, address) if open_page else nullcontext():
            server.run(ear)


def check_reach(host: str, *, allow_others: bool) -> None:
    """Refuse to be reached by others unless both were asked for; a `ServingError` says what it would mean."""
    from fgcoder.serving.gate import is_loopback

    if is_loopback(host):
        if allow_others:
            todo = "Name the address to listen on with `--host`, or leave out `--allow-others`."
            raise ServingError(NOT_SERVED, Fault(f"{host} cannot be reached by other machines.", todo=todo))
        return
    if not allow_others:
        fault = Fault(
            f"at {host or 'an empty --host'} other machines can reach it. The transcripts are personal data, would "
            "travel unencrypted, and the address that is printed is all it takes to read and code them.",
            todo=f"Leave out `--host`; from another machine use a tunnel, `ssh -L 8000:{LOCAL}:8000 THIS_MACHINE`. "
            "If you have to, add `--allow-others`.",
        )
        raise ServingError(NOT_SERVED, fault)


def command_line(at: Context, transcript: str | None, *, blind: bool) -> list[str]:
    """Give the program to run for each page, with everything that it would otherwise find out from where it is run."""
    # -P: the folder that it is run in may hold a file which is called like a library.
    base = [sys.executable, "-P", "-m", "fgcoder", "-C", str(at.study.folder.resolve()), "--coder", at.coder]
    how = [*(["--blind"] if blind else []), *(["--", transcript] if transcript is not None else [])]
    return [*base, "code", *how] if how else base


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Listen for as long as the block lasts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        ear = socket.create_server((host, port), family=family)
    except OSError as problem:
        fault = Fault(
            f"it cannot listen at {host}, port {port}: {problem.strerror or problem}.",
            todo="Name another port with `--port`; `--port 0` takes any that is free.",
        )
        raise ServingError(NOT_SERVED, fault) from problem
    with ear:
        yield ear


@contextmanager
def pointer(folder: Path, address: str) -> Iterator[None]:
    """Open the address in the browser, by way of a file that nobody else can read.

    The browser's command line can be read by every user of the machine, and the address carries the secret. The file
    lies in the study's private folder: a browser in a sandbox of its own does not see the folder for temporary files.
    """
    import webbrowser

    handle, name = tempfile.mkstemp(suffix=".html", prefix="open-", dir=folder)  # mkstemp gives mode 0600
    file = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as page:
            page.write(
                f'<!DOCTYPE html><meta http-equiv="refresh" content="0; url={escape(address)}"><title>fgcoder</title>'
            )
        webbrowser.open(file.as_uri())
        yield
    finally:
        file.unlink(missing_ok=True)
