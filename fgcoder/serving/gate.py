"""Who may see a served study: the one who has the address that was printed, and no page of anybody else's.

A port on this machine is open to every program and every user on it, and to each web page that is open in a browser:
a page may connect to `ws://localhost`, or let its own name resolve to 127.0.0.1. textual-serve checks none of this, and
no middleware that is kept up does all of it for aiohttp, so it is done here, in one place that can be read whole.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from secrets import compare_digest, token_hex, token_urlsafe
from urllib.parse import urlsplit

from aiohttp import hdrs, web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

TOKEN = "token"
"""What the secret is called in the printed address."""
ENTRANCE = """\
<!DOCTYPE html>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=/">
<link rel="icon" href="data:,">
<title>fgcoder</title>
<p><a href="/">Open the study</a></p>
"""
"""Sent with the cookie. A page that goes on by itself, and no redirect: the browser holds a redirect to be the doing of
whatever linked here, a chat or a file on disk, and leaves out a cookie that is `SameSite=Strict`."""


@dataclass(frozen=True)
class Gate:
    """What is asked of each request before it is answered."""

    host: str
    """The host that is listened on."""
    others: bool = False
    """Whether other machines may come in; without it no name but this machine's for itself is answered to."""
    token: str = field(default_factory=lambda: token_urlsafe(32), repr=False)
    """The secret in the printed address; whoever has it comes in for as long as the server runs."""
    cookie: str = field(default_factory=lambda: f"fgcoder-{token_hex(4)}")
    """The name it is kept under; browsers tell hosts apart but not ports, so each server needs one of its own."""

    def address(self, port: int) -> str:
        """Give the address to open."""
        host = socket.gethostname() if self.host in ("", "0.0.0.0", "::") else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/?{TOKEN}={self.token}"

    def guard(self, app: web.Application) -> None:
        """Put the gate before everything that the app answers."""
        app.middlewares.append(self.check)
        app.on_response_prepare.append(self.shield)

    @web.middleware
    async def check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer 403 to whoever was not invited, and hand out the cookie to who comes with the token."""
        if not self.answers_to(request.host):
            raise web.HTTPForbidden(text="Nothing is served under this name.")
        origin = request.headers.get(hdrs.ORIGIN)
        connects = request.headers.get(hdrs.UPGRADE) is not None
        if origin != f"http://{request.host}" and (connects or origin is not None):
            raise web.HTTPForbidden(text="Another site has no business here.")
        if request.path == "/" and self._is_token(request.query.get(TOKEN)):
            entrance = web.Response(text=ENTRANCE, content_type="text/html")
            entrance.set_cookie(self.cookie, self.token, path="/", httponly=True, samesite="Strict")
            return entrance
        if not self._is_token(request.cookies.get(self.cookie)):
            raise web.HTTPForbidden(text="Open the whole address that `fgcoder serve` printed, with its token.")
        return await handler(request)

    async def shield(self, request: web.Request, response: web.StreamResponse) -> None:
        """Tell the browser to load nothing from elsewhere, and to let no other page look in."""
        # xterm.js writes its colours into style elements; WebSockets are named since not every browser takes them
        # for 'self'. The header must not carry what a stranger has sent.
        sockets = f" ws://{request.host}" if self.answers_to(request.host) else ""
        response.headers["Content-Security-Policy"] = (
            f"default-src 'self'; connect-src 'self'{sockets}; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'"
        )
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-cache"

    def answers_to(self, host: str) -> bool:
        """Whether a request's `Host` is a name that this server goes by.

        The port is left out of account: a tunnel (`ssh -L`) may have another at its near end. Where others may come in,
        any number will do, for a name that is made to resolve to this machine is not a number.
        """
        try:
            parts = urlsplit(f"//{host}")
            name = parts.hostname if parts.port is None or parts.port else None
        except ValueError:
            return False
        if name is None or "@" in host:
            return False
        if is_loopback(name):
            return True
        return self.others and (_is_number(name) or name in {self.host.lower(), *_own_names()})

    def _is_token(self, given: str | None) -> bool:
        return given is not None and compare_digest(given.encode(), self.token.encode())


def is_loopback(host: str) -> bool:
    """Whether a host can be reached from this machine alone."""
    if host == "localhost":
        return True
    return _is_number(host) and ipaddress.ip_address(host).is_loopback


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _own_names() -> set[str]:
    own = socket.gethostname().lower()
    return {own, f"{own}.local"}
