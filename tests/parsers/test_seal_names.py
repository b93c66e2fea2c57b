"""Seals of many makes on damaged pages, and the names that their rings say."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

import seal_corpus

from parsers import ring, seal
from parsers.document import Seal
from parsers.picture import Picture

PRESSED = [("bilingual", "scan200"), ("special", "photo"), ("dark", "jpeg")]
UNPRESSED = [("rosette", "scan200"), ("clock", "jpeg"), ("coin", "photo")]


def shown(page: Image.Image, dpi: float) -> Picture:
    return Picture(np.asarray(page.convert("RGB")), dpi)


class TestFound:
    @pytest.mark.parametrize(("kind", "damage"), PRESSED)
    def test_a_seal_is_found_within_a_few_points(self, kind, damage):
        sample = seal_corpus.with_seal(kind, damage, 7)
        found = seal.search(Picture(sample.pixels, sample.dpi)).seals
        assert len(found) == len(sample.seals)
        for truth in sample.seals:
            assert any(math.dist(one.bbox, truth.box) < 8 for one in found)

    @pytest.mark.parametrize(("kind", "damage"), UNPRESSED)
    def test_what_is_round_is_not_yet_a_seal(self, kind, damage):
        sample = seal_corpus.without(kind, damage, 7)
        assert seal.search(Picture(sample.pixels, sample.dpi)).seals == ()


class TestNames:
    @pytest.mark.parametrize("name", ["演江市演练水利局", "寅江县演练住房和城乡建设局"])
    def test_the_name_is_the_ring_s_text_alone(self, letter_picture, seal_of, stamped, name):
        page = shown(stamped(letter_picture(150), seal_of(name, 248), 150), 150)
        (found,) = ring.named(page, seal.search(page).seals)
        assert found.name == name
        assert 0.85 <= found.name_confidence < 1

    def test_a_turned_seal_is_read_from_where_its_name_begins(
        self, letter_picture, seal_of, stamped
    ):
        turned = seal_of("演江市演练水利局", 248).rotate(25, resample=Image.Resampling.BICUBIC)
        page = shown(stamped(letter_picture(150), turned, 150), 150)
        (found,) = ring.named(page, seal.search(page).seals)
        assert found.name == "演江市演练水利局"

    def test_a_name_that_is_known_already_stays(self, letter_picture):
        page = shown(letter_picture(72), 72)
        known = (Seal((300, 600, 400, 700), name="演江市演练局"),)
        assert ring.named(page, known) == known

    def test_plain_paper_has_no_name(self, letter_picture):
        page = shown(letter_picture(72), 72)
        assert ring.named(page, (Seal((60, 680, 180, 800)),))[0].name is None

    def test_a_seal_without_a_place_is_left_alone(self, letter_picture):
        page = shown(letter_picture(72), 72)
        assert ring.named(page, (Seal(None),)) == (Seal(None),)
