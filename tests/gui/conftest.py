"""A workbench without models: real descriptions, layers and rank tables, computed from a seed."""

from __future__ import annotations

import colorsys
import functools
import io
import math
import random
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examiner_app.engine.cases.case import Case
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.judgements import Assessment
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.engine.description import Description, Layers, TextRemoval, VisualWords
from examiner_app.engine.logo import Letterbox, Logo
from examiner_app.engine.methods import METHODS
from examiner_app.engine.progress import Progress
from examiner_app.engine.question import PLAIN, Question
from examiner_app.engine.ranking.filters import MarkFilter
from examiner_app.engine.ranking.ranks import RankTable, pessimistic_ranks
from examiner_app.engine.register.catalogue import Catalogue, CatalogueWriter, Mark
from examiner_app.engine.register.facets import Facets, read_facets
from examiner_app.engine.register.groups import Groups, owner_groups
from examiner_app.errors import RegisterError
from examiner_app.gui import case_desk, case_log
from examiner_app.gui.desk import Desk
from examiner_app.gui.engine import Engine
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.report_request import ReportRequest
from examiner_app.gui.sources import FileSource
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets import forehand
from examiner_app.gui.widgets.main_window import MainWindow

NAMES = "Alba Norvik Terra Lumen Kestrel Orbis Pinewood Solène Vega Marlow Quanta Fjord Ibex"
WORDS = NAMES.split(" ")
KINDS = ("text-only", "figure-only", "figure-and-text")


def draw_mark(seed: int, size: tuple[int, int] = (240, 200)) -> Image.Image:
    """Draw a colourful mark: a figure, its word below."""
    chance = random.Random(seed)  # noqa: S311 - it draws pictures
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    width, height = size
    red, green, blue = colorsys.hls_to_rgb(chance.random(), 0.42, 0.75)
    colour = (int(red * 255), int(green * 255), int(blue * 255))
    kind = KINDS[seed % 3]
    if kind != "text-only":
        middle = (width / 2, height * (0.4 if kind == "figure-and-text" else 0.5))
        _draw_figure(draw, chance, middle, min(size) * 0.3, colour)
    if kind != "figure-only":
        font = ImageFont.load_default(round(height * 0.17))
        down = height * (0.84 if kind == "figure-and-text" else 0.5)
        draw.text((width / 2, down), WORDS[seed % len(WORDS)], "black", font, anchor="mm")
    return image


def _draw_figure(
    draw: ImageDraw.ImageDraw,
    chance: random.Random,
    middle: tuple[float, float],
    radius: float,
    colour: tuple[int, int, int],
) -> None:
    x, y = middle
    corners, turn = chance.choice([3, 5, 6, 8, 12]), chance.random() * 6
    inner = chance.choice([0.45, 0.6, 1.0])
    points = []
    for step in range(2 * corners):
        angle = turn + math.pi * step / corners
        reach = radius * (1 if step % 2 == 0 else inner)
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    draw.polygon(points, fill=colour)
    hole = radius * chance.choice([0.0, 0.3, 0.4])
    draw.ellipse((x - hole, y - hole, x + hole, y + hole), fill="white")


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


