"""What the examiner holds of marks under every image of a case: of several, the latest holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from examiner_app.engine.cases.judgements import Assessment

ByImage = dict[str, Assessment | None]
"""By the digest of the image that a mark was judged under; ``None`` where it was not."""

_TICK: Final = timedelta(microseconds=1)


class CaseAssessments:
    """Assessments by row of the register and image of the case.

    Attributes:
        rows: The one of each row that holds.
    """

    def __init__(self) -> None:
        self.rows: dict[int, Assessment] = {}
        self._by_image: dict[int, dict[str, Assessment]] = {}

    def of(self, row: int) -> ByImage:
        """Return what is held of a row, by image."""
        return dict(self._by_image.get(row, {}))

    def change(self, row: int, image: str, after: Assessment) -> ByImage:
        """Return what is to be held of a row once it is assessed anew under an image.

        One that says nothing takes away what was said under other images too, or it would come
        back in its place.
        """
        held = self.of(row)
        if not after:
            return dict.fromkeys({**held, image: None})
        before = self.rows.get(row)
        if before is not None and after.changed <= before.changed:
            # A clock that was set back must not bring the former one back.
            after = replace(after, changed=before.changed + _TICK)
        return {**held, image: replace(after, image=image)}

    def put(self, row: int, image: str, assessment: Assessment | None) -> None:
        """Hold this of a row under an image, or nothing."""
        held = self._by_image.setdefault(row, {})
        if assessment is None:
            held.pop(image, None)
        else:
            held[image] = assessment
        self._settle(row)

    def join(self, image: str, kept: Mapping[int, Assessment]) -> None:
        """Take in what is kept under an image; what is held already is newer."""
        for row, assessment in kept.items():
            self._by_image.setdefault(row, {}).setdefault(image, assessment)
            self._settle(row)

    def leave(self, image: str) -> None:
        """Let go of an image that is no more of the case."""
        for row, held in list(self._by_image.items()):
            held.pop(image, None)
            self._settle(row)

    def clear(self) -> None:
        """Hold nothing."""
        self.rows.clear()
        self._by_image.clear()

    def _settle(self, row: int) -> None:
        held = self._by_image[row]
        if held:
            self.rows[row] = max(held.values(), key=lambda one: one.changed)
        else:
            del self._by_image[row]
            self.rows.pop(row, None)
