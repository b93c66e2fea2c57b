"""Where a campaign's files are read: in lanes on this machine, or on a cluster that campaign.toml names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from harness.casebook.remembered import judges
from harness.engine import Engine, open_lanes
from harness.store.errors import Unusable
from parsers import programs

if TYPE_CHECKING:
    from harness.engine.cluster import Seen


@contextmanager
def open_engine(address: str) -> Iterator[Engine]:
    """`address`: of a cluster's scheduler; empty: lanes. Whatever keeps a cluster from working is an
    `Unusable` of those jobs that wait for it: no file is at fault."""
    if not address:
        with open_lanes() as lanes:
            yield lanes
        return
    from harness.engine.cluster import open_cluster

    with open_cluster(address, version(), Unusable) as cluster:
        yield cluster


def version() -> str:
    """Machines of the same read and judge alike."""
    from harness.engine.cluster_settings import version_of

    return version_of(judges(), tuple(each.name for each in programs.installed()))


def looked(address: str, certificates: Path | None) -> list[Seen]:
    """The workers of a cluster. Unusable where it cannot be reached."""
    from harness.engine import cluster_settings as settings
    from harness.engine.cluster import CONNECT, workers_of
    from harness.engine.trust import NotTrusted, folder_of

    client = None
    try:
        client = settings.client(address, folder_of(certificates), CONNECT)
        return workers_of(settings.identity(client, CONNECT), version())
    except NotTrusted as wrong:
        raise Unusable(str(wrong)) from None
    except Exception as fault:  # noqa: BLE001  Dask and TLS have many
        if settings.is_refusal(fault):
            raise Unusable(f"“{address}”的证书核对不过，没有连接；两边的证书要同一次制作") from None
        raise Unusable(f"连不上“{address}”，请检查调度程序是否在运行、网络通不通") from None
    finally:
        if client is not None:
            settings.let_go(client)
