from __future__ import annotations

from pathlib import Path

from examiner_app.errors import LogoError
from examiner_app.gui.messages import Level, Messages


def test_errors_wait_until_they_are_dismissed_newest_first() -> None:
    messages = Messages()
    messages.refuse(LogoError("One."))
    messages.refuse(LogoError("Two."))
    assert messages.current is not None
    assert messages.current.text == "Two."
    messages.dismiss()
    assert messages.current.text == "One."
    messages.dismiss()
    messages.dismiss()
    assert messages.current is None
    assert [message.text for message in messages.history] == ["One.", "Two."]


def test_the_same_sentence_waits_only_once() -> None:
    messages = Messages()
    messages.refuse(LogoError("One."))
    messages.refuse(LogoError("One."))
    assert len(messages.waiting) == 1
    assert len(messages.history) == 2


def test_a_success_replaces_a_success_and_never_an_error() -> None:
    messages = Messages()
    messages.refuse(LogoError("Broken."))
    messages.success("First.")
    messages.success("Second.", Path("a.pdf"))
    assert [message.text for message in messages.waiting] == ["Broken.", "Second."]
    assert messages.waiting[-1].file == Path("a.pdf")


def test_an_unexpected_error_is_one_sentence_with_its_traceback_behind() -> None:
    messages = Messages()
    messages.report("reading the logo", ZeroDivisionError("by zero"))
    message = messages.waiting[0]
    assert message.level is Level.ERROR
    assert message.text == (
        "Examiner failed while reading the logo (ZeroDivisionError): please try again."
    )
    assert "by zero" in message.detail
    messages.report("reading the logo", LogoError("Known."))
    assert messages.waiting[-1].text == "Known."
    assert not messages.waiting[-1].detail
