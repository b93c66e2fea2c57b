"""A real server of the S3 protocol on this machine (moto's), with one bucket."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

BUCKET = "mingcha"
SECRET = "geheim-9f3a"  # must be found nowhere


@contextmanager
def bucket() -> Iterator[str]:
    """Its address, as campaign.toml has it; the keys lie in the environment."""
    import boto3
    from moto.server import ThreadedMotoServer

    from harness.store.far import far

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patched:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "mingcha",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }.items():
            patched.setenv(name, value)
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        far.cache_clear()
        try:
            yield f"s3://{BUCKET}"
        finally:
            server.stop()
            far.cache_clear()
