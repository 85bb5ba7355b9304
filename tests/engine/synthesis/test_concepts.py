from __future__ import annotations

import pytest

from examiner_app.engine.synthesis.concepts import (
    concept_of,
    is_brand,
    is_text_like,
    may_be_lettered,
)


@pytest.mark.parametrize(
    ("family", "name", "concept"),
    [
        ("tabler", "home", "home"),
        ("tabler", "home-filled", "home"),
        ("bx", "bxs-home", "home"),
        ("heroicons", "home-20-solid", "home"),
        ("material-symbols", "home-outline-rounded", "home"),
        ("healthicons", "home-24px", "home"),
        ("ph", "home-light", "home"),
        ("tabler", "traffic-light", "traffic-light"),
        ("carbon", "arrow--up", "arrow-up"),
        ("noto", "waving-hand-medium-dark-skin-tone", "waving-hand"),
        ("fluent-emoji-flat", "waving-hand-medium-dark", "waving-hand"),
        ("devicon", "react-original", "react"),
        ("vscode-icons", "file-type-light-babel", "babel"),
        ("logos", "stripe-icon", "stripe"),
        ("mdi", "outline", "outline"),
    ],
)
def test_sets_agree_on_a_concept(family: str, name: str, concept: str) -> None:
    assert concept_of(family, name) == concept


@pytest.mark.parametrize(
    "name",
    ["letter-a", "alpha-a-box", "numeric-1-box", "format-bold", "circle-letter-b", "h-1", "4k",
     "badge-3d", "file-type-pdf", "square-rounded-letter-z", "timer-10", "a-button-blood-type",
     "react-wordmark", "currency-euro"],
)  # fmt: skip
def test_lettered_names_are_text(name: str) -> None:
    assert is_text_like(name)


@pytest.mark.parametrize(
    "name", ["home", "home-2", "battery-charging", "apple", "arrow-up", "home-20-solid", "anchor"]
)
def test_figures_are_not_text(name: str) -> None:
    assert not is_text_like(name)


def test_real_logos_may_be_lettered() -> None:
    assert may_be_lettered("simple-icons", "acme")
    assert may_be_lettered("tabler", "brand-acme")
    assert not may_be_lettered("tabler", "home")
    assert is_brand("devicon", "acme")
    assert not is_brand("tabler", "zzz-off")


def test_things_with_letters_on_them_may_be_lettered() -> None:
    for name in ("view-360", "rdt-result-pf-outline", "NPM_square", "file-type-jsx", "zzz"):
        assert may_be_lettered("iconoir", name), name
    for name in ("dnstest", "evening", "slots", "hairdryer"):
        assert not may_be_lettered("iconoir", name), name
