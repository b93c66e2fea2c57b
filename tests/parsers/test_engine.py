"""The two networks are asked as rapidocr asks them: what they answer is the same to the last digit."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
import rapidocr
from shapely.geometry import Polygon

from parsers.page import engine, ocr
from parsers.page.picture import decode
from parsers.page.regions import area_and_outline

sys.path.append(str(Path(__file__).parent))  # the letters beside this file
from worn_letters import FONTS, LETTERS, worn

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def theirs() -> rapidocr.RapidOCR:
    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Det.model_path": str(models / engine._DETECTOR),
            "Det.limit_type": "max",
            "Det.limit_side_len": engine.FINE_SIDE + engine.GRID,
            "Rec.model_path": str(models / engine._RECOGNISER),
            "Rec.rec_batch_num": 1,
        }
    )


@pytest.fixture(scope="module", params=["照片", "扫描 150 dpi，歪斜 5°"])
def picture(request) -> np.ndarray:
    (page,) = decode(worn(LETTERS[1], FONTS[1], request.param).data)
    return page.pixels


def shrunk(picture: np.ndarray) -> np.ndarray:
    """As the detector gets it."""
    scale = 1056 / max(picture.shape[:2])
    size = [round(edge * scale / engine.GRID) * engine.GRID for edge in picture.shape[1::-1]]
    return cv2.resize(picture[:, :, ::-1], size, interpolation=cv2.INTER_AREA)


def test_writing_is_found_where_rapidocr_finds_it(picture, theirs):
    small = shrunk(picture)
    found = engine.detector()(small)
    assert len(found) > 5
    assert np.array_equal(found, theirs._load_det_model()(small).boxes)


def test_a_line_is_read_as_rapidocr_reads_it(picture, theirs):
    from rapidocr.ch_ppocr_rec import TextRecInput

    lines = [ocr._cut(picture, quad)[:, :, ::-1] for quad in ocr._detected(picture)[:6]]
    lines += [lines[0][:, :40], np.full((20, 900, 3), 255, np.uint8)]  # a short one, an empty one
    for line in map(np.ascontiguousarray, lines):
        read = engine.recogniser()(line)
        known = theirs._load_rec_model()(TextRecInput(img=[line], return_word_box=True))
        assert (read.text, read.confidence) == (known.txts[0], known.scores[0])
        assert read.text == "" or list(read.each) == known.word_results[0].confs


def test_a_blank_picture_shows_no_writing():
    assert engine.detector()(np.full((64, 96, 3), 255, np.uint8)).shape == (0, 4, 2)


def test_a_box_measures_what_shapely_measures():
    chance = np.random.default_rng(7)
    for _ in range(500):
        middle, sides = chance.uniform(0, 2000, 2), chance.uniform(3, 900, 2)
        box = cv2.boxPoints((middle.tolist(), sides.tolist(), chance.uniform(-90, 90)))
        shape = Polygon(box)
        assert area_and_outline(box) == (shape.area, shape.length)
