"""Build a register from a source of marks, or go on with it; a kill loses the last seconds only."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from examiner_app.engine.description import Description
from examiner_app.engine.logo import Limits, Logo
from examiner_app.engine.methods import SIFT_BOW
from examiner_app.engine.models.manifest import file_sha256
from examiner_app.engine.progress import Progress, Stage, Work
from examiner_app.engine.register.build_progress import report
from examiner_app.engine.register.catalogue import MARK_TYPES, Mark
from examiner_app.engine.register.create import open_writer
from examiner_app.engine.register.manifest import RegisterManifest
from examiner_app.engine.register.prepare import Prepared, Unusable, prepare
from examiner_app.engine.register.writer import RegisterWriter, Row
from examiner_app.engine.sources.source import Source, SourceMark
from examiner_app.errors import RegisterError
from examiner_app.translation import tr

BATCH: Final = 16
"""Marks described at a time: one pass of the networks, some seconds on a CPU."""

COMMIT_SECONDS: Final = 3.0
"""A commit waits for the disk, so it comes every few seconds and not with every batch."""

VOCABULARY_SIZE: Final = 10_000
"""Visual words (paper 4.3)."""


class MarkDescriber(Protocol):
    """What describes marks: ``engine.describe.Describer``, or a small one in tests."""

    @property
    def methods(self) -> tuple[str, ...]:
        """Keys of the methods it computes."""

    @property
    def dims(self) -> dict[str, int]:
        """Vector method → dimensions."""

    @property
    def fingerprint(self) -> str:
        """Digest of models, whitening and vocabulary."""

    @property
    def bundle_name(self) -> str:
        """Name of the model bundle."""

    @property
    def bundle_id(self) -> str:
        """Digest of the model bundle."""

    def describe(self, logos: Sequence[Logo], *, layers: bool = True) -> list[Description]:
        """Describe marks, with or without their attention layers."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How a register is built.

    Attributes:
        name: What it is called; the source's name by default.
        methods: Methods to store; all that the describer computes by default.
        vocabulary_size: Visual words.
        state: Files that the describer was fitted with, which the register is to carry; ``None``
            where its whitening and vocabulary are the bundle's own.
        batch: Marks described at a time.
        commit_seconds: Time between commits.
        limits: Largest image accepted.
    """

    name: str | None = None
    methods: Sequence[str] | None = None
    vocabulary_size: int = VOCABULARY_SIZE
    state: Sequence[Path] | None = ()
    batch: int = BATCH
    commit_seconds: float = COMMIT_SECONDS
    limits: Limits | None = None


def build_register(
    source: Source, out: Path, describer: MarkDescriber, options: BuildOptions | None = None
) -> Work[RegisterManifest]:
    """Describe the marks of ``source`` into the register in the folder ``out``.

    Where ``out`` is a register already, the marks that it lacks are added: that is how an
    interrupted build goes on, and how a register grows. A file that cannot be used is listed in
    ``rejects.csv`` and the build goes on. Files with the same bytes are described once.

    Closing the generator commits what was described and stops.

    Raises:
        RegisterError: ``out`` is something else, in use, damaged, or cannot be written.
        RegisterMismatchError: ``out`` was built with other models or methods.
    """
    options = options or BuildOptions()
    writer = open_writer(source, out, describer, options)
    with closing(writer):
        missing = _Missing(source, writer)
        yield Progress(tr("Describing marks"), 0, len(source))
        committed = time.monotonic()
        with closing(prepare(missing, 2 * options.batch, options.limits)) as ahead:
            first = list(islice(ahead, options.batch))
            stage = Stage("Describing marks")
            for batch in _batches(chain(first, ahead), options.batch):
                # Marks that are there already would make the rate look better than it is.
                stage.total = len(source) - missing.skipped
                _add(batch, writer, describer)
                if time.monotonic() - committed >= options.commit_seconds:
                    writer.commit()
                    committed = time.monotonic()
                try:
                    yield report(stage, len(batch), writer.rejects)
                except GeneratorExit:
                    writer.commit()
                    raise
        return writer.commit(complete=True)


class _Missing:
    """The marks of a source that the register has not got yet."""

    def __init__(self, source: Source, writer: RegisterWriter) -> None:
        self.skipped = 0
        self._source = source
        self._writer = writer
        self._new = not writer.count

    def __iter__(self) -> Iterator[SourceMark]:
        for mark in self._source:
            if not self._new and self._is_there(mark):
                self.skipped += 1
            else:
                yield mark

    def _is_there(self, mark: SourceMark) -> bool:
        if not _is_utf8(mark):
            return False
        known = self._writer.catalogue.file_and_digest(mark.id)
        if known is None or known[0] != mark.file:
            return False
        try:
            # Another folder may hold another picture under the same name.
            return file_sha256(mark.path) == known[1]
        except OSError:
            return False


def _is_utf8(mark: SourceMark) -> bool:
    try:
        (mark.id + mark.file).encode()
    except UnicodeEncodeError:
        return False
    return True


def _batches(
    marks: Iterable[Prepared | Unusable], size: int
) -> Iterator[list[Prepared | Unusable]]:
    iterator = iter(marks)
    while batch := list(islice(iterator, size)):
        yield batch


def _add(
    batch: Sequence[Prepared | Unusable], writer: RegisterWriter, describer: MarkDescriber
) -> None:
    usable = list(_usable(batch, writer))
    described = _describe(usable, writer, describer)
    marks: list[Mark] = []
    rows: list[Row] = []
    first: dict[str, int] = {}
    for item in usable:
        outcome = described[item.logo.sha256]
        if isinstance(outcome, str):
            writer.rejects.add(item.source.file, outcome)
            continue
        known, row = outcome
        index = writer.count + len(marks)
        repeat = known.repeat
        if repeat is None:
            repeat = first.setdefault(item.logo.sha256, index)
        marks.append(_mark(item, index, repeat, known))
        rows.append(row if repeat == index else replace(row, thumbnail=repeat))
        writer.rejects.discard(item.source.file)
    if marks:
        writer.append(marks, rows)


def _usable(batch: Sequence[Prepared | Unusable], writer: RegisterWriter) -> Iterator[Prepared]:
    files: dict[str, str] = {}
    for item in batch:
        mark = item.source
        if isinstance(item, Unusable):
            writer.rejects.add(mark.file, item.reason)
            continue
        if not _is_utf8(mark):
            writer.rejects.add(mark.file, "The file's name is not valid UTF-8: rename the file.")
            continue
        taken = files.get(mark.id) or writer.catalogue.file_of(mark.id)
        if taken is not None:
            writer.rejects.add(
                mark.file, f"{mark.file} has the id «{mark.id}», which {taken} has already."
            )
            continue
        files[mark.id] = mark.file
        yield item


@dataclass(frozen=True, slots=True)
class _Known:
    """What repeats share: the first mark with those bytes (``None``: in this batch), its type."""

    repeat: int | None
    probabilities: tuple[float, float, float]


def _describe(
    usable: Sequence[Prepared], writer: RegisterWriter, describer: MarkDescriber
) -> dict[str, tuple[_Known, Row] | str]:
    """Return digest → what to store, or why not."""
    outcomes: dict[str, tuple[_Known, Row] | str] = {}
    fresh: dict[str, Prepared] = {}
    for item in usable:
        digest = item.logo.sha256
        earlier = writer.catalogue.first_with(digest)
        if earlier is not None:
            known = _Known(earlier.index, earlier.type_probabilities)
            outcomes[digest] = (known, writer.row(earlier.index))
        else:
            fresh.setdefault(digest, item)
    if fresh:
        logos = [item.logo for item in fresh.values()]
        descriptions = describer.describe(logos, layers=False)
        for item, description in zip(fresh.values(), descriptions, strict=True):
            outcomes[item.logo.sha256] = _row(item, description, writer.manifest.methods)
    return outcomes


def _row(
    item: Prepared, description: Description, methods: dict[str, int]
) -> tuple[_Known, Row] | str:
    vectors = {}
    for key, dim in methods.items():
        if key == SIFT_BOW:
            continue
        vector = description.vectors[key].astype(np.float16)
        if vector.shape != (dim,):
            raise RegisterError(
                tr(
                    "The models give {shape} numbers for {key} where the register has {dim}: open "
                    "it with its own models, or build it again.",
                    shape=vector.shape[0],
                    key=key,
                    dim=dim,
                )
            )
        if not np.isfinite(vector).all():
            return f"{item.source.file} gets no usable vector by {key} (not a number)."
        vectors[key] = vector
    if not np.isfinite(description.type_probabilities).all():
        return f"{item.source.file} gets no usable mark type (not a number)."
    text, figure, both = (float(value) for value in description.type_probabilities)
    words = description.words
    row = Row(vectors, words.words, words.counts, item.thumbnail)
    return _Known(None, (text, figure, both)), row


def _mark(item: Prepared, index: int, repeat: int, known: _Known) -> Mark:
    source = item.source
    likeliest = MARK_TYPES[int(np.argmax(known.probabilities))]
    return Mark(
        index=index,
        id=source.id,
        words=source.words,
        owner=source.owner,
        office=source.office,
        number=source.number,
        status=source.status,
        filed=source.filed,
        registered=source.registered,
        nice=source.nice,
        vienna=source.vienna,
        type=source.type or likeliest,
        type_probabilities=known.probabilities,
        group=source.group,
        sha256=item.logo.sha256,
        file=source.file,
        repeat=repeat,
    )
