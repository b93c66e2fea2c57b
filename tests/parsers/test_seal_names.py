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

from parsers.document import Seal, SealForm
from parsers.page.picture import Picture
from parsers.seals import ring, seal

PRESSED = [
    ("bilingual", "scan200", 7), ("special", "photo", 7), ("dark", "jpeg", 7), ("oval", "onebit", 2),
    ("oval", "fax", 2), ("oval", "grey", 4), ("faint", "grey", 2), ("emblem", "grey", 2),
]  # fmt: skip
UNPRESSED = [
    ("rosette", "scan200"), ("clock", "jpeg"), ("coin", "photo"), ("circled", "grey"), ("red_table", "scan150"),
]  # fmt: skip


def shown(page: Image.Image, dpi: float) -> Picture:
    return Picture(np.asarray(page.convert("RGB")), dpi)


class TestFound:
    @pytest.mark.parametrize(("kind", "damage", "seed"), PRESSED)
    def test_a_seal_is_found_within_a_few_points(self, kind, damage, seed):
        sample = seal_corpus.with_seal(kind, damage, seed)
        found = seal.search(Picture(sample.pixels, sample.dpi)).seals
        assert len(found) == len(sample.seals)
        for truth in sample.seals:
            assert any(math.dist(one.bbox, truth.box) < 8 for one in found)

    @pytest.mark.parametrize(("kind", "damage"), UNPRESSED)
    def test_what_is_round_is_not_yet_a_seal(self, kind, damage):
        sample = seal_corpus.without(kind, damage, 7)
        assert seal.search(Picture(sample.pixels, sample.dpi)).seals == ()


class TestFaint:
    @pytest.mark.parametrize("damage", ["scan200", "scan150", "photo", "clean"])
    @pytest.mark.parametrize("strength", [0.15, 0.25])
    def test_a_faint_seal_is_found_in_colour(self, strength, damage):
        sample = seal_corpus.paled(strength, damage, 7)
        assert len(seal.search(Picture(sample.pixels, sample.dpi)).seals) == 1

    @pytest.mark.parametrize("strength", [0.2, 0.25, 0.3, 0.35])
    @pytest.mark.parametrize("seed", [7, 8])
    def test_a_faint_seal_in_a_coarse_colour_jpeg_is_never_none(self, strength, seed):
        sample = seal_corpus.paled(strength, "jpeg", seed)
        search = seal.search(Picture(sample.pixels, sample.dpi))
        assert search.seals or search.doubtful

    @pytest.mark.parametrize("damage", ["scan200", "photo", "jpeg", "clean"])
    @pytest.mark.parametrize("kind", ["nothing", "heading", "urgent"])
    def test_headings_and_urgent_stamps_leave_no_doubt(self, kind, damage):
        sample = seal_corpus.without(kind, damage, 7)
        search = seal.search(Picture(sample.pixels, sample.dpi))
        assert (search.seals, search.doubtful) == ((), False)


class TestWithoutStar:
    """Where there is no star the ring must be written on, and by the ring's own writing."""

    @pytest.mark.parametrize("damage", ["scan200", "photo"])
    def test_an_oval_seal_is_found(self, damage):
        sample = seal_corpus.with_seal("oval", damage, 1)
        assert len(seal.search(Picture(sample.pixels, sample.dpi)).seals) == len(sample.seals)

    def test_a_line_of_print_under_the_top_of_a_circle_is_not_its_writing(self):
        sample = seal_corpus.without("circled", "scan150", 1)
        assert seal.search(Picture(sample.pixels, sample.dpi)).seals == ()

    def test_an_ornament_that_reads_as_one_letter_over_and_over_is_not_written_on(self):
        sample = seal_corpus.without("rosette", "photo", 1)
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

    def test_a_name_is_read_through_the_dull_colours_of_a_photograph(self):
        sample = seal_corpus.with_seal("star", "photo", 2)
        shown_page = Picture(sample.pixels, sample.dpi)
        names = [one.name for one in ring.named(shown_page, seal.search(shown_page).seals)]
        assert sample.seals[1].look.name in names

    def test_a_signature_that_was_not_seen_has_no_name_to_read(self, letter_picture):
        page = shown(letter_picture(72), 72)
        unseen = (Seal((60, 100, 180, 220), form=SealForm.DIGITAL_SIGNATURE, colour=None),)
        assert ring.named(page, unseen) == unseen

    def test_plain_paper_has_no_name(self, letter_picture):
        page = shown(letter_picture(72), 72)
        assert ring.named(page, (Seal((60, 680, 180, 800)),))[0].name is None

    def test_a_seal_without_a_place_is_left_alone(self, letter_picture):
        page = shown(letter_picture(72), 72)
        assert ring.named(page, (Seal(None),)) == (Seal(None),)