class FakeRegister:
    """Enough of a register for a window."""

    def __init__(self, path: Path, count: int = 600, name: str = "Fake register") -> None:
        self.path = path
        self.count = count
        self.methods = tuple(METHODS)
        self.manifest = SimpleNamespace(
            name=name,
            id=f"id of {name}",
            coverage=SimpleNamespace(repeats=0),
            bundle=SimpleNamespace(name="Fake models", id="0"),
            updated=datetime(2026, 1, 2, tzinfo=UTC),
            fingerprint="f",
        )
        self.closed = False
        self.thumbnails_read: list[int] = []

    def mark(self, index: int) -> Mark:
        kind = KINDS[index % 3]
        words = "" if kind == "figure-only" else WORDS[index % len(WORDS)].upper()
        return Mark(
            index=index,
            id=f"M{index:05d}",
            words=words,
            owner=f"{WORDS[index * 7 % len(WORDS)]} Trading GmbH",
            office="EM" if index % 4 else "",
            number=f"0{18_000_000 + index * 37}",
            status="registered" if index % 5 else "",
            filed=f"20{10 + index % 15}-03-{1 + index % 28:02d}",
            registered="",
            nice=(9, 25, 35)[: index % 4],
            vienna=("05.05.20", "27.05.01")[: index % 3],
            type=kind,
            type_probabilities=(0.1, 0.2, 0.7),
            group=None,
            sha256="0" * 64,
            file=f"{index}.png",
        )

    def marks(self, indices: Sequence[int]) -> list[Mark]:
        return [self.mark(int(index)) for index in indices]

    def find(self, external_id: str) -> Mark | None:
        index = int(external_id[1:])
        return self.mark(index) if index < self.count else None

    def thumbnail(self, index: int) -> bytes:
        if self.closed:
            raise RegisterError("The register is closed: open it again.")
        self.thumbnails_read.append(index)
        return png(draw_mark(index))

    @functools.cached_property
    def catalogue(self) -> Catalogue:
        """A real one, of the same marks."""
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "catalogue.sqlite"
        writer = CatalogueWriter(path, 0)
        writer.append(replace(self.mark(index), repeat=index) for index in range(self.count))
        writer.commit()
        writer.close()
        return Catalogue(path, self.count)

    @functools.cached_property
    def facets(self) -> Facets:
        return read_facets(self.catalogue)

    @functools.cached_property
    def owner_groups(self) -> Groups:
        return owner_groups(self.catalogue)

    @functools.cached_property
    def picture_groups(self) -> Groups:
        """As if the picture of every mark whose number ends on 1 was that of the mark before."""
        rows = np.arange(self.count, dtype=np.int32)
        return rows - (rows % 10 == 1).astype(np.int32)

    def close(self) -> None:
        if not self.closed and "catalogue" in self.__dict__:
            self.catalogue.close()
            self._folder.cleanup()
        self.closed = True


