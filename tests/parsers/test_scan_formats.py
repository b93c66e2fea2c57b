"""Every picture that comes is read as what it shows: every shade, every frame, as far as it goes."""

from __future__ import annotations

import io
import warnings

import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsers import claimants, pages, read
from parsers.document import SEAL, TEXT, TextFrom
from parsers.formats import picture_media
from parsers.page import picture
from parsers.parser import Unreadable


def drawing(number: int = 0, size: tuple[int, int] = (300, 400)) -> Image.Image:
    """Strokes that differ from page to page."""
    page = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(page)
    chance = np.random.default_rng(number)
    for x, y in (chance.random((60, 2)) * (size[0] - 60, size[1] - 30) + 20).astype(int).tolist():
        pen.rectangle((x, y, x + 25, y + 4), fill="black")
    return page


def saved(page: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    page.save(out, kind, **how)
    return out.getvalue()


def shown(data: bytes) -> list[np.ndarray]:
    return [frame.pixels for frame in picture.frames(data, torn=True)]


@pytest.mark.parametrize(
    ("kind", "media"),
    [("WEBP", "webp"), ("JPEG2000", "jp2"), ("JPEG", "jpg"), ("PNG", "png"), ("TIFF", "tif"), ("GIF", "png"), ("BMP", "png")],
)  # fmt: skip
def test_a_picture_is_known_by_its_bytes_and_shown(kind, media):
    data = saved(drawing(), kind)
    assert (picture_media(data), len(claimants(data))) == (media, 1)
    (pixels,) = shown(data)
    assert np.abs(pixels.astype(int) - np.asarray(drawing())).mean() < 12


def test_the_bare_codestream_of_jpeg_2000_is_known_too():
    data = saved(drawing(), "JPEG2000", no_jp2=True)
    assert picture_media(data) == "jp2"
    assert len(shown(data)) == 1


def test_a_sound_file_in_the_same_container_is_no_picture():
    assert picture_media(b"RIFF\x10\x00\x00\x00WAVEfmt ") is None


class TestShades:
    GREY = np.asarray(drawing().convert("L"), np.float64)
    GREY = GREY * 0.6 + 40  # neither black nor white

    @pytest.mark.parametrize("white", [1023, 4095, 65535])
    @pytest.mark.parametrize("kind", ["PNG", "TIFF"])
    def test_deep_grey_is_scaled_and_not_cut(self, white, kind):
        deep = (self.GREY / 255 * white).astype(np.uint16)
        deep[0, 0] = white
        (pixels,) = shown(saved(Image.fromarray(deep), kind))
        assert np.abs(pixels[1:, :, 0] - self.GREY[1:]).max() < 2

    @pytest.mark.parametrize("kind", [np.int32, np.float32])
    def test_so_are_whole_and_broken_numbers(self, kind):
        deep = (self.GREY * 257).astype(np.int32) if kind is np.int32 else self.GREY / 255
        deep = deep.astype(kind)
        deep[0, 0], deep[0, 1] = (65535 if kind is np.int32 else 1), 0
        (pixels,) = shown(saved(Image.fromarray(deep), "TIFF"))
        assert np.abs(pixels[1:, :, 0] - self.GREY[1:]).max() < 2

    def test_ink_mixed_of_four_colours_is_the_same_ink(self):
        (pixels,) = shown(saved(drawing().convert("CMYK"), "JPEG", quality=95))
        assert pixels[5, 5].min() > 240 and pixels.min() < 40

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
    def test_what_is_transparent_is_paper(self, kind):
        page = drawing().convert("RGBA")
        page.putalpha(
            Image.fromarray((np.asarray(drawing())[:, :, 0] < 128).astype(np.uint8) * 255)
        )
        how = {"lossless": True} if kind == "WEBP" else {}
        (pixels,) = shown(saved(page, kind, **how))
        assert pixels[5, 5].tolist() == [255, 255, 255] and pixels.min() < 20

    def test_a_palette_with_a_transparent_colour_is_on_paper(self):
        page = drawing().convert("P", palette=Image.Palette.ADAPTIVE)
        white = page.getpixel((2, 2))
        (pixels,) = shown(saved(page, "PNG", transparency=white))
        assert pixels[5, 5].tolist() == [255, 255, 255] and pixels.min() < 30

    def test_a_deep_picture_is_turned_by_what_it_says(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        deep = Image.fromarray(np.asarray(drawing().convert("L"), np.uint16) * 257)
        (pixels,) = shown(saved(deep, "PNG", exif=exif))
        assert pixels.shape[:2] == (300, 400)


class TestFrames:
    def test_a_preview_behind_a_photograph_is_no_page(self):
        page, small = drawing(size=(800, 1000)), drawing(size=(800, 1000)).resize((200, 250))
        data = saved(page, "MPO", save_all=True, append_images=[small])
        assert [one.shape[:2] for one in shown(data)] == [(1000, 800)]
        assert picture_media(data) == "jpg"

    def test_another_photograph_behind_it_is_one(self):
        data = saved(
            drawing(1, (400, 500)), "MPO", save_all=True, append_images=[drawing(2, (400, 500))]
        )
        assert len(shown(data)) == 2

    def test_a_smaller_photograph_of_something_else_is_one(self):
        data = saved(
            drawing(1, (800, 1000)), "MPO", save_all=True, append_images=[drawing(2, (400, 500))]
        )
        assert len(shown(data)) == 2

    @pytest.mark.parametrize("kind", ["TIFF", "WEBP", "GIF", "PNG"])
    def test_each_frame_is_a_page(self, kind):
        more = [drawing(2), drawing(3)]
        assert len(shown(saved(drawing(1), kind, save_all=True, append_images=more))) == 3

    def test_a_thumbnail_in_a_tiff_is_no_page(self):
        page = drawing(size=(800, 1000))
        data = saved(page, "TIFF", save_all=True, append_images=[page.resize((200, 250))])
        assert len(shown(data)) == 1

    def test_frames_beyond_the_limit_are_named(self, monkeypatch):
        monkeypatch.setattr(picture, "MAX_PAGES", 2)
        blank = Image.new("RGB", (60, 80), "white")
        data = saved(blank, "TIFF", save_all=True, append_images=[blank, blank, blank])
        document = read(data, "扫描.tif")
        assert [page.text_from for page in document.pages] == [TextFrom.OCR] * 2 + [TextFrom.NONE]
        (left,) = (one for one in document.unread if one.code == "page")
        assert "4幅" in left.what and set(left.touches) == {TEXT, SEAL}


class TestTorn:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "BMP"])
    def test_the_rows_that_came_are_shown_and_the_rest_is_named(self, kind):
        page = drawing(size=(300, 400))
        data = saved(page, kind)
        (whole,) = picture.frames(data, torn=True)
        (part,) = picture.frames(data[: len(data) * 2 // 3], torn=True)
        assert (whole.left, bool(part.left)) == ("", True)
        assert part.pixels.shape == whole.pixels.shape
        same = np.abs(part.pixels.astype(int) - whole.pixels).max(axis=(1, 2)) < 8
        assert 0.2 < same.mean() < 1
        assert part.pixels[~same].min() >= 0

    def test_a_picture_drawn_in_passes_is_shown_as_coarse_as_it_came(self):
        data = saved(drawing(), "JPEG", progressive=True)
        (part,) = picture.frames(data[: len(data) // 2], torn=True)
        assert part.left and part.pixels.min() < 120

    def test_whoever_does_not_ask_for_a_torn_picture_is_told_that_it_is_damaged(self):
        data = saved(drawing(), "JPEG")
        with pytest.raises(Unreadable):
            list(picture.frames(data[: len(data) // 2]))

    def test_a_file_of_which_nothing_came_is_damaged(self):
        data = saved(drawing(), "PNG")
        assert read(data[:60], "a.png").error.code == "damaged"

    def test_nothing_of_a_torn_page_may_be_called_missing(self):
        data = saved(Image.new("RGB", (300, 400), "white"), "BMP")
        document = read(data[: len(data) // 2], "a.bmp")
        assert document.error is None
        assert {touch for one in document.left for touch in one.touches} == {TEXT, SEAL}
        assert any("不完整" in told for told in document.said)

    def test_the_page_can_be_shown_to_a_person(self):
        data = saved(drawing(), "JPEG")
        assert pages.render(data[: len(data) // 2], "a.jpg", 1).size[0] > 100


def test_no_remark_of_the_library_is_printed(capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = saved(drawing(), "TIFF")
        read(data[: len(data) // 3], "a.tif")
    assert capfd.readouterr().err == ""
