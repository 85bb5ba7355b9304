from __future__ import annotations

from collections.abc import Callable

from examiner_app.engine.bench.describe import bench_describe
from examiner_app.engine.describe import Describer
from examiner_app.engine.logo import Logo
from examiner_app.engine.progress import finish


def test_one_pass_is_faster_than_one_by_one(
    describer: Describer, mark: Callable[..., Logo]
) -> None:
    result = finish(bench_describe(describer, [mark(1), mark(2)], rounds=1))
    assert result.speedup == result.marks_per_second / result.one_by_one_marks_per_second
    # Fifteen passes against one: even a busy machine keeps that order.
    assert result.speedup > 2
    assert result.trunk_only_marks_per_second > result.marks_per_second
    assert result.device == "CPU"
