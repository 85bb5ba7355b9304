from __future__ import annotations

from examiner_app.engine.bench.rank import bench_rank
from examiner_app.engine.progress import finish


def test_ratios_belong_to_their_times() -> None:
    result = finish(bench_rank(500, dimensions=16, rounds=1))
    assert (result.marks, result.methods) == (500, 14)
    assert result.ratio_to_bound == result.seconds / result.bound_seconds
    assert result.speedup_over_faiss_flat == result.faiss_flat_seconds / result.seconds
    assert result.peak_rss_bytes > 10_000_000
