"""Pages of TIFF files, whole and damaged."""

from __future__ import annotations

import hashlib
import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from examiner_app.engine.logo import Limits, decode_logo
from examiner_app.engine.pages import (
    MOST_PAGES,
    count_pages,
    find_pages,
    load_pages,
    read_page,
)
from examiner_app.errors import LogoError

COLOURS = ("red", "lime", "blue")


def tiff(*images: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    images[0].save(buffer, "TIFF", save_all=True, append_images=images[1:], **options)
    return buffer.getvalue()


def plain(colour: str, size: tuple[int, int] = (8, 6)) -> Image.Image:
    return Image.new("RGB", size, colour)


@pytest.fixture
def three() -> bytes:
    return tiff(*(plain(colour) for colour in COLOURS))


def directories(data: bytes) -> list[int]:
    """Where the directories of a little-endian TIFF begin."""
    found = []
    (start,) = struct.unpack_from("<I", data, 4)
    while start:
        found.append(start)
        (count,) = struct.unpack_from("<H", data, start)
        (start,) = struct.unpack_from("<I", data, start + 2 + 12 * count)
    return found


def test_every_page_is_read_with_its_name(three: bytes) -> None:
    pages = find_pages(three, "mark.tif")
    logos = [pages.read(number) for number in (1, 2, 3)]
    assert len(pages) == 3
    assert not pages.more
    assert [tuple(logo.pixels[0, 0]) for logo in logos] == [(255, 0, 0), (0, 255, 0), (0, 0, 255)]
    assert [logo.name for logo in logos] == [
        f"mark.tif, page {number} of 3" for number in (1, 2, 3)
    ]
    assert [(logo.page, logo.pages) for logo in logos] == [(1, 3), (2, 3), (3, 3)]


def test_digests_are_stable_and_differ_per_page(three: bytes) -> None:
    digest = hashlib.sha256(three).hexdigest()
    pages = find_pages(three, "mark.tif")
    found = [pages.read(number).sha256 for number in (1, 2, 3)]
    # The first page is what was read when nobody looked at the others.
    assert found[0] == digest == decode_logo(three, "mark.tif").sha256
    assert found[1] == hashlib.sha256(f"{digest} page 2".encode()).hexdigest()
    assert len(set(found)) == 3
    assert [find_pages(three, "other.tif").read(number).sha256 for number in (1, 2, 3)] == found


def test_a_single_page_is_as_it_was() -> None:
    data = tiff(plain("red"))
    pages = find_pages(data, "mark.tif")
    logo, before = pages.read(), decode_logo(data, "mark.tif")
    assert len(pages) == 1
    assert (logo.name, logo.sha256, logo.page, logo.pages) == ("mark.tif", before.sha256, 1, 1)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_has_no_pages(kind: str) -> None:
    buffer = io.BytesIO()
    plain("red").save(buffer, kind, save_all=True, append_images=[plain("blue")])
    pages = find_pages(buffer.getvalue(), "mark")
    assert len(pages) == 1
    assert pages.read().pixels[0, 0, 0] > 200


def test_smaller_versions_and_masks_are_no_pages() -> None:
    def with_kind(value: int) -> Image.Image:
        image = plain("blue", (4, 3))
        image.encoderinfo = {"tiffinfo": {254: value}}
        return image

    data = tiff(plain("red"), with_kind(1), plain("lime"), with_kind(4), with_kind(2))
    pages = find_pages(data, "mark.tif")
    assert len(directories(data)) == 5
    assert len(pages) == 3
    assert tuple(pages.read(2).pixels[0, 0]) == (0, 255, 0)


@pytest.mark.parametrize("number", [0, -1, 4])
def test_a_page_that_is_not_there_is_refused(three: bytes, number: int) -> None:
    with pytest.raises(LogoError, match=f"3 pages and no page {number}: ask for one of 1 to 3"):
        find_pages(three, "mark.tif").read(number)


def test_a_file_with_one_page_has_no_second(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    plain("red").save(path)
    with pytest.raises(LogoError, match=r"a\.png has one page and no page 2"):
        read_page(path, 2)


@pytest.mark.parametrize("damaged", [1, 2, 3])
def test_a_damaged_page_hides_no_other(three: bytes, damaged: int) -> None:
    start = directories(three)[damaged - 1]
    # A picture without pixels.
    broken = bytearray(three)
    (count,) = struct.unpack_from("<H", three, start)
    for at in range(start + 2, start + 2 + 12 * count, 12):
        (tag,) = struct.unpack_from("<H", three, at)
        if tag in {256, 257}:
            struct.pack_into("<I", broken, at + 8, 0)
    pages = find_pages(bytes(broken), "mark.tif")
    assert len(pages) == 3
    for number in (1, 2, 3):
        if number == damaged:
            with pytest.raises(LogoError, match=f"page {number} of 3"):
                pages.read(number)
        else:
            assert pages.read(number).pixels[0, 0, number - 1] == 255


def test_a_chain_that_leads_nowhere_ends_with_a_damaged_page(three: bytes) -> None:
    broken = bytearray(three)
    second = directories(three)[1]
    (count,) = struct.unpack_from("<H", three, second)
    struct.pack_into("<I", broken, second + 2 + 12 * count, len(three) + 1000)
    pages = find_pages(bytes(broken), "mark.tif")
    assert len(pages) == 3
    assert pages.read(2).pixels[0, 0, 1] == 255
    with pytest.raises(LogoError, match="page 3 of 3"):
        pages.read(3)


def test_a_chain_that_bites_its_tail_ends(three: bytes) -> None:
    broken = bytearray(three)
    first, last = directories(three)[0], directories(three)[2]
    (count,) = struct.unpack_from("<H", three, last)
    struct.pack_into("<I", broken, last + 2 + 12 * count, first)
    assert len(find_pages(bytes(broken), "mark.tif")) == 3


def test_no_more_than_a_hundred_pages() -> None:
    pages = find_pages(tiff(*[plain("red", (1, 1))] * (MOST_PAGES + 3)), "mark.tif")
    assert (len(pages), pages.more) == (MOST_PAGES, True)
    exactly = find_pages(tiff(*[plain("red", (1, 1))] * MOST_PAGES), "mark.tif")
    assert (len(exactly), exactly.more) == (MOST_PAGES, False)


def test_limits_hold_for_every_page(tmp_path: Path) -> None:
    data = tiff(plain("red"), plain("red", (30, 20)))
    pages = find_pages(data, "mark.tif", Limits(pixels=100))
    assert pages.read(1).width == 8
    with pytest.raises(LogoError, match="page 2 of 2 has 30×20 pixels"):
        pages.read(2)
    path = tmp_path / "mark.tif"
    path.write_bytes(data)
    with pytest.raises(LogoError, match="MB allowed"):
        load_pages(path, Limits(bytes=10))


@pytest.mark.parametrize(
    "data",
    [b"", b"II", b"II*\0", b"MM\0*", b"II+\0\x08\0\0\0", b"II*\0\xff\xff\xff\xff", b"x" * 99],
)
def test_junk_has_one_page_that_cannot_be_read(data: bytes, tmp_path: Path) -> None:
    pages = find_pages(data, "junk")
    assert len(pages) == 1
    with pytest.raises(LogoError):
        pages.read()
    path = tmp_path / "junk"
    path.write_bytes(data)
    assert count_pages(path) == 1


@pytest.mark.parametrize("options", [{"big_tiff": True}, {"compression": "tiff_lzw"}])
def test_big_and_compressed_files(options: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "mark.tif"
    path.write_bytes(tiff(*(plain(colour) for colour in COLOURS), **options))
    assert count_pages(path) == 3
    assert read_page(path, 3).pixels[0, 0, 2] == 255


def test_big_endian_files() -> None:
    greys = (10, 100, 200)
    data = struct.pack(">2sHI", b"MM", 42, 8)
    for number, grey in enumerate(greys, 1):
        start = len(data)
        tags = {256: 1, 257: 1, 258: 8, 259: 1, 262: 1, 273: start + 102, 277: 1, 279: 1}
        entries = b"".join(
            struct.pack(">HHII", tag, 4, 1, value)
            if tag == 273
            else struct.pack(">HHIHH", tag, 3, 1, value, 0)
            for tag, value in tags.items()
        )
        following = start + 104 if number < len(greys) else 0
        data += struct.pack(">H", len(tags)) + entries + struct.pack(">I", following)
        data += bytes([grey, 0])
    pages = find_pages(data, "mark.tif")
    assert [int(pages.read(number).pixels[0, 0, 0]) for number in (1, 2, 3)] == list(greys)


def test_counting_what_is_not_there() -> None:
    assert count_pages(Path("/no/such/file.tif")) == 1