def describe(logo: Logo) -> Description:
    """Return a plausible description: text in the lowest third, a figure in the middle."""
    height, width = logo.pixels.shape[:2]
    dark = (255 - logo.pixels.min(axis=2).astype(np.float32)) / 255
    text = np.zeros((height, width), np.float32)
    start = int(height * 0.72)
    text[start:] = dark[start:] * 0.96
    box = (width // 8, height // 16, width * 3 // 4, start - height // 16)
    x, y, w, h = box
    removal = TextRemoval(box, False, text > 0.5, logo.pixels, logo.pixels[y : y + h, x : x + w])
    rows, columns = np.mgrid[0:18, 0:18]
    blob = np.exp(-((columns - 8.5) ** 2 + (rows - 7) ** 2) / 22).astype(np.float32)
    cam = (blob - blob.min()) / (blob.max() - blob.min())
    ssa = np.full((18, 18), 1.5, np.float32)
    ssa[13:16, 4:14] = 0.7
    layers = Layers(text, removal, ssa, cam, cam, Letterbox.fit(width, height, 300))
    empty = np.empty(0, np.int32)
    return Description(
        {}, VisualWords(empty, empty), np.array([0.03, 0.06, 0.91], np.float32), layers
    )


def answer(logo: Logo, question: Question) -> Description:
    """Return a plausible description of what is asked."""
    description = describe(question.cut(logo))
    layers, corrected = description.layers, question.corrected()
    assert layers is not None
    if corrected is not None:
        text = corrected.apply(layers.text)
        layers = replace(layers, text=text, network_text=layers.text)
    return replace(description, layers=replace(layers, place=question.place(logo)))


def rank_tables(logo: Logo, count: int, first: str) -> Iterator[RankTable]:
    """Yield growing tables: methods agree on the near marks, each in its own way."""
    seed = int(logo.sha256[:8], 16)
    common = np.random.default_rng(seed).random(count)
    # The same by each method, whichever comes first.
    own = {key: np.random.default_rng([seed, at]) for at, key in enumerate(METHODS)}
    distances: dict[str, Any] = {}
    found: dict[str, Any] = {}
    for key in sorted(METHODS, key=lambda key: key != first):
        mine = 0.75 * common + 0.25 * own[key].random(count)
        distances[key] = (mine * 1.4).astype(np.float32)
        found[key] = pessimistic_ranks(mine)
        done = len(found) == len(METHODS)
        fused = pessimistic_ranks(-sum(1 / (60 + ranks) for ranks in found.values()))
        yield RankTable(count, dict(distances), dict(found), fused if done else None, done)


@dataclass
class FakeWorkbench:
    """Examines without models.

    Attributes:
        gate: Cleared, it holds every examination before its first result.
        examined: Names of the logos, in order.
        abandoned: Names of the logos whose examination was cancelled.
        questions: What was asked about the logos, in order.
    """

    register: FakeRegister
    gate: threading.Event = field(default_factory=threading.Event)
    examined: list[str] = field(default_factory=list)
    abandoned: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    error: Exception | None = None
    describer: Any = field(
        default_factory=lambda: SimpleNamespace(
            bundle_name="Fake models",
            bundle_id="0",
            device=SimpleNamespace(name="CPU", torch_device=SimpleNamespace(type="cpu")),
            describe=lambda logos: [describe(logo) for logo in logos],
        )
    )

    def __post_init__(self) -> None:
        self.gate.set()

    def examine(self, logo: Logo, first: str = "mac", question: Question = PLAIN) -> Iterator[Any]:
        self.examined.append(logo.name)
        self.questions.append(question)
        try:
            yield Progress("Describing the candidate")
            self.gate.wait(20)
            if self.error is not None:
                raise self.error
            description = answer(logo, question)
            yield description
            table = None
            yield Progress("Ranking every mark", 0, len(METHODS))
            for table in rank_tables(logo, self.register.count, first):
                yield table
        except GeneratorExit:
            self.abandoned.append(logo.name)
            raise
        return SimpleNamespace(
            logo=logo,
            description=description,
            register=self.register,
            ranks=table,
            started=datetime.now(UTC),
            seconds_describe=1.2,
            seconds_rank=0.3,
            device="CPU",
            bundle_name="Fake models",
            bundle_id="0",
            question=question,
        )


@dataclass
class FakeEngine:
    """Opens fake registers; a folder is one if its name says so.

    Attributes:
        gate: Cleared, it holds the loading of models.
        opened: Registers, in order.
        workbenches: Workbenches, in order.
        devices: Where the networks were asked to run, in order.
        reports: Arguments of every report that was written, but the filter.
        report_lists: How many marks every report lists, and which of them take one place.
        report_filters: The filter of every report.
        report_assessments: How marks were judged in every report.
        report_cases: Whether it was a file copy, and the case, of every report.
        report_papers: The paper of every report.
        report_gate: Cleared, it holds the writing of reports.
        pdf: What a report is as a PDF; a line of text without.
        store: File that judgements are kept in; they are forgotten without.
    """

    count: int = 600
    gate: threading.Event = field(default_factory=threading.Event)
    opened: list[FakeRegister] = field(default_factory=list)
    workbenches: list[FakeWorkbench] = field(default_factory=list)
    devices: list[str] = field(default_factory=list)
    reports: list[tuple[Any, ...]] = field(default_factory=list)
    report_lists: list[tuple[int, str]] = field(default_factory=list)
    report_filters: list[MarkFilter] = field(default_factory=list)
    report_assessments: list[tuple[Assessment, ...]] = field(default_factory=list)
    report_cases: list[tuple[bool, Case | None]] = field(default_factory=list)
    report_papers: list[str] = field(default_factory=list)
    report_gate: threading.Event = field(default_factory=threading.Event)
    pdf: bytes = b""
    store: Path | None = None
    mismatch: Exception | None = None

    def __post_init__(self) -> None:
        self.gate.set()
        self.report_gate.set()

    def open_register(self, path: Path) -> Any:
        if "register" not in path.name:
            raise RegisterError(f"{path.name} is not a register: choose the folder of a register.")
        register = FakeRegister(path, self.count, path.name.capitalize())
        self.opened.append(register)
        return register

    def open_workbench(self, path: Path, device: str) -> Iterator[Any]:
        self.devices.append(device)
        yield Progress("Loading the models")
        self.gate.wait(20)
        if self.mismatch is not None:
            raise self.mismatch
        workbench = FakeWorkbench(self.open_register(path))
        self.workbenches.append(workbench)
        return workbench

    def write_report(
        self, request: ReportRequest, case: Case | None, path: Path
    ) -> Iterator[Progress]:
        yield Progress("Looking at keypoints", 1, 2)
        self.report_gate.wait(20)
        name, pinned = request.examination.logo.name, list(request.pinned)
        if self.pdf and path.suffix == ".pdf":
            path.write_bytes(self.pdf)
        else:
            path.write_text(f"{name} {pinned} {request.sort}", encoding="utf-8")
        self.reports.append((request.examination, pinned, request.sort, path))
        self.report_lists.append((request.top, request.fold))
        self.report_filters.append(request.wanted)
        self.report_assessments.append(tuple(request.assessments))
        self.report_cases.append((request.file_copy, case))
        self.report_papers.append(request.paper)

    def as_engine(self) -> Engine:
        return Engine(
            self.open_register,
            self.open_workbench,
            self.write_report,
            lambda: AssessmentStore(self.store),
            lambda: CaseStore(self.store),
        )


@pytest.fixture
def engine() -> Iterator[FakeEngine]:
    made = FakeEngine()
    yield made
    made.gate.set()
    made.report_gate.set()
    for workbench in made.workbenches:
        workbench.gate.set()


@pytest.fixture
def desk(engine: FakeEngine, qapp: QApplication) -> Iterator[Desk]:
    made = Desk(engine.as_engine())
    yield made
    engine.gate.set()
    for workbench in engine.workbenches:
        workbench.gate.set()
    made.close()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    qapp.setStyle("Fusion")
    return Theme(qapp, "light")


@pytest.fixture
def window(desk: Desk, theme: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(desk, theme, Preferences())
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.fixture
def logo_file(tmp_path: Path) -> Callable[..., Path]:
    """Return a maker of logo files."""

    def make(name: str = "candidate.png", seed: int = 2) -> Path:
        path = tmp_path / name
        path.write_bytes(png(draw_mark(seed, (640, 480))))
        return path

    return make


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Callable[[], None]:
    """Return a wait until no job is left."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not desk.jobs.busy, timeout=10_000)

    return wait


@pytest.fixture
def examined(
    window: MainWindow, logo_file: Callable[..., Path], settle: Callable[[], None]
) -> MainWindow:
    """A window with a finished examination."""
    window.desk.open_register(Path("demo register"))
    settle()
    window.desk.examine(FileSource(logo_file()))
    settle()
    return window


@pytest.fixture(autouse=True)
def nothing_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that makes the comparison, and keeps the case, when it is asked for."""
    monkeypatch.setattr(forehand, "QUIET_MS", 600_000)
    monkeypatch.setattr(case_log, "SETTLE_MS", 600_000)
    monkeypatch.setattr(case_desk, "SETTLE_MS", 600_000)


@pytest.fixture
def whole_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grid that paints all of its cells at once, however long that takes."""
    monkeypatch.setattr("examiner_app.gui.widgets.paint_budget.MOST_SECONDS", 60.0)
