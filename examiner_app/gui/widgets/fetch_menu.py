"""The weights that can be fetched, each with its size."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from examiner_app.engine.wording import size_text
from examiner_app.gui.state.bundles import BundlesState
from examiner_app.translation import tr

WEIGHTS: Final = {
    "vgg16-imagenet": tr("ImageNet VGG-16, nearest to the paper's"),
    "vgg16-imagenet-v1": tr("ImageNet VGG-16, torchvision's own training"),
}
"""What weights that can be fetched are called, by name."""


class FetchMenu(QMenu):
    """A menu of weights.

    Signals:
        chosen(str): The user wants those of this name.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)

    def show_sources(self, state: BundlesState) -> None:
        """Offer what there is to fetch, and say what of it is here."""
        here = {bundle.folder.name for bundle in state.bundles if not state.problems(bundle)}
        self.clear()
        for source in state.sources:
            weights, size = WEIGHTS.get(source.name, source.name), size_text(source.size)
            if source.name in here:
                text = tr("{weights}: {size}, here already", weights=weights, size=size)
            else:
                text = tr("{weights}: {size}", weights=weights, size=size)
            action = self.addAction(text.replace("&", "&&"))
            action.setToolTip(f"{source.name}\n{source.url}")
            action.triggered.connect(partial(self.chosen.emit, source.name))
