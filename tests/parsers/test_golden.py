"""Every sample in golden/ gives its parse, all of it and nothing else."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from types import ModuleType

import pytest


def _golden() -> ModuleType:
    """golden.py beside this file, which is a script and no package."""
    spec = importlib.util.spec_from_file_location("golden", Path(__file__).with_name("golden.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


golden = _golden()
SAMPLES = golden.samples()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_gives_its_golden_parse(sample):
    if (tool := golden.tool(sample)) and not shutil.which(tool):
        pytest.skip(f"没有 {tool}")
    wanted = json.loads(golden.golden(sample).read_text(encoding="utf-8"))
    assert golden.differences(golden.parse(sample), wanted) == []


def test_every_sample_has_its_golden_and_every_golden_its_sample():
    named = {path.name for path in golden.FOLDER.iterdir()} - {"README.md"}
    samples = {path.name for path in SAMPLES}
    assert named - samples == {f"{name}.json" for name in samples}


def test_the_samples_are_small():
    assert sum(path.stat().st_size for path in golden.FOLDER.iterdir()) < 3_000_000


def test_every_sample_is_told_of_in_the_readme():
    readme = (golden.FOLDER / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in SAMPLES if f"`{path.name}`" not in readme] == []


@pytest.mark.parametrize(
    ("seen", "wanted", "count"),
    [
        ({"text": "答复"}, {"text": "答复"}, 0),
        ({"text": "答复"}, {"text": "答覆"}, 1),
        ({"bbox": [1.0, 2.0]}, {"bbox": [2.5, 2.0]}, 0),
        ({"bbox": [1.0, 2.0]}, {"bbox": [9.0, 2.0]}, 1),
        ({"lines": [1]}, {"lines": [1, 2]}, 1),
        ({"a": None, "b": 1}, {"a": None}, 1),
    ],
)
def test_what_differs_is_named(seen, wanted, count):
    assert len(golden.differences(seen, wanted)) == count
