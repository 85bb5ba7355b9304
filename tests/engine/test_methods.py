from __future__ import annotations

from examiner_app.engine.methods import DEFAULT_METHOD, METHODS, SIFT_BOW, VECTOR_METHODS


def test_the_fifteen_rows_in_the_tables_order() -> None:
    assert list(METHODS) == [
        "sift_bow", "mac", "spoc", "spoc_centre", "crow", "jimenez", "rmac", "atrha_mac",
        "atrha_spoc", "ssa_mac", "ssa_spoc", "camsa_mac", "camsa_spoc", "atrha_rmac",
        "atrha_camsa_mac",
    ]  # fmt: skip
    assert len(VECTOR_METHODS) == 14
    assert SIFT_BOW not in VECTOR_METHODS
    assert DEFAULT_METHOD in METHODS


def test_records_agree_with_their_keys() -> None:
    for key, method in METHODS.items():
        assert method.key == key
        assert key.startswith("atrha_") == (method.view == "atrha")
        assert ("ssa_" in key.replace("camsa", "")) == (method.attention == "ssa")
        assert ("camsa_" in key) == (method.attention == "camsa")
        assert method.explanation.endswith(".")
