"""Serving an ASGI application inside the event loop of whoever asks: on loopback, unless told."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.address import HOST, PortTaken


class _Server(uvicorn.Server):
    """Says when it is ready; `started` alone would have to be asked again and again."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.leaving = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are for whoever started this server."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        """Leave at once when told to, where uvicorn looks every tenth of a second."""
        await self.leaving.wait()


@asynccontextmanager
async def serving(app: ASGIApp, port: int = 0, host: str = HOST) -> AsyncIterator[str]:
    """Serve `app`, and give its base URL without a slash at the end; port 0 takes a free one.

    Raises PortTaken.
    """
    listening = _bound(host, port)
    # No access log, and no word of errors: a path may hold a token.
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
        ws="none",
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve([listening]))
    try:
        await server.ready.wait()
        yield f"http://{host}:{listening.getsockname()[1]}"
    finally:
        server.leaving.set()
        await task
        listening.close()


def _bound(host: str, port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise PortTaken(f"port {port} of {host} is taken, or not ours to listen on") from None
    return listening
