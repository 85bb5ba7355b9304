from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from examiner_app.engine.logo import (
    Letterbox,
    Limits,
    decode_logo,
    letterbox,
    logo_from_pixels,
    read_logo,
)
from examiner_app.errors import LogoError


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def test_alpha_is_composited_on_white() -> None:
    image = Image.new("RGBA", (4, 3), (255, 0, 0, 0))
    image.putpixel((0, 0), (255, 0, 0, 255))
    logo = decode_logo(encoded(image), "a.png")
    assert logo.pixels.shape == (3, 4, 3)
    assert tuple(logo.pixels[0, 0]) == (255, 0, 0)
    assert tuple(logo.pixels[2, 3]) == (255, 255, 255)


@pytest.mark.parametrize("mode", [*"1LPIF", "LA", "RGB", "RGBA", "CMYK", "YCbCr", "I;16"])
def test_every_mode_becomes_srgb(mode: str) -> None:
    grey = Image.fromarray(np.full((6, 5), 200, np.uint8))
    if mode == "I;16":
        image = Image.fromarray(np.full((6, 5), 200 * 257, np.uint16))
    else:
        image = (grey if mode in {"I", "F", "P"} else grey.convert("RGB")).convert(mode)
    kind = "TIFF" if mode in {"CMYK", "YCbCr", "F", "I", "I;16"} else "PNG"
    logo = decode_logo(encoded(image, kind), "x")
    expected = 255 if mode == "1" else 200
    if mode == "1":
        assert set(np.unique(logo.pixels)) <= {0, 255}
    else:
        assert np.abs(logo.pixels.astype(int) - expected).max() <= 3


def test_exif_orientation_is_applied() -> None:
    image = Image.new("RGB", (8, 4), "white")
    exif = Image.Exif()
    exif[0x0112] = 6
    logo = decode_logo(encoded(image, "JPEG", exif=exif), "x.jpg")
    assert (logo.width, logo.height) == (4, 8)


def test_palette_transparency_is_white() -> None:
    image = Image.new("P", (2, 2), 0)
    image.putpalette([10, 20, 30] * 256)
    logo = decode_logo(encoded(image, "PNG", transparency=0), "x.png")
    assert (logo.pixels == 255).all()


@pytest.mark.parametrize("data", [b"", b"not an image", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_junk_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(LogoError) as caught:
        decode_logo(data, "junk.png")
    assert str(caught.value).startswith("junk.png")
    assert "\n" not in str(caught.value)


def test_truncated_image_is_refused() -> None:
    whole = encoded(Image.effect_noise((200, 200), 50))
    with pytest.raises(LogoError, match="damaged"):
        decode_logo(whole[: len(whole) // 2], "half.png")


def test_limits(tmp_path: Path) -> None:
    data = encoded(Image.new("RGB", (50, 50)))
    with pytest.raises(LogoError, match="megapixels"):
        decode_logo(data, "x.png", Limits(pixels=2499))
    with pytest.raises(LogoError, match="MB"):
        decode_logo(data, "x.png", Limits(bytes=len(data) - 1))
    path = tmp_path / "x.png"
    path.write_bytes(data)
    with pytest.raises(LogoError, match="MB"):
        read_logo(path, Limits(bytes=10))
    assert decode_logo(data, "x.png", Limits(2500, len(data))).width == 50


def test_folder_and_missing_file(tmp_path: Path) -> None:
    with pytest.raises(LogoError, match="folder"):
        read_logo(tmp_path)
    with pytest.raises(LogoError, match="not there"):
        read_logo(tmp_path / "gone.png")


def test_digest_is_of_the_files_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(encoded(Image.new("RGB", (3, 3))))
    assert read_logo(path).sha256 == decode_logo(path.read_bytes(), "y").sha256


def test_pasted_pixels() -> None:
    logo = logo_from_pixels(np.zeros((2, 3, 3), np.uint8), "pasted")
    assert (logo.width, logo.height) == (3, 2)
    with pytest.raises(LogoError, match="no picture"):
        logo_from_pixels(np.zeros((0, 3, 3), np.uint8), "pasted")


@given(width=st.integers(1, 2000), height=st.integers(1, 2000), side=st.sampled_from([256, 300]))
def test_letterbox_is_centred_and_keeps_the_aspect(width: int, height: int, side: int) -> None:
    box = Letterbox.fit(width, height, side)
    assert max(box.width, box.height) == side
    assert min(box.width, box.height) >= 1
    assert abs(box.left - (side - box.left - box.width)) <= 1
    assert abs(box.top - (side - box.top - box.height)) <= 1
    scale = side / max(width, height)
    assert abs(box.width - max(1, width * scale)) <= 0.5
    assert abs(box.height - max(1, height * scale)) <= 0.5


@given(width=st.integers(1, 400), height=st.integers(1, 400))
def test_undo_returns_to_the_originals_pixels(width: int, height: int) -> None:
    box = Letterbox.fit(width, height, 256)
    plane = np.zeros((256, 256), np.float32)
    plane[box.top : box.top + box.height, box.left : box.left + box.width] = 1
    undone = box.undo(plane)
    assert undone.shape == (height, width)
    assert (undone == 1).all()


def test_white_around_the_mark() -> None:
    square, box = letterbox(np.zeros((10, 40, 3), np.uint8), 300)
    assert (square[: box.top] == 255).all()
    assert (square[box.top : box.top + box.height] == 0).all()


def test_no_reader_starts_another_program() -> None:
    postscript = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n"
    with pytest.raises(LogoError, match="not an image"):
        decode_logo(postscript, "x.png")


def test_dark_16_bit_images_stay_dark() -> None:
    image = Image.fromarray(np.full((3, 3), 200, np.uint16))
    assert decode_logo(encoded(image), "x.png").pixels.max() == 1


@pytest.mark.parametrize("top", [1.0, 255.0, 65535.0])
def test_floating_point_images(top: float) -> None:
    values = np.array([[0, top], [top / 2, np.nan]], np.float32)
    pixels = decode_logo(encoded(Image.fromarray(values), "TIFF"), "x.tif").pixels
    assert pixels[:, :, 0].tolist() == [[0, 255], [128, 0]]


def test_broken_exif_is_no_reason_to_refuse() -> None:
    data = encoded(Image.new("RGB", (5, 4), (1, 2, 3)), "PNG", exif=b"Exif\0\0nonsense")
    assert decode_logo(data, "x.png").width == 5
