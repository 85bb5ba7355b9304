"""What is said of the processor in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from examiner_app.engine.wording import size_text
from examiner_app.translation import tr, trn

if TYPE_CHECKING:
    from examiner_app.gui.state.bundles import BundlesState

_FORMATS: Final = {
    "float32": tr("32-bit arithmetic (float32)"),
    "float16": tr("16-bit arithmetic (float16)"),
    "bfloat16": tr("16-bit arithmetic (bfloat16)"),
}


class DeviceWords(NamedTuple):
    """The processor in use, in words.

    Attributes:
        name: What it is called.
        detail: Its cores, its arithmetic, and what else there is.
        memory: How full its memory is.
        share: The same as a share of 1; ``None`` where it is not known.
    """

    name: str
    detail: str
    memory: str = ""
    share: float | None = None


def device_words(state: BundlesState) -> DeviceWords:
    """Return what is said of the processor in use."""
    device = state.device
    if device is None:
        return DeviceWords(tr("Looking at the processor…"), "")
    parts = [_FORMATS.get(device.arithmetic, device.arithmetic)]
    if device.cores:
        parts.insert(0, trn("{count} core", "{count} cores", device.cores))
    if not state.use.loaded:
        parts.append(tr("no models are loaded yet"))
    parts += [
        tr("also here: {name}", name=one.name) for one in state.hardware if one.kind != device.kind
    ]
    if not device.total:
        return DeviceWords(device.name, " · ".join(parts))
    total = size_text(device.total)
    if not device.used:
        text = tr("{size} of memory", size=total)
        return DeviceWords(device.name, " · ".join(parts), text)
    memory = tr("{used} of {total} of memory in use", used=size_text(device.used), total=total)
    if device.own:
        own = tr("by Examiner {size}", size=size_text(device.own))
        memory = f"{memory} ({own})"
    share = min(1.0, device.used / device.total)
    return DeviceWords(device.name, " · ".join(parts), memory, share)
