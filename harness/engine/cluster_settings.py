"""How this program uses Dask: TLS both ways or not at all, nothing listening that nobody needs, times with
an end. The one place that knows Dask's own names.

A worker offers a resource that is named by its version of the program, as many as it has lanes: whatever is
of another version is given nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import ssl
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.engine.trust import CLIENT, ROLES, NotTrusted, files_for

_PREFIX = "mingcha-"
_MISSING = '用集群阅读需要另装一组软件包：pip install "mingcha[cluster]"'
# seconds without a word, after which a machine is given up; to be more where lines are slow
SILENCE = max(2.0, float(os.environ.get("MINGCHA_CLUSTER_SECONDS") or 30))
GATHER = SILENCE  # to fetch results


def resource(version: str) -> str:
    return f"{_PREFIX}{version}"


def version_of(judges: str, programs: tuple[str, ...]) -> str:
    """Of the program, and of which programs for reading there are: with others it would read otherwise."""
    other = hashlib.sha256("\n".join(sorted(programs)).encode()).hexdigest()
    return f"{judges[:16]}-{other[:8]}"


def unfit(resources: Mapping[str, Any], version: str) -> str:
    """Why a worker is not used, in Chinese; empty where it is."""
    if resource(version) in resources:
        return ""
    ours = [each.removeprefix(_PREFIX) for each in resources if each.startswith(_PREFIX)]
    if not ours:
        return "不是用 mingcha cluster worker 启动的"
    if ours[0].partition("-")[0] == version.partition("-")[0]:
        return "装的外部程序（LibreOffice、antiword 等）与本机不同"
    return "明察或所用程序库的版本与本机不同，请装同一版本"


def configure() -> None:
    """For this process; NotTrusted with the extra to install where Dask is not here."""
    try:
        import dask
    except ImportError:
        raise NotTrusted(_MISSING) from None
    dask.config.set(
        {
            "distributed.comm.require-encryption": True,
            "distributed.comm.timeouts.connect": f"{SILENCE / 2}s",
            # ten looks of the kernel's, a second each, are the least that Dask takes
            "distributed.comm.timeouts.tcp": f"{max(12.0, SILENCE / 2)}s",
            "distributed.comm.retry.count": 0,
            "distributed.scheduler.allowed-failures": 1,
            "distributed.scheduler.worker-ttl": f"{SILENCE}s",
            "distributed.scheduler.work-stealing": True,
            "distributed.scheduler.dashboard.status.task-stream-length": 1,
            "distributed.worker.memory.target": False,
            "distributed.worker.memory.spill": False,
            "distributed.worker.memory.pause": False,
            "distributed.worker.memory.terminate": 0.95,
            "distributed.worker.multiprocessing-method": "spawn",
            "distributed.worker.daemon": True,
            "distributed.diagnostics.nvml": False,
        }
    )
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise NotTrusted(_MISSING) from None
    for name in ("distributed", "distributed.client", "tornado", "tornado.application", "bokeh"):
        logger = logging.getLogger(name)
        logger.handlers.clear()  # what users hear of it is ours, and Chinese
        logger.propagate = True


def security(role: str, folder: Path) -> Any:
    from distributed.security import Security

    ca, own = files_for(role, folder)
    given = {f"tls_{role}_{kind}": str(own) for kind in ("cert", "key")}
    # of the other roles it has none: it can be nothing else
    return Security(  # type: ignore[no-untyped-call]
        require_encryption=True,
        tls_ca_file=str(ca),
        tls_min_version=ssl.TLSVersion.TLSv1_3,
        **given,
        **{
            f"tls_{each}_{kind}": None for each in ROLES if each != role for kind in ("cert", "key")
        },
    )


def client(address: str, certificates: Path, timeout: float) -> Any:
    configure()
    if not address.startswith("tls://"):
        raise NotTrusted(f"“{address}”不加密，没有连接；调度程序的地址应以 tls:// 开头")
    from distributed import Client

    return Client(  # type: ignore[no-untyped-call]
        address,
        security=security(CLIENT, certificates),
        timeout=timeout,
        set_as_default=False,
        name="mingcha",
        # of what a worker has made no pickle is opened here: bytes are all that a job answers
        deserializers=["dask", "msgpack"],
    )


def is_refusal(fault: BaseException | None) -> bool:
    """Whether TLS said no: that does not change by waiting."""
    while fault is not None:
        if isinstance(fault, ssl.SSLError) or "ALERT" in str(fault) or "CERTIFICATE" in str(fault):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def gather(client: Any, futures: Mapping[str, Any]) -> dict[str, Any]:
    """The results; None for one that has none any more."""
    found = client.sync(
        client._gather, dict(futures), errors="skip", direct=False, callback_timeout=GATHER
    )
    return dict(found)


def identity(client: Any, timeout: float) -> Mapping[str, Any]:
    told = client.sync(client.scheduler.identity, n_workers=-1, callback_timeout=timeout)
    result: Mapping[str, Any] = told
    return result


def was_killed(future: Any) -> str | None:
    """The worker that died over it; None where it ended otherwise."""
    from distributed.scheduler import KilledWorker

    fault = _fault(future)
    if not isinstance(fault, KilledWorker):
        return None
    last = fault.last_worker
    return str(getattr(last, "name", "") or getattr(last, "address", last))


def told_of(future: Any) -> str:
    fault = _fault(future)
    return f"{type(fault).__name__}: {fault}"


def _fault(future: Any) -> BaseException | None:
    try:
        found: BaseException | None = future.exception(timeout=GATHER)
    except Exception as other:  # noqa: BLE001
        return other
    return found


def let_go(client: Any) -> None:
    """A client that may hang while it says goodbye is not waited for."""

    def close() -> None:
        with contextlib.suppress(Exception):
            client.close(timeout=2)

    thread = threading.Thread(target=close, name="cluster goodbye", daemon=True)
    thread.start()
    thread.join(3)
