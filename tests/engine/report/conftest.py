"""A finished examination of a small register in memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import cast

import numpy as np
import pytest
from PIL import Image, ImageDraw

from examiner_app.engine.attention.text_removal import remove_text
from examiner_app.engine.description import Description, Layers, VisualWords
from examiner_app.engine.examination import Examination
from examiner_app.engine.logo import Letterbox, Logo, logo_from_pixels
from examiner_app.engine.methods import METHODS
from examiner_app.engine.ranking.fusion import fuse
from examiner_app.engine.ranking.ranks import RankTable, pessimistic_ranks
from examiner_app.engine.register.catalogue import MARK_TYPES, Mark
from examiner_app.engine.register.manifest import (
    BundleReference,
    Coverage,
    RegisterManifest,
    SourceReference,
)
from examiner_app.engine.register.open import Register
from examiner_app.errors import RegisterError

WORDS = (
    "BLUE HERON",
    "<script>alert('1')</script> & <b>bold</b>",
    "КОФЕ ДОМ",
    "咖啡 café",
    "コーヒー 珈琲",
    "커피 하우스",
    "قهوة",
    "",
    "</para><font color='white'>gone</font>",
    "A\x00B\x1b[31m\u202eevil",
    "Ωμέγα 🦊 fox",
    "LONG" * 400,
)


class FakeRegister:
    """Has the attributes and methods of a register that a report asks for."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.methods = tuple(METHODS)
        self.manifest = RegisterManifest(
            name="Test & <register>",
            bundle=BundleReference(name="examiner", id="b" * 64),
            fingerprint="f",
            methods=dict.fromkeys(METHODS, 256),
            count=count,
            coverage=Coverage(
                offices={"EM": count - 2, "": 2},
                types=dict.fromkeys(MARK_TYPES, count // 3),
                filed_first="1996-04-01",
                filed_last="2026-01-31",
                repeats=1,
            ),
            source=[SourceReference(format="folder", name="marks")],
            rejects=3,
            complete=True,
        )

    def mark(self, index: int) -> Mark:
        office = "EM" if index > 1 else ""
        kind = MARK_TYPES[index % 3]
        return Mark(
            index, f"mark-{index:05}", WORDS[index % len(WORDS)], f"Owner & Co {index}", office,
            f"0{index}", "registered", "2019-05-06", "", (9, 35), ("05.05.20",), kind,
            (0.1, 0.2, 0.7), None, "0" * 64, f"{index}.png",
        )  # fmt: skip

    def marks(self, indices: Sequence[int]) -> list[Mark]:
        if bad := [index for index in indices if not 0 <= index < self.count]:
            raise IndexError(f"The register has no mark {bad[0]}.")
        return [self.mark(index) for index in indices]

    def find(self, external_id: str) -> Mark | None:
        number = external_id.removeprefix("mark-")
        return self.mark(int(number)) if number.isdigit() and int(number) < self.count else None

    def thumbnail(self, index: int) -> bytes:
        if index == 5:
            raise RegisterError("The thumbnails are damaged.")
        image = Image.new("RGB", (256, 120 + index % 130), "white")
        place = (30 + index % 50, 20, 200, 90)
        ImageDraw.Draw(image).ellipse(place, fill=(index * 37 % 256, 90, 160))
        buffer = io.BytesIO()
        image.save(buffer, "WEBP")
        return buffer.getvalue()


def candidate(width: int = 420, height: int = 300) -> Logo:
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    box = (width // 3, height // 10, width * 2 // 3, height * 6 // 10)
    draw.ellipse(box, fill=(20, 110, 180))
    draw.text((width // 4, height * 3 // 4), "BLUE HERON", fill="black", font_size=height // 8)
    return logo_from_pixels(np.asarray(image), "blue <heron> & co.png")


def layers_of(logo: Logo) -> Layers:
    text = np.zeros((logo.height, logo.width), np.float32)
    text[logo.height * 7 // 10 : logo.height * 9 // 10, logo.width // 5 : logo.width * 4 // 5] = (
        0.95
    )
    across = np.linspace(-1, 1, 18, dtype=np.float32)
    cam = np.exp(-3 * (across[:, None] ** 2 + across[None] ** 2))
    geometry = Letterbox.fit(logo.width, logo.height, 300)
    return Layers(text, remove_text(logo.pixels, text), 1.5 - cam, cam, 100 * cam, geometry)


def ranks_of(count: int) -> RankTable:
    random = np.random.default_rng(7)
    near = random.random(count)
    distances = {
        key: np.round(0.7 * near + 0.3 * random.random(count), 4).astype(np.float32)
        for key in METHODS
    }
    ranks = {key: pessimistic_ranks(values.astype(np.float64)) for key, values in distances.items()}
    return RankTable(count, distances, ranks, fuse(ranks), complete=True)


@pytest.fixture(scope="session")
def make_examination() -> Callable[..., Examination]:
    """Make a finished examination: ``make_examination(count=1600, logo=…)``."""

    def make(count: int = 1_600, logo: Logo | None = None) -> Examination:
        logo = logo or candidate()
        nothing = np.zeros(0, np.int32)
        probabilities = np.array([0.05, 0.15, 0.8], np.float32)
        description = Description({}, VisualWords(nothing, nothing), probabilities, layers_of(logo))
        return Examination(
            logo,
            description,
            cast(Register, FakeRegister(count)),
            ranks_of(count),
            datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
            0.4,
            0.02,
            "CPU",
            "examiner",
            "b" * 64,
        )

    return make


@pytest.fixture(scope="session")
def examination(make_examination: Callable[..., Examination]) -> Examination:
    """A finished examination of 1,600 marks."""
    return make_examination()
