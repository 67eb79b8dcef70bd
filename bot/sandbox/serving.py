"""Serving an ASGI application on a loopback port, inside the event loop of whoever asks."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

HOST = "127.0.0.1"


class PortTaken(Exception):
    """Something else listens there; the sentence says which port."""


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
async def serving(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve `app`, and give its base URL without a slash at the end; port 0 takes a free one.

    Raises PortTaken.
    """
    listening = _bound(port)
    config = uvicorn.Config(
        app, lifespan="off", log_level="critical", timeout_graceful_shutdown=1, ws="none"
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve([listening]))
    try:
        await server.ready.wait()
        yield f"http://{HOST}:{listening.getsockname()[1]}"
    finally:
        server.leaving.set()
        await task
        listening.close()


def _bound(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError:
        listening.close()
        raise PortTaken(f"port {port} is taken: try another one with --port") from None
    return listening
