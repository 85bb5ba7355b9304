from __future__ import annotations

from dataclasses import replace

import pytest
from small_bundles import BACKBONE, BROKEN, CPU, FETCHED, GPU, SHIPPED, manifest

from examiner_app.engine.hardware import Hardware
from examiner_app.engine.models.at_hand import summaries
from examiner_app.gui.state.bundle_facts import Fact, all_figures, as_text, bundle_facts, figures
from examiner_app.gui.state.bundles import BundlesState, Use
from examiner_app.gui.state.device_words import device_words


def test_models_in_words() -> None:
    said = dict(fact[:2] for fact in bundle_facts(FETCHED, None, ["A", "B"]))
    assert said["Came from"] == "fetched or imported"
    assert said["Registers"] == "«A», «B»"
    assert said["Files"] == "not checked since the start of Examiner"
    assert said["On disk"] == "1.5 MB"
    assert said["Backbone"] == ""
    assert said["Network"] == "vgg16-half-logo (vgg16, width 256)"
    assert said["File"] == "backbone.safetensors, 1.5 MB"
    assert said["SHA-256"] == "b" * 64
    assert said["Licence"] == "Apache-2.0"
    assert said["Input"].startswith("letterboxed to 300 × 300 pixels, mean 0.485 0.456 0.406,")
    assert said["How"] == "train backbone\n1155 steps, 68 minutes"
    assert said["Measured"] == "MAP@100, mac: layouts 52.36"
    shipped = dict(fact[:2] for fact in bundle_facts(SHIPPED, []))
    assert shipped["Came from"] == "shipped with Examiner"
    assert "Registers" not in shipped
    assert shipped["Files"].startswith("checked")


def test_models_in_eight_bits_say_so() -> None:
    backbone = BACKBONE.model_copy(update={"precision": "int8"})
    small = replace(
        FETCHED, manifest=manifest("small").model_copy(update={"components": (backbone,)})
    )
    assert Fact("Weights", "8 bits each") in bundle_facts(small, None)
    assert "Weights" not in dict(fact[:2] for fact in bundle_facts(FETCHED, None))


def test_damaged_models_in_words() -> None:
    assert bundle_facts(BROKEN, [BROKEN.problem]) == [Fact("Folder", "/models/broken")]
    said = dict(fact[:2] for fact in bundle_facts(replace(FETCHED, sizes={}), ["A", "B"]))
    assert said["File"] == "backbone.safetensors, missing"
    assert said["Files"] == "A\nB"


def test_the_shipped_models_in_words() -> None:
    facts = bundle_facts(summaries()[0], None)
    headings = [fact.title for fact in facts if not fact.text]
    assert headings == ["Backbone", "Mark type", "Text mask", "Whitening", "Visual words"]
    assert all("\n\n" not in fact.text and len(fact.text) < 1500 for fact in facts)


def test_nothing_is_shortened_in_what_is_copied() -> None:
    text = as_text("fetched", bundle_facts(FETCHED, None))
    assert f"SHA-256: {'b' * 64}" in text
    assert f"Id: {FETCHED.id}" in text
    assert "\n\nBackbone\n" in text
    assert as_text("nothing", []) == "nothing"


def test_long_figures_are_cut() -> None:
    assert figures({}) == ""
    assert figures({"role": "x", "accuracy": 88.67, "confusion": [[1]]}) == "accuracy 88.67"
    many = figures({f"group_{number}": {"f1": number} for number in range(40)}).splitlines()
    assert (len(many), many[0], many[-1]) == (8, "group 0: f1 0", "and 33 lines more")
    assert figures({str(n): {"f1": n} for n in range(8)}).splitlines()[-1] == "and 1 line more"
    wide = {"f1": {f"kind {number}": number for number in range(12)}}
    assert figures(wide).endswith("kind 9 9, …")
    assert all_figures(wide).endswith("kind 11 11")


@pytest.mark.parametrize(
    ("hardware", "use", "name", "detail", "memory", "share"),
    [
        ([], Use(), "Looking at the processor…", "", "", None),
        (
            [CPU],
            Use(loaded="x", kind="cpu"),
            "Some CPU",
            "8 cores · 16-bit arithmetic (bfloat16)",
            "6.0 GB of 16.0 GB of memory in use (by Examiner 700 MB)",
            0.375,
        ),
        (
            [GPU, CPU],
            Use(loaded="x", kind="cuda"),
            "NVIDIA H100",
            "16-bit arithmetic (float16) · also here: Some CPU",
            "20.0 GB of 80.0 GB of memory in use",
            0.25,
        ),
        (
            [Hardware("cpu", "Old CPU", "float32", 1, 0, 2_000_000_000)],
            Use(),
            "Old CPU",
            "1 core · 32-bit arithmetic (float32) · no models are loaded yet",
            "2.0 GB of memory",
            None,
        ),
        (
            [Hardware("cpu", "x", "float8", 2)],
            Use(loaded="x"),
            "x",
            "2 cores · float8",
            "",
            None,
        ),
    ],
)
def test_processors_in_words(
    hardware: list[Hardware],
    use: Use,
    name: str,
    detail: str,
    memory: str,
    share: float | None,
) -> None:
    state = BundlesState()
    state.begin_use(use)
    state.take_hardware(hardware)
    assert device_words(state) == (name, detail, memory, share)
