"""The screen in a browser: `fgcoder serve`, opened in headless Chromium, a code accepted, a picture taken.

Chromium is driven by its own protocol over a WebSocket, for which aiohttp, that serves the page, is enough. xterm.js
paints on a canvas, so what the screen says is read from what the browser received, in a terminal of ours.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from struct import unpack
from typing import Any

import pyte
import pytest
from aiohttp import ClientSession
from yarl import URL

from fgcoder.model import Action, Decision
from fgcoder.pipeline.contents import codebook_of
from fgcoder.storage.store import Store
from fgcoder.study import open_study

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

PATIENCE = 60.0
"""Seconds after which a browser or a screen that does not change is taken for stuck."""
SUGGESTED = r"(?m) 1 [█░]"
WINDOW = (1200, 760)
COUNT = """(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,%s";
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height), brush = canvas.getContext("2d");
    brush.drawImage(image, 0, 0);
    return new Set(new Uint32Array(brush.getImageData(0, 0, image.width, image.height).data.buffer)).size;
})()"""


class Page:
    """A page of the browser: what it asked for, what its terminal shows, and its keyboard."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._stream: pyte.ByteStream | None = None
        self._screen: pyte.Screen | None = None
        self.requests: list[str] = []
        """Every address that it asked for, in order."""
        self.complaints: list[str] = []
        """What the browser has held against the page: errors, and what the page's policy forbids."""
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self._connection:
            told = message.json()
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told)
            else:
                self._take(told["method"], told["params"])

    def _take(self, event: str, about: dict[str, Any]) -> None:
        if event == "Network.requestWillBeSent":
            self.requests.append(about["request"]["url"])
        elif event == "Network.webSocketCreated":
            self.requests.append(about["url"])
            size = URL(about["url"]).query
            self._screen = pyte.Screen(int(size["width"]), int(size["height"]))
            self._stream = pyte.ByteStream(self._screen)
        elif event == "Network.webSocketFrameReceived" and about["response"]["opcode"] == 2:
            assert self._stream is not None
            self._stream.feed(base64.b64decode(about["response"]["payloadData"]))
        elif event == "Log.entryAdded" and about["entry"]["level"] == "error":
            self.complaints.append(f"{about['entry']['text']} {about['entry'].get('url', '')}")
        elif event == "Runtime.exceptionThrown":
            self.complaints.append(str(about["exceptionDetails"]))

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Have the browser do something."""
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._connection.send_json({"id": number, "method": method, "params": parameters})
        told = await asyncio.wait_for(answer, PATIENCE)
        assert "error" not in told, told
        return told["result"]

    @property
    def text(self) -> str:
        """What stands on the terminal in the page."""
        return "\n".join(self._screen.display) if self._screen else ""

    async def until(self, pattern: str) -> str:
        """Wait until the terminal says something; give what it says."""
        ends = time.monotonic() + PATIENCE
        while not re.search(pattern, self.text):
            if self._listening.done():
                self._listening.result()
            assert time.monotonic() < ends, f"`{pattern}` never came:\n{self.text}\n{self.requests}\n{self.complaints}"
            await asyncio.sleep(0.05)
        return self.text

    async def press(self, key: str, code: int, text: str = "") -> None:
        """Press a key as somebody at the keyboard does."""
        how = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        await self.ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **how)
        await self.ask("Input.dispatchKeyEvent", type="keyUp", **how)

    async def evaluate(self, expression: str) -> Any:
        """Give what an expression, or the promise it gives, comes to in the page."""
        how = {"returnByValue": True, "awaitPromise": True}
        told = await self.ask("Runtime.evaluate", expression=expression, **how)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    async def until_true(self, expression: str) -> None:
        """Wait until something is so in the page, be it that another page has to come first."""
        async with asyncio.timeout(PATIENCE):
            while not await self.evaluate(expression):
                await asyncio.sleep(0.05)

    async def picture(self) -> bytes:
        """Give the window as PNG."""
        return base64.b64decode((await self.ask("Page.captureScreenshot", format="png"))["data"])

    async def colours(self, picture: bytes) -> int:
        """Count the colours of a picture; the browser is what decodes it."""
        return int(await self.evaluate(COUNT % base64.b64encode(picture).decode()))


@asynccontextmanager
async def browser(profile: Path) -> AsyncIterator[Page]:
    """Start Chromium with an empty page."""
    assert CHROMIUM is not None
    quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    drawn = ["--headless=new", "--enable-unsafe-swiftshader", f"--window-size={WINDOW[0]},{WINDOW[1]}"]
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    process = subprocess.Popen(
        [CHROMIUM, *drawn, *quiet, *alone, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        announced = profile / "DevToolsActivePort"
        async with asyncio.timeout(PATIENCE):
            while not (announced.exists() and announced.read_text(encoding="utf-8").count("\n")):
                assert process.poll() is None, "Chromium has ended"
                await asyncio.sleep(0.05)
        port = announced.read_text(encoding="utf-8").split()[0]
        async with ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                target = next(one for one in await answer.json() if one["type"] == "page")
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as connection:
                page = Page(connection)
                for part in ("Page", "Network", "Log", "Runtime"):
                    await page.ask(f"{part}.enable")
                yield page
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@asynccontextmanager
async def served(study: Path) -> AsyncIterator[URL]:
    """Serve a study; give the address that is printed. It ends when it is interrupted, and well."""
    command = [sys.executable, "-m", "fgcoder", "-C", str(study), "--coder", "ana", "serve", "--port", "0"]
    server = await asyncio.create_subprocess_exec(
        *command,
        "uk-local-environment",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert server.stdout is not None
        line = await asyncio.wait_for(server.stdout.readline(), PATIENCE)
        yield URL(line.decode().strip())
        server.send_signal(signal.SIGINT)
        out, err = await asyncio.wait_for(server.communicate(), PATIENCE)
        assert (server.returncode, out) == (0, b""), err.decode()
        assert b"Traceback" not in err
    finally:
        if server.returncode is None:
            server.kill()
            await server.communicate()


def made(study: Path) -> list[Decision]:
    with Store.open(open_study(study).store) as store:
        return store.decisions(coder="ana")


async def test_a_code_is_accepted_in_the_browser(ranked_copy: Path, tmp_path: Path) -> None:
    study = open_study(ranked_copy)
    async with served(ranked_copy) as address, browser(tmp_path / "profile") as page:
        await page.ask("Page.navigate", url=str(address))
        await page.until(SUGGESTED)
        assert "uk-local-environment" in page.text.splitlines()[0]
        before = await page.picture()
        await page.press("Enter", 13, "\r")
        await page.until(r"\b1 coding\b")
        decision = made(ranked_copy)[0]
        await page.until(rf"Applied: {re.escape(codebook_of(study).label(decision.code))}")
        after = await page.picture()
        (tmp_path / "accepted.png").write_bytes(after)
        assert (decision.action, decision.rank, decision.transcript) == (Action.APPLY, 1, "uk-local-environment")

        for picture in (before, after):
            width, height = unpack(">II", picture[16:24])
            assert width * height > 500_000
            assert await page.colours(picture) > 50
        assert before != after
        assert await page.evaluate("document.title") == f"{study.title} · fgcoder"
        assert await page.evaluate("document.fonts.check('16px \"Roboto Mono\"')")
        assert await page.evaluate("location.href") == f"{address.origin()}/", "the secret is not left where it is seen"
        assert await page.evaluate("document.cookie") == "", "nor where a script could read it"
        assert page.complaints == []

        await page.press("q", 81, "q")
        await page.until_true("document.activeElement?.matches('.closed a')")
        await page.press("Enter", 13, "\r")
        await page.until_true("document.activeElement?.matches('.xterm-helper-textarea')")
        await page.until(r"\b1 coding\b")

        assert {URL(one).authority for one in page.requests if not one.startswith("data:")} == {address.authority}
        assert sum(URL(one).path == "/ws" for one in page.requests) == 2
    assert made(ranked_copy) == [decision]
