"""`fgcoder serve` as a stranger meets it: real requests to the real server, in a process of its own."""

from __future__ import annotations

import asyncio
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyte
import pytest
from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError
from yarl import URL

PATIENCE = 60.0
"""Seconds after which a server that does not answer is taken for hung."""
STRANGE_NAMES = [
    *("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.7"),
    *("::", "x@localhost", "localhost:x", ""),
]


class Served:
    """A server that is up, and what it said."""

    def __init__(self, study: Path, *options: str) -> None:
        command = [
            sys.executable,
            "-m",
            "fgcoder",
            "-C",
            str(study),
            "--coder",
            "ana",
            "serve",
            "--port",
            "0",
            *options,
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        line = self.process.stdout.readline().decode() if ready else ""
        if not line:
            self.process.kill()
            raise AssertionError(f"it never came up: {self.process.communicate()[1].decode()}")
        self.entrance = URL(line.strip())
        """The address that was printed."""
        self.base = self.entrance.origin()
        self.socket = self.base.with_scheme("ws") / "ws"

    def programs(self) -> set[int]:
        """The processes it has started that are still there."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return set(map(int, listed.split()))

    def end(self, how: int = signal.SIGINT) -> tuple[int, str, str]:
        """End it; give its exit code, and what it wrote after the address."""
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out.decode(), err.decode()

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


Serve = Callable[..., Served]


@pytest.fixture
def serve(study: Path) -> Iterator[Serve]:
    servers: list[Served] = []

    def start(*options: str) -> Served:
        servers.append(Served(study, *options))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


async def let_in(server: Served, visitor: ClientSession) -> None:
    async with visitor.get(server.entrance) as answer:
        assert answer.status == 200


def visitor() -> ClientSession:
    """Give a browser without a screen: it keeps cookies, those of numbered hosts too."""
    from aiohttp import CookieJar

    return ClientSession(cookie_jar=CookieJar(unsafe=True))


async def test_only_the_printed_address_opens(serve: Serve):
    server = serve()
    async with visitor() as browser:
        for path in ("/", "/?token=", "/?token=wrong", "/?token=%C3%A9", "/ws", "/static/js/textual.js", "/download/x"):
            async with browser.get(server.base.join(URL(path))) as answer:
                said = await answer.text()
                assert (answer.status, "printed" in said) == (403, True), path
        with pytest.raises(WSServerHandshakeError) as refusal:
            await browser.ws_connect(server.socket, origin=str(server.base))
        assert refusal.value.status == 403
        assert len(browser.cookie_jar) == 0
        assert server.programs() == set()

        async with browser.get(server.entrance) as answer:
            (cookie,) = answer.cookies.values()
            assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
            assert [cookie[limit] for limit in ("max-age", "expires", "domain")] == ["", "", ""]
            assert server.entrance.query["token"] not in await answer.text()
        async with browser.get(server.base) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
            assert server.entrance.query["token"] not in await answer.text()
    assert len(server.entrance.query["token"]) >= 43, "256 bits"


async def test_each_server_has_a_secret_and_a_cookie_of_its_own(serve: Serve):
    """Browsers send a host's cookies to each of its ports."""
    one, other = serve(), serve()
    async with visitor() as browser:
        await let_in(one, browser)
        async with browser.get(other.base) as answer:
            assert answer.status == 403
        await let_in(other, browser)
        for server in (one, other):
            async with browser.get(server.base) as answer:
                assert answer.status == 200


@pytest.mark.parametrize("name", STRANGE_NAMES)
async def test_a_name_that_is_made_to_resolve_to_this_machine_is_refused(serve_once: Served, name: str):
    async with visitor() as browser:
        await let_in(serve_once, browser)
        for target in (serve_once.base, serve_once.entrance):
            async with browser.get(target, headers={"Host": name and f"{name}:{serve_once.base.port}"}) as answer:
                assert answer.status == 403
                assert "Set-Cookie" not in answer.headers
                assert name not in answer.headers["Content-Security-Policy"] or not name


async def test_names_of_this_machine_are_answered_to_also_through_a_tunnel(serve_once: Served):
    async with visitor() as browser:
        await let_in(serve_once, browser)
        for name in ("localhost", "127.0.0.1", "[::1]"):
            async with browser.get(serve_once.base, headers={"Host": f"{name}:9999"}) as answer:
                assert answer.status == 200
                assert f'"ws://{name}:9999/ws"' in await answer.text()
                assert f"ws://{name}:9999;" in answer.headers["Content-Security-Policy"]


@pytest.fixture(scope="module")
def serve_once(ranked_study: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for what only asks."""
    import shutil

    server = Served(shutil.copytree(ranked_study, tmp_path_factory.mktemp("served") / "study"))
    yield server
    server.close()


async def test_pages_of_others_cannot_connect(serve_once: Served):
    """Neither a site on the web nor one on another port of this machine, though its requests carry our cookie."""
    port = serve_once.base.port
    origins = [
        "https://evil.example",
        f"http://localhost:{port}",
        "http://127.0.0.1:1",
        f"https://127.0.0.1:{port}",
        "null",
        None,
    ]
    async with visitor() as browser:
        await let_in(serve_once, browser)
        for origin in origins:
            with pytest.raises(WSServerHandshakeError) as refusal:
                await browser.ws_connect(serve_once.socket, origin=origin)
            assert refusal.value.status == 403, origin
            if origin is not None:
                async with browser.get(serve_once.base, headers={"Origin": origin}) as answer:
                    assert answer.status == 403
    assert serve_once.programs() == set()


async def test_nothing_is_loaded_from_elsewhere(serve_once: Served):
    outside = re.compile(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}[^\s\"')]*")
    async with visitor() as browser:
        await let_in(serve_once, browser)
        async with browser.get(serve_once.base) as answer:
            page = await answer.text()
            policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self';" in policy
        assert "script" not in policy, "scripts are what `default-src` says"
        assert set(re.findall(r"\w+://[^ ;]+", policy)) == {f"ws://{serve_once.base.authority}"}
        parts = re.findall(r'(?:src|href)="([^"]+)"', page)
        assert len(parts) > 4
        assert re.findall(outside, page) == []
        loaded = [part for part in parts if not part.startswith("data:") and part != "/"]
        for part in loaded:
            async with browser.get(serve_once.base.join(URL(part))) as answer:
                assert answer.status == 200, part
                assert answer.headers["Content-Security-Policy"] == policy
                content = await answer.read()
            if part.endswith(".css"):
                style = re.sub(r"/\*.*?\*/", "", content.decode(), flags=re.DOTALL)
                assert re.findall(outside, style) == []
                assert "@import" not in style
                inner = [serve_once.base.join(URL(part)).join(URL(url)) for url in re.findall(r'url\("(.+?)"\)', style)]
                for url in inner:
                    async with browser.get(url) as answer:
                        assert answer.status == 200, url
            elif part.endswith(".js"):
                assert re.findall(rb"https?://[\w.-]+", content) == []


async def test_a_page_has_a_program_for_as_long_as_it_is_open(serve: Serve):
    server = serve("uk-local-environment", "--blind")
    async with visitor() as browser:
        await let_in(server, browser)
        async with browser.ws_connect(f"{server.socket}?width=100&height=30", origin=str(server.base)) as page:
            seen = b""
            async with asyncio.timeout(PATIENCE):
                while b"uk-local-environment" not in seen:
                    message = await page.receive()
                    assert message.type is WSMsgType.BINARY
                    seen += message.data
            (program,) = server.programs()
            line = Path(f"/proc/{program}/cmdline").read_bytes().decode().split("\0")[:-1]
        of_study = line.index("-C")
        assert line[of_study + 2 :] == ["--coder", "ana", "code", "--blind", "--", "uk-local-environment"]
        assert Path(line[of_study + 1]).is_absolute()
        until(lambda: server.programs() == set())


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda how: how.name)
async def test_ending_the_server_ends_its_programs_and_says_goodbye(serve: Serve, how: signal.Signals):
    server = serve()
    async with visitor() as browser:
        await let_in(server, browser)
        async with browser.ws_connect(server.socket, origin=str(server.base)) as page:
            await page.receive(timeout=PATIENCE)
            programs = server.programs()
            server.process.send_signal(how)
            async with asyncio.timeout(PATIENCE):
                while not (message := await page.receive()).type.name.startswith("CLOS"):
                    assert message.type is WSMsgType.BINARY
    code, out, err = server.end(0)
    assert (code, out) == (0, ""), err
    assert "Traceback" not in err
    assert server.entrance.query["token"] not in err
    assert len(programs) == 1
    assert not any(Path(f"/proc/{program}").exists() for program in programs)


async def test_a_program_that_was_killed_closes_its_page(serve: Serve):
    import os

    server = serve()
    async with visitor() as browser:
        await let_in(server, browser)
        async with browser.ws_connect(server.socket, origin=str(server.base)) as page:
            await page.receive(timeout=PATIENCE)
            (program,) = server.programs()
            os.kill(program, signal.SIGKILL)
            async with asyncio.timeout(PATIENCE):
                while (await page.receive()).type is WSMsgType.BINARY:
                    pass
            assert page.closed


async def test_what_is_saved_in_the_page_is_given_to_no_other(serve: Serve):
    """A picture of the screen shows a transcript."""
    server = serve("uk-local-environment", "--blind")
    async with visitor() as browser, visitor() as stranger:
        await let_in(server, browser)
        async with browser.ws_connect(f"{server.socket}?width=100&height=30", origin=str(server.base)) as page:
            # The list of all actions names this one too: Enter must wait until it is the only one left.
            waits = [(("uk-local-environment",), "\x10"), (("Search",), "screenshot")]
            waits += [(("🔎 screenshot", "Save an SVG"), "\r")]
            screen = pyte.Screen(100, 30)
            stream = pyte.ByteStream(screen)
            async with asyncio.timeout(PATIENCE):
                while (message := await page.receive()).type is WSMsgType.BINARY:
                    stream.feed(message.data)
                    while waits and is_shown(waits[0][0], screen):
                        await page.send_json(["stdin", waits.pop(0)[1]])
            assert message.type is WSMsgType.TEXT
            what, key = message.json()
            assert what == "deliver_file_start"
            picture = server.base / "download" / key
            async with stranger.get(picture) as answer:
                assert answer.status == 403
            async with browser.get(picture) as answer:
                assert answer.status == 200
                assert (await answer.text()).startswith("<svg")
                policy = answer.headers["Content-Security-Policy"]
                assert policy.startswith("default-src 'self';"), "the picture names a font on the web"


def is_shown(texts: Iterable[str], screen: pyte.Screen) -> bool:
    """Say whether all of some texts stand on the screen as it is now."""
    return all(any(text in line for line in screen.display) for text in texts)


def until(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.05)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_other_machines_are_kept_out_unless_let_in(fgcoder, study: Path, host: str):
    ran = fgcoder("-C", study, "serve", "--host", host)
    assert (ran.code, ran.out) == (2, "")
    assert "personal data" in ran.err
    assert "ssh -L" in ran.err
    assert "--allow-others" in ran.err


def test_letting_others_in_takes_an_address_they_can_reach(fgcoder, study: Path):
    ran = fgcoder("-C", study, "serve", "--allow-others")
    assert (ran.code, ran.out) == (2, "")
    assert "--host" in ran.err


async def test_others_who_are_let_in_need_the_address_too(serve: Serve):
    server = serve("--host", "0.0.0.0", "--allow-others")
    assert server.entrance.host == socket.gethostname().lower()
    at = URL.build(scheme="http", host="127.0.0.1", port=server.entrance.port)
    async with visitor() as browser:
        async with browser.get(at) as answer:
            assert answer.status == 403
        async with browser.get(at.join(server.entrance.relative())) as answer:
            assert answer.status == 200
        for name, status in (("192.0.2.1", 200), (socket.gethostname(), 200), ("evil.example", 403)):
            async with browser.get(at, headers={"Host": f"{name}:{at.port}"}) as answer:
                assert answer.status == status, name
    assert "Other machines may come in" in server.end()[2]


def test_a_port_that_is_taken_is_told(fgcoder, study: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = fgcoder("-C", study, "serve", "--port", taken.getsockname()[1])
    assert (ran.code, ran.out) == (2, "")
    assert "--port 0" in ran.err


def test_a_transcript_that_is_not_there_is_told_before_anything_is_served(fgcoder, study: Path):
    ran = fgcoder("-C", study, "serve", "nowhere", "--port", "0")
    assert (ran.code, ran.out) == (2, "")
    assert "nowhere" in ran.err


def test_the_page_is_opened_without_telling_the_secret_to_all(serve: Serve, study: Path, tmp_path: Path, monkeypatch):
    """What is on a command line can be read by every user of the machine."""
    told, browser = tmp_path / "told", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {told}.part && mv {told}.part {told}\n', encoding="utf-8")
    browser.chmod(0o700)
    monkeypatch.setenv("BROWSER", str(browser))
    server = serve("--open")
    until(told.exists)
    url = URL(told.read_text(encoding="utf-8").strip())
    file = Path(url.path)
    assert url.scheme == "file"
    assert file.parent == study / ".fgcoder"
    assert file.stat().st_mode & 0o077 == 0
    assert str(server.entrance) in file.read_text(encoding="utf-8")
    assert server.end()[0] == 0
    assert not file.exists()
