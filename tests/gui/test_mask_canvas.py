from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from examiner_app.engine.pictures import TEXT_COLOUR
from examiner_app.engine.region import Region
from examiner_app.engine.strokes import Stroke
from examiner_app.gui.mask_canvas import TEXT, MaskCanvas
from examiner_app.gui.state.question import Marking

MARK = QSize(400, 200)
SHOWN = QSize(200, 100)
ADD = Stroke(True, 40, ((100.0, 100.0), (200.0, 100.0)))
TAKE = Stroke(False, 40, ((200.0, 100.0), (300.0, 100.0)))


def half_text() -> QImage:
    """A mask whose right half is text."""
    base = QImage(SHOWN, QImage.Format.Format_ARGB32_Premultiplied)
    base.fill(Qt.GlobalColor.transparent)
    for x in range(100, 200):
        for y in range(100):
            base.setPixelColor(x, y, TEXT)
    return base


def text_at(image: QImage, x: int, y: int) -> bool:
    """Whether a pixel of the mark is text in a picture of half its size."""
    return image.pixelColor(x // 2, y // 2).alpha() > 127


def test_the_colour_is_that_of_the_engines_picture() -> None:
    assert (TEXT.red(), TEXT.green(), TEXT.blue()) == TEXT_COLOUR


def test_strokes_add_and_take_in_order() -> None:
    base = half_text()
    image = MaskCanvas().picture(base, SHOWN, MARK, Marking(None, (ADD, TAKE)))
    assert text_at(image, 100, 100)
    assert text_at(image, 170, 100)
    assert not text_at(image, 250, 100), "taken away"
    assert text_at(image, 250, 150), "not reached by the brush"
    assert not text_at(image, 100, 130)
    assert text_at(base, 250, 100), "the base stays as it is"


def test_without_a_base_the_strokes_stand_alone() -> None:
    image = MaskCanvas().picture(None, SHOWN, MARK, Marking(None, (ADD,)))
    assert image.size() == SHOWN
    assert text_at(image, 150, 100)
    assert not text_at(image, 350, 100)


def test_nothing_is_drawn_outside_the_region() -> None:
    marking = Marking(Region(0, 0, 160, 200), (ADD,))
    image = MaskCanvas().picture(None, SHOWN, MARK, marking)
    assert text_at(image, 150, 100)
    assert not text_at(image, 170, 100)


def test_a_stroke_grows_point_by_point_and_may_be_dropped() -> None:
    canvas = MaskCanvas()
    part = Stroke(True, 40, ADD.points[:1])
    image = canvas.picture(None, SHOWN, MARK, Marking(), part)
    assert text_at(image, 100, 100)
    assert not text_at(image, 200, 100)
    image = canvas.picture(None, SHOWN, MARK, Marking(), ADD)
    assert text_at(image, 150, 100)
    again = canvas.picture(half_text(), SHOWN, MARK, Marking(), ADD)
    assert text_at(again, 150, 100), "another base came while it was drawn"
    image = canvas.picture(None, SHOWN, MARK, Marking())
    assert not text_at(image, 150, 100), "Esc took it away"


def test_undo_takes_a_stroke_away_and_redo_brings_it_back() -> None:
    canvas, base = MaskCanvas(), half_text()
    both = canvas.picture(base, SHOWN, MARK, Marking(None, (ADD, TAKE))).copy()
    one = canvas.picture(base, SHOWN, MARK, Marking(None, (ADD,)))
    assert text_at(one, 250, 100)
    assert text_at(one, 150, 100)
    none = canvas.picture(base, SHOWN, MARK, Marking())
    assert none == base
    assert canvas.picture(base, SHOWN, MARK, Marking(None, (ADD, TAKE))) == both


def test_only_what_is_new_is_drawn() -> None:
    canvas, base = MaskCanvas(), half_text()
    first = canvas.picture(base, SHOWN, MARK, Marking(None, (ADD,)))
    key = first.cacheKey()
    assert canvas.picture(base, SHOWN, MARK, Marking(None, (ADD,))).cacheKey() == key
    # One that is finished lies over what was drawn of it before.
    growing = canvas.picture(base, SHOWN, MARK, Marking(None, (ADD,)), TAKE)
    done = canvas.picture(base, SHOWN, MARK, Marking(None, (ADD, TAKE)))
    assert not text_at(done, 250, 100)
    assert growing.size() == done.size()
