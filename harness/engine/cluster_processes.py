"""Dask's scheduler and worker without their HTTP servers, which would listen everywhere without TLS."""

from __future__ import annotations

from typing import Any

from distributed import Scheduler, Worker


class QuietScheduler(Scheduler):
    def start_http_server(self, *_: Any, **__: Any) -> None:
        """None."""


class QuietWorker(Worker):
    def start_http_server(self, *_: Any, **__: Any) -> None:
        """None."""

    async def close(self, *given: Any, **named: Any) -> Any:
        """Its lanes go with it."""
        from harness.engine.worker_task import OPENED

        try:
            return await super().close(*given, **named)
        finally:
            OPENED.close()
