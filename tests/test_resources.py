from __future__ import annotations

import csv

import pytest

from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.register.open import open_register
from examiner_app.engine.register.own_models import find_models
from examiner_app.engine.synthesis.groups import GroupKind
from examiner_app.errors import ExaminerError
from examiner_app.resources import default_bundle, demo_logos, demo_register, resource


def test_the_shipped_bundle_is_whole() -> None:
    assert Bundle.open(default_bundle()).problems() == []


def test_the_demo_register_was_built_with_the_shipped_bundle() -> None:
    register = open_register(demo_register())
    try:
        assert register.count >= 1500
        assert register.manifest.bundle.id == Bundle.open(default_bundle()).id
        assert find_models(register.manifest) == default_bundle()
    finally:
        register.close()


def test_the_demo_covers_every_kind_of_group() -> None:
    register = open_register(demo_register())
    try:
        with resource("demo", "groups.csv").open(newline="", encoding="utf-8") as file:
            kinds = {int(row["group"]): row["kind"] for row in csv.DictReader(file)}
        assert kinds.keys() == set(register.catalogue.groups().values())
        assert set(kinds.values()) == {kind.value for kind in GroupKind}
    finally:
        register.close()


def test_there_are_sample_logos() -> None:
    assert len(list(demo_logos().glob("*.*"))) >= 3


def test_what_is_missing_is_named() -> None:
    with pytest.raises(ExaminerError, match="nothing/here is missing"):
        resource("nothing", "here")
