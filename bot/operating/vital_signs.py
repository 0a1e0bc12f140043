"""Answers /metrics and /healthz on this machine alone, from a thread that goes on when the event loop does not."""

from __future__ import annotations

import threading
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from bot.operating.health import Health
    from bot.operating.metrics import Metrics


def serve(port: int, metrics: Metrics, health: Health) -> Callable[[], None]:
    """Answer on this port of the loopback address, and give what ends it.

    ``/healthz`` is 200 while all is well, and else 503 with a line for each part that is ill.

    Raises:
        ServingError: The port is taken.
    """
    counts = metrics.wsgi_app()

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/healthz":
            return counts(environ, start_response)
        ailing = health.ailing
        lines = [f"{part} has not worked for {seconds} s" for part, seconds in sorted(ailing.items())] or ["well"]
        start_response("503 Service Unavailable" if ailing else "200 OK", [("Content-Type", "text/plain")])
        return ["".join(f"{line}\n" for line in lines).encode()]

    try:
        server = make_server("127.0.0.1", port, answer, _Server, _Quiet)
    except OSError as error:
        from bot.serving import ServingError  # noqa: PLC0415 - a bot that polls does not wait for a server

        raise ServingError(f"METRICS_PORT: cannot listen at {port} ({error.strerror}); name another") from error
    threading.Thread(target=server.serve_forever, name="vital signs", daemon=True).start()

    def stop() -> None:
        server.shutdown()
        server.server_close()

    return stop


class _Server(ThreadingMixIn, WSGIServer):
    """Lets nobody who is slow hold up the others."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    """Writes nothing to standard error."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""
