"""Settings in force: chosen here or elsewhere, they are applied, kept and told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from examiner_app.gui.desk import Desk
from examiner_app.gui.live_settings import LiveSettings
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.state.arrangement import Arrangement
from examiner_app.gui.theme import Theme
from examiner_app.settings import (
    CELL_SIZE,
    CHOSEN,
    DEVICE,
    GEOMETRY,
    LAYER_COLOURS,
    MATCH_LAYOUT,
    SORT,
    THEME,
    Kind,
    Setting,
)

OTHERS = {
    THEME: "dark",
    LAYER_COLOURS: "viridis",
    MATCH_LAYOUT: "table",
    CELL_SIZE: "200",
    SORT: "fused",
    DEVICE: "cpu",
}


@pytest.fixture
def preferences() -> Preferences:
    made = Preferences()
    # As the window is given: what it begins with comes from here.
    made.set(THEME, "light")
    return made


@pytest.fixture
def arrangement() -> Arrangement:
    return Arrangement()


@pytest.fixture
def live(
    preferences: Preferences, theme: Theme, desk: Desk, arrangement: Arrangement
) -> LiveSettings:
    return LiveSettings(preferences, theme, desk, arrangement, desk)


def test_what_is_chosen_is_in_force_kept_and_told(
    live: LiveSettings,
    preferences: Preferences,
    theme: Theme,
    desk: Desk,
    arrangement: Arrangement,
) -> None:
    told: list[Setting] = []
    live.changed.connect(told.append)
    for setting, value in OTHERS.items():
        live.choose(setting, value)
        live.choose(setting, value)
        assert live.value(setting) == preferences.get(setting) == value
    assert told == list(OTHERS)
    assert theme.dark
    assert desk.layers.colours == "viridis"
    assert (arrangement.layout, arrangement.size) == ("table", 200)
    assert desk.matches.sort == "fused"
    assert desk.device == "cpu"
    live.restore_defaults()
    assert all(live.value(setting) == setting.default for setting in CHOSEN)
    assert (arrangement.layout, desk.device) == ("grid", "auto")


def test_what_is_changed_elsewhere_is_kept_and_told(
    live: LiveSettings, preferences: Preferences, theme: Theme, arrangement: Arrangement
) -> None:
    told: list[Setting] = []
    live.changed.connect(told.append)
    theme.choose("dark")
    arrangement.toggle()
    arrangement.resize(90)
    assert told == [THEME, MATCH_LAYOUT, CELL_SIZE]
    assert [preferences.get(setting) for setting in told] == ["dark", "table", "90"]


@pytest.mark.parametrize(
    ("setting", "value"),
    [(THEME, "pink"), (CELL_SIZE, "63"), (CELL_SIZE, "261"), (CELL_SIZE, ""), (SORT, "")],
)
def test_what_is_not_allowed_changes_nothing(
    live: LiveSettings, setting: Setting, value: str
) -> None:
    before = live.value(setting)
    live.choose(setting, value)
    assert live.value(setting) == before


def test_sorting_once_in_another_way_is_no_setting(live: LiveSettings, desk: Desk) -> None:
    desk.matches.sort_by("crow")
    assert live.value(SORT) == SORT.default


def test_what_was_kept_is_in_force_from_the_start(
    theme: Theme, desk: Desk, engine: Any, settle: Any
) -> None:
    preferences = Preferences()
    for setting, value in OTHERS.items():
        preferences.set(setting, value)
    LiveSettings(preferences, theme, desk, Arrangement(), desk)
    assert (desk.layers.colours, desk.matches.sort, desk.device) == ("viridis", "fused", "cpu")
    desk.open_register(Path("demo register"))
    settle()
    desk.device = "cuda"
    desk.open_register(Path("demo register"))
    settle()
    assert engine.devices == ["cpu", "cuda"]


def test_the_table_serves_a_dialog() -> None:
    groups = [setting.group for setting in CHOSEN]
    assert list(dict.fromkeys(groups)) == sorted(set(groups), key=groups.index)
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)
    assert GEOMETRY.kind is Kind.HIDDEN
    for setting in CHOSEN:
        assert setting.allows(setting.default)
        assert len(setting.names) == len(setting.choices)
        if setting.kind is Kind.NUMBER:
            assert setting.least < setting.most
            assert setting.unit
