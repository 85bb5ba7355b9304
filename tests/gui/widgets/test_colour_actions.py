"""The menu of colour maps."""

from __future__ import annotations

from examiner_app.engine.colour_maps import COLOUR_MAPS
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.settings import LAYER_COLOURS


def test_the_menu_and_the_state_say_the_same(window: MainWindow) -> None:
    maps, layers = window.colours.maps, window.desk.layers
    assert list(maps) == list(COLOUR_MAPS)
    assert maps["paper"].isChecked()
    maps["viridis"].trigger()
    assert layers.colours == "viridis"
    layers.use_colours("grey")
    assert [key for key, action in maps.items() if action.isChecked()] == ["grey"]
    assert set(maps.values()) <= set(window.actions())


def test_the_choice_is_remembered(window: MainWindow) -> None:
    window.colours.maps["cividis"].trigger()
    window.close()
    assert window.preferences.get(LAYER_COLOURS) == "cividis"
