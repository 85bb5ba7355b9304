"""The facts of a report: the candidate, and what was searched with which models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from examiner_app.engine.methods import METHODS
from examiner_app.engine.ranking.filter_text import filter_text
from examiner_app.engine.ranking.filters import MarkFilter
from examiner_app.engine.register.catalogue import MARK_TYPES
from examiner_app.engine.report.text import printable, shorten
from examiner_app.engine.wording import counts_text, thousands

if TYPE_CHECKING:
    from examiner_app.engine.description import Layers
    from examiner_app.engine.examination import Examination
    from examiner_app.engine.question import MaskCorrection, Question
    from examiner_app.engine.register.manifest import RegisterManifest

Facts = tuple[tuple[str, str], ...]
"""Label and value, in order; nothing empty."""

_LIMIT = 1_000
"""Characters of one fact that are shown."""


def candidate_facts(examination: Examination, *, filed_only: bool = False) -> Facts:
    """Return what is known of the candidate, without its crop where it is shown ``filed_only``."""
    logo = examination.logo
    probabilities = examination.description.type_probabilities
    likeliest = int(np.argmax(probabilities))
    layers = None if filed_only else examination.description.layers
    return clean_facts(
        ("File", logo.name),
        ("Size", f"{logo.width} × {logo.height} pixels"),
        # Only the first page has the digest of the file's bytes.
        ("SHA-256" if logo.page == 1 else "SHA-256, of this page", logo.sha256),
        ("Type", f"{MARK_TYPES[likeliest]} (network's estimate, {probabilities[likeliest]:.2f})"),
        *question_facts(examination.question),
        ("ATRHA crop", "" if layers is None else _crop(layers)),
    )


def question_facts(question: Question) -> Facts:
    """Return what was asked beyond the whole mark with the network's text mask; often nothing."""
    region, correction = question.region, question.correction
    return clean_facts(
        ("Region searched", "" if region is None else _rectangle(region.box)),
        ("Text mask", "" if correction is None else _corrected(correction)),
    )


def searched_facts(
    examination: Examination,
    wanted: MarkFilter,
    passing: str,
    judged: str = "",
    folded: str = "",
) -> Facts:
    """Return what was searched, when, and with what; and how many marks were ``passing``.

    How marks were ``judged``, and which were ``folded``, is said where any were.
    """
    manifest = examination.register.manifest
    coverage = manifest.coverage
    started = examination.started
    seconds = examination.seconds_describe + examination.seconds_rank
    return clean_facts(
        ("Register", f"{manifest.name} (id {manifest.id})"),
        ("Marks searched", _marks(manifest)),
        ("Mark types", counts_text({key: coverage.types.get(key, 0) for key in MARK_TYPES})),
        ("Offices", counts_text(coverage.offices)),
        ("Statuses", counts_text(coverage.statuses)),
        ("Filing dates", _span(coverage.filed_first, coverage.filed_last)),
        ("Sources", ", ".join(f"{entry.name} ({entry.format})" for entry in manifest.source)),
        ("Register as of", f"{manifest.updated:%Y-%m-%d %H:%M} UTC"),
        ("Models", f"{examination.bundle_name} (id {examination.bundle_id})"),
        ("Filter", _filter(wanted, passing)),
        ("Folded", folded),
        ("Judged", judged),
        ("Methods", f"{len(examination.ranks.ranks)} of {len(METHODS)}, each over all marks"),
        ("Examined", f"{started:%Y-%m-%d %H:%M:%S} UTC, in {seconds:.1f} s"),
        ("Device", examination.device),
    )


def digests(examination: Examination) -> Facts:
    """Return what tells whether another search rests on the same candidate, register and models."""
    logo, manifest = examination.logo, examination.register.manifest
    correction = examination.question.correction
    return clean_facts(
        ("Candidate, sha256" if logo.page == 1 else "Candidate, sha256 of this page", logo.sha256),
        ("Text mask by hand, sha256", "" if correction is None else correction.sha256),
        ("Register, id", manifest.id),
        ("Register, fingerprint", manifest.fingerprint),
        ("Models, id", examination.bundle_id),
        *((f"{one.file}, sha256", one.sha256) for one in examination.models),
    )


def clean_facts(*facts: tuple[str, str]) -> Facts:
    """Return facts as they may be shown, without the empty ones."""
    shown = ((printable(label), shorten(printable(value), _LIMIT)) for label, value in facts)
    return tuple((label, value) for label, value in shown if value)


def passing_text(passing: int, count: int, *, listed: bool) -> str:
    """Say how many marks pass the filter, and whether it is these that are ``listed``."""
    text = f"{thousands(passing)} of {thousands(count)} marks pass"
    return f"{text} and are listed" if listed else text


def _filter(wanted: MarkFilter, passing: str) -> str:
    if not wanted:
        return ""
    conditions = "; ".join(f"{label}: {value}" for label, value in filter_text(wanted))
    return f"{conditions}. {passing}"


def _crop(layers: Layers) -> str:
    if layers.removal.fallback:
        whole = "mark" if layers.place is None else "region"
        return f"the whole {whole} (no figure was found apart from the text)"
    return _rectangle(layers.box)


def _rectangle(box: tuple[int, int, int, int]) -> str:
    x, y, width, height = box
    return f"{width} × {height} pixels from ({x}, {y})"


def _corrected(correction: MaskCorrection) -> str:
    """Say what was done to the text mask; the network's mask is as the rest of the report says."""
    added, taken = thousands(correction.added), thousands(correction.taken)
    if correction.whole:
        done = f"was given by hand: {added} pixels are text, {taken} are not"
    else:
        done = f"was corrected by hand: {added} pixels added, {taken} taken away"
    return f"The text mask {done} (sha256 {correction.sha256})"


def _marks(manifest: RegisterManifest) -> str:
    text = thousands(manifest.count)
    if manifest.coverage.repeats:
        text += (
            f", {thousands(manifest.coverage.repeats)} of them with the same file as an earlier one"
        )
    if manifest.rejects:
        text += f"; {thousands(manifest.rejects)} files could not be used and were not searched"
    return text if manifest.complete else f"{text}; the register is not complete"


def _span(first: str, last: str) -> str:
    return f"{first} to {last}" if first or last else ""
