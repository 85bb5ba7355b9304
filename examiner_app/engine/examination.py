"""The use case both fronts drive: open models and a register, examine one candidate."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from examiner_app.engine.describe import Describer, open_describer
from examiner_app.engine.description import Description
from examiner_app.engine.device import DeviceChoice, select_device
from examiner_app.engine.logo import Logo
from examiner_app.engine.methods import DEFAULT_METHOD
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.models.manifest import ModelFile
from examiner_app.engine.progress import Progress, Work
from examiner_app.engine.question import PLAIN, Question
from examiner_app.engine.ranking.exact import rank
from examiner_app.engine.ranking.ranks import RankTable
from examiner_app.engine.register.open import (
    VOCABULARY,
    WHITENING,
    Register,
    open_register,
)
from examiner_app.engine.register.own_models import check_bundle, check_fingerprint, find_models
from examiner_app.engine.sift_vocabulary import Vocabulary
from examiner_app.engine.whitening import load_whitening
from examiner_app.translation import tr


@dataclass(frozen=True, slots=True, eq=False)
class Examination:
    """One candidate, described and ranked against a register.

    Attributes:
        logo: The candidate as filed.
        description: The candidate as every method sees it.
        register: What was searched.
        ranks: Exact ranks of every mark under every method.
        started: When the examination began, UTC.
        seconds_describe: Time to describe the candidate.
        seconds_rank: Time to rank the whole register by every method.
        device: Where the networks ran.
        bundle_name: The models.
        bundle_id: Digest of the models.
        question: What of the candidate was searched, and with which text mask.
        models: The files of the models.
    """

    logo: Logo
    description: Description
    register: Register
    ranks: RankTable
    started: datetime
    seconds_describe: float
    seconds_rank: float
    device: str
    bundle_name: str
    bundle_id: str
    question: Question = PLAIN
    models: tuple[ModelFile, ...] = ()


Examining = Generator[Progress | Description | RankTable, None, Examination]
"""An examination under way: yields progress, the description, then growing rank tables."""


@dataclass(frozen=True, slots=True, eq=False)
class Workbench:
    """Models and a register, ready to examine candidates.

    Attributes:
        register: What is searched.
        describer: The models, with the whitening and vocabulary of the register's marks.
    """

    register: Register
    describer: Describer

    def examine(
        self, logo: Logo, first: str = DEFAULT_METHOD, question: Question = PLAIN
    ) -> Examining:
        """Describe a candidate and rank the whole register by every method.

        Yields the description as soon as it is known, then a rank table after each method,
        beginning with ``first``; closing the generator cancels between yields. By ``question``
        only a region is searched, or with a text mask that was corrected by hand.
        """
        started = datetime.now(UTC)
        yield Progress(tr("Describing the candidate"))
        begun = time.perf_counter()
        description = self.describer.answer(logo, question)
        described = time.perf_counter()
        yield description
        methods = self.register.methods
        ordered = sorted(methods, key=lambda key: key != first)
        yield Progress(tr("Ranking every mark"), 0, len(ordered))
        table = yield from rank(self.register, description, ordered)
        return Examination(
            logo,
            description,
            self.register,
            table,
            started,
            described - begun,
            time.perf_counter() - described,
            self.describer.device.name,
            self.describer.bundle_name,
            self.describer.bundle_id,
            question,
            self.describer.bundle.manifest.files,
        )


def open_workbench(
    register: Path, bundle: Path | None = None, device: DeviceChoice = "auto"
) -> Work[Workbench]:
    """Open a register and the models it was built with.

    Args:
        register: Folder of the register.
        bundle: Folder of the model bundle; by default the register's own, among those at hand.
        device: Where the networks run.

    Raises:
        RegisterError: The register cannot be opened.
        RegisterMismatchError: It was built with other models, or with such as are not at hand.
        BundleError: The models cannot be loaded.
    """
    yield Progress(tr("Opening the register"))
    opened = open_register(register)
    try:
        yield Progress(tr("Checking the models"))
        models = Bundle.open(bundle or find_models(opened.manifest))
        yield Progress(tr("Loading the models"))
        describer = describer_for(opened, models, device)
    except BaseException:
        opened.close()
        raise
    return Workbench(opened, describer)


def describer_for(register: Register, bundle: Bundle, device: DeviceChoice) -> Describer:
    """Load a bundle so that it describes as the register's marks were described.

    Raises:
        RegisterMismatchError: The register was built with other models.
        RegisterError: A file of its own whitening and vocabulary is missing.
        BundleError: The models cannot be loaded.
    """
    # Before the networks are loaded: others need not even fit what is asked of them.
    check_bundle(register.manifest, bundle.id, bundle.name)
    whitening = register.state(WHITENING)
    vocabulary = register.state(VOCABULARY)
    describer = open_describer(
        bundle,
        select_device(device),
        whitening=None if whitening is None else load_whitening(whitening),
        vocabulary=None if vocabulary is None else Vocabulary.load(vocabulary),
        methods=register.methods,
    )
    check_fingerprint(register.manifest, describer.fingerprint)
    return describer
