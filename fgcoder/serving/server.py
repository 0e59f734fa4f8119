"""textual-serve, made fit for personal data: our own page without outside assets, behind a gate, and an orderly end.

It is textual-serve that carries the screen into the browser (xterm.js, the protocol, downloads). What is changed here:
the page, which would fetch a font from Google; the address it connects back to, which must be the one it was opened
under, or a tunnel would not work; and the program's life: it is started without a shell, ended with its page or with
the server, and the page is told when it has ended by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path
from socket import socket

import aiohttp_jinja2
from aiohttp import WSCloseCode, web
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

from fgcoder.serving.gate import Gate

PAGES = Path(__file__).parent / "pages"
PATIENCE = 5.0
"""Seconds that a program is given to end before it is killed; whatever was decided is on disk by then."""
HEARTBEAT = 15.0
"""Seconds after which a connection is tried, so that a program does not outlive a browser that was cut off."""


class Program(AppService):
    """The program of one visitor."""

    def __init__(self, arguments: Sequence[str], server: Server, websocket: web.WebSocketResponse) -> None:
        super().__init__(
            arguments[0],
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=self._close,
            download_manager=server.download_manager,
        )
        self._arguments = arguments
        self._websocket = websocket

    async def _close(self) -> None:
        await self._websocket.close()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = process = await asyncio.create_subprocess_exec(
            *self._arguments, stdin=PIPE, stdout=PIPE, env=self._build_environment(width, height)
        )
        # What goes wrong is said in the terminal of the server, at once; textual-serve keeps it to the end, for stdout.
        process.stderr = asyncio.StreamReader()
        process.stderr.feed_eof()
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Carry what the program writes to the page, and close the page once there is no more to come."""
        await super().run()
        await self._close()

    async def stop(self) -> None:
        """Ask the program to end, and see to it that it does."""
        process = self._process
        if process is None:
            return
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await super().stop()
                    await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


class StudyServer(Server):
    """Serves one command line, to whom the gate lets in.

    Parameters
    ----------
    arguments
        The program to run for each visitor; it must come up on a screen of Textual's.
    title
        What the browser's window is called.
    gate
        Who may come in.
    """

    def __init__(self, arguments: Sequence[str], title: str, gate: Gate) -> None:
        super().__init__(arguments[0], gate.host, title=title, templates_path=PAGES)
        self._arguments = arguments
        self._gate = gate
        self._visits: set[web.WebSocketResponse] = set()

    def run(self, listening: socket) -> None:
        """Answer at a socket until the process is interrupted; then end every program that is still running."""
        # The access log is left out: it would write the token down.
        web.run_app(self._make_app(), sock=listening, print=None, access_log=None, shutdown_timeout=2 * PATIENCE)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.router.add_static("/page", PAGES)
        self._gate.guard(app)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Keep quiet; whoever starts the server says where it is."""

    async def on_shutdown(self, app: web.Application) -> None:
        """Close the pages, by which their programs end."""
        await asyncio.gather(*(visit.close(code=WSCloseCode.GOING_AWAY) for visit in set(self._visits)))

    async def handle_index(self, request: web.Request) -> web.Response:
        """Give the page with the terminal; it connects back to the address that it was opened under."""
        context = {
            "title": self.title,
            "font_size": to_int(request.query.get("fontsize", ""), 16),
            "websocket": f"ws://{request.host}{request.app.router['websocket'].url_for()}",
        }
        return aiohttp_jinja2.render_template("terminal.html", request, context)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a program for as long as the page is there."""
        websocket = web.WebSocketResponse(heartbeat=HEARTBEAT)
        await websocket.prepare(request)
        program = Program(self._arguments, self, websocket)
        self._visits.add(websocket)
        try:
            await program.start(to_int(request.query.get("width", ""), 80), to_int(request.query.get("height", ""), 24))
            await self._process_messages(websocket, program)
        finally:
            self._visits.discard(websocket)
            await program.stop()
        return websocket
