"""How fast marks are described: all methods in one pass, against each method on its own."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from examiner_app.engine.describe import BATCH, Describer, available_methods
from examiner_app.engine.logo import Logo, letterbox
from examiner_app.engine.progress import Stage, Work


@dataclass(frozen=True, slots=True)
class DescribeBench:
    """Rates of one run, each the median of several rounds measured in turn.

    Attributes:
        marks_per_second: Every method in one pass.
        one_by_one_marks_per_second: Every method on its own, one after the other, each running
            only the networks that it uses.
        speedup: The first over the second.
        trunk_only_marks_per_second: VGG-16 alone on the mark as filed, images ready in memory:
            no describing with this network can be faster.
        device: Where it ran.
    """

    marks_per_second: float
    one_by_one_marks_per_second: float
    speedup: float
    trunk_only_marks_per_second: float
    device: str


def bench_describe(
    describer: Describer, logos: Sequence[Logo], rounds: int = 3
) -> Work[DescribeBench]:
    """Measure describing the same marks in three ways, in turn, ``rounds`` times.

    Args:
        describer: Computes every method.
        logos: Marks that are already decoded.
        rounds: How often each way is measured, after one round that is not counted.
    """
    singles = [
        Describer(
            describer.bundle,
            describer.networks,
            describer.device,
            describer.whitening,
            describer.vocabulary,
            (key,),
            types=False,
        )
        for key in available_methods(describer.networks)
    ]
    ways: dict[str, Callable[[], object]] = {
        "together": lambda: describer.describe(logos, layers=False),
        "one by one": lambda: [one.describe(logos, layers=False) for one in singles],
        "trunk only": lambda: _trunk_only(describer, logos),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    stage = Stage("Measuring", (rounds + 1) * len(ways))
    for turn in range(rounds + 1):
        for name, work in ways.items():
            begun = time.perf_counter()
            work()
            if turn:
                seconds[name].append(time.perf_counter() - begun)
            yield stage.step(1, name)
    rate = {name: len(logos) / statistics.median(times) for name, times in seconds.items()}
    return DescribeBench(
        rate["together"],
        rate["one by one"],
        rate["together"] / rate["one by one"],
        rate["trunk only"],
        describer.device.name,
    )


@torch.inference_mode()
def _trunk_only(describer: Describer, logos: Sequence[Logo]) -> None:
    place, dtype = describer.device.torch_device, describer.device.dtype
    side = describer.networks.preprocessing.side
    for start in range(0, len(logos), BATCH):
        batch_logos = logos[start : start + BATCH]
        squares = [letterbox(logo.pixels, side)[0] for logo in batch_logos]
        batch = torch.from_numpy(np.stack(squares)).to(place).permute(0, 3, 1, 2)
        inputs = (batch.float() / 255).to(dtype, memory_format=torch.channels_last)
        describer.networks.trunk(inputs)[0, 0, 0, 0].item()
