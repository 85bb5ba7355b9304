"""What workers do to open a case again: read it, decode its images, find its register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from examiner_app.engine.region import Region
from examiner_app.engine.strokes import Stroke
from examiner_app.errors import CaseError, ExaminerError, FilterError, LogoError, QuestionError
from examiner_app.gui.case_calls import Store
from examiner_app.gui.case_work import THUMBNAIL
from examiner_app.gui.images import to_image
from examiner_app.gui.sources import KeptSource
from examiner_app.gui.state.case_images import MOST_IMAGES, CaseImage
from examiner_app.gui.state.question import Marking
from examiner_app.translation import tr, trn

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.engine.cases.case import Case, KeptImage
    from examiner_app.engine.cases.case_store import CaseStore
    from examiner_app.engine.cases.desk_record import DeskMarking, DeskRecord, DeskRegister
    from examiner_app.engine.cases.judgements import Judgement
    from examiner_app.engine.logo import Logo
    from examiner_app.engine.ranking.filters import MarkFilter

Which = Callable[["CaseStore"], tuple[str, str]]
"""Says which case is meant, by its id, and what the user is to hear of it (in the worker)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which moment of a case is wanted.

    Attributes:
        number: Of a search of its log; ``None`` for the case as it was left.
        only_new: Only marks that came to the register since that search.
    """

    number: int | None = None
    only_new: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Reopened:
    """A case that is ready for the desk.

    Attributes:
        case: The case.
        desk: What the desk is to be like.
        images: The images on it, at least one.
        markings: Digest of an image → what was drawn on it.
        shown: The image that is shown, decoded.
        register: Where the register is that was searched; ``None`` where it was not found.
        wanted: Which matches are listed.
        judged: Judgements of those that are.
        problems: What could not be restored, a sentence each.
    """

    case: Case
    desk: DeskRecord
    images: list[CaseImage]
    markings: Mapping[str, Marking]
    shown: tuple[Logo, QImage]
    register: Path | None
    wanted: MarkFilter | None
    judged: frozenset[Judgement | None]
    problems: tuple[str, ...]


def read_wished(store: Store, which: Which, wish: Wish) -> tuple[Case, DeskRecord, str]:
    """Return a case, what the desk is to be like, and what the user is to hear of it.

    Raises:
        CaseError: There is no such case or search.
    """
    name, news = which(store())
    case = store().read(name)
    return case, _desk(case, wish), news


def prepare(
    store: Store, case: Case, desk: DeskRecord, at_hand: Mapping[Path, str | None]
) -> Reopened:
    """Return a case, ready for the desk.

    Args:
        store: Opens the store.
        case: The case.
        desk: What the desk is to be like.
        at_hand: Folders of registers, with their ids where these are known; its own may be among
            them if it is not where it was.

    Raises:
        CaseError: None of its images can be read.
    """
    problems: list[str] = []
    images, shown = _images(store, case, desk, problems)
    markings = {
        image: _marking(store(), case, drawn, problems) for image, drawn in desk.markings.items()
    }
    wanted = None
    try:
        wanted = _filter(desk)
    except FilterError as error:
        problems.append(str(error))
    register = None
    if desk.searched is not None:
        register = find_register(store(), desk.searched, at_hand)
        if register is None:
            problems.append(_no_register(desk.searched))
    return Reopened(
        case, desk, images, markings, shown, register, wanted, _judged(desk), tuple(problems)
    )


def find_register(
    store: CaseStore, wanted: DeskRegister, at_hand: Mapping[Path, str | None]
) -> Path | None:
    """Return where a register is: where it is known to be, the demo, or one of those at hand."""
    from examiner_app.engine.cases import registers
    from examiner_app.resources import demo_register

    known = next((path for path, name in at_hand.items() if name == wanted.id), None)
    if known is not None:
        return known
    there = Path(wanted.path)
    # What is only a name would be looked for in the folder that the program was started in.
    places = [there] if there.is_absolute() else []
    places += registers.known_folders(store, wanted.id)
    with suppress(ExaminerError):
        places.append(demo_register())
    return registers.first_with_id(wanted.id, dict.fromkeys([*places, *at_hand]))


def _desk(case: Case, wish: Wish) -> DeskRecord:
    from examiner_app.engine.cases.desk_record import desk_at, desk_of

    if wish.number is None:
        return desk_of(case)
    search = next((one for one in case.searches if one.number == wish.number), None)
    if search is None:
        raise CaseError(
            tr("The case has no search {number}: choose one of its log.", number=wish.number)
        )
    extra = {"added_after": search.record.searched.count} if wish.only_new else None
    return desk_at(case, search, extra)


def _images(
    store: Store, case: Case, desk: DeskRecord, problems: list[str]
) -> tuple[list[CaseImage], tuple[Logo, QImage]]:
    wanted = _wanted(case, desk, problems)
    images: list[CaseImage] = []
    logos: dict[str, Logo] = {}
    for image in wanted:
        try:
            logo = _logo(store(), image)
        except (CaseError, LogoError) as error:
            problems.append(str(error))
            continue
        thumbnail = to_image(logo.pixels, THUMBNAIL)
        source = KeptSource(store, image)
        images.append(CaseImage(source, image.page, image.name, image.sha256, thumbnail))
        # Only two are kept in memory: the first one, and the one that is shown.
        if not logos or image.sha256 == desk.shown:
            logos[image.sha256] = logo
    if not images:
        raise CaseError(" ".join(problems) or tr("The case has no image: open its logo's file."))
    logo = logos.get(desk.shown) or logos[images[0].sha256]
    return images, (logo, to_image(logo.pixels))


def _wanted(case: Case, desk: DeskRecord, problems: list[str]) -> list[KeptImage]:
    """Return the images that are to be on the desk, the shown one among them."""
    kept = {image.sha256: image for image in case.images}
    wanted = [kept[sha256] for sha256 in desk.images if sha256 in kept] or list(case.images)
    if desk.shown in kept and kept[desk.shown] not in wanted[:MOST_IMAGES]:
        wanted.insert(0, kept[desk.shown])
    missing = len(set(desk.images) - set(kept))
    if missing:
        problems.append(
            trn(
                "{count} image of the case is not kept: add its file again.",
                "{count} images of the case are not kept: add their files again.",
                missing,
            )
        )
    if len(wanted) > MOST_IMAGES:
        problems.append(tr("A case takes no more images: the rest was left out."))
    return wanted[:MOST_IMAGES]


def _logo(store: CaseStore, image: KeptImage) -> Logo:
    from examiner_app.engine.cases.kept_logo import kept_logo

    return kept_logo(store, image)


def _marking(store: CaseStore, case: Case, drawn: DeskMarking, problems: list[str]) -> Marking:
    from examiner_app.engine.question import MaskCorrection

    kept = None
    if drawn.mask_of:
        try:
            data = store.correction(case.id, drawn.mask_of)
            kept = None if data is None else MaskCorrection.unpack(data)
        except (CaseError, QuestionError) as error:
            problems.append(str(error))
    return Marking(
        Region(*drawn.region) if drawn.region else None,
        tuple(Stroke(one.adds, one.size, one.points) for one in drawn.strokes),
        kept,
        drawn.mask_of if kept is not None else 0,
    )


def _filter(desk: DeskRecord) -> MarkFilter | None:
    from examiner_app.engine.ranking.filters import MarkFilter

    return MarkFilter.from_record(desk.filter) if desk.filter else None


def _judged(desk: DeskRecord) -> frozenset[Judgement | None]:
    from examiner_app.engine.cases.judgements import Judgement

    known: dict[str, Judgement | None] = {"": None} | {kind.value: kind for kind in Judgement}
    return frozenset(known[name] for name in desk.judged if name in known)


def _no_register(searched: DeskRegister) -> str:
    return tr(
        "The register {name} of the case is not in {path} any more: open it from where it is now, "
        "then open the case again.",
        name=searched.name,
        path=searched.path,
    )
