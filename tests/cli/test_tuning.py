from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from examiner_app.cli import main as commands
from examiner_app.cli.tuning import SETTINGS, VARIABLE, WAITING, tune

glibc_only = pytest.mark.skipif(
    sys.platform != "linux" or platform.libc_ver()[0] != "glibc", reason="glibc only"
)
_CALLS: list[list[str]] = []


@pytest.fixture(autouse=True)
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    _CALLS.clear()
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv(WAITING, "")
    monkeypatch.delenv(WAITING)
    monkeypatch.setattr(os, "execv", lambda _, words: _CALLS.append(words))
    return _CALLS


@glibc_only
def test_the_same_program_is_started_again_once(calls: list[list[str]]) -> None:
    tune()
    assert calls == [[sys.executable, *sys.orig_argv[1:]]]
    assert os.environ[VARIABLE] == SETTINGS
    assert os.environ[WAITING] == "PASSIVE"
    tune()
    assert len(calls) == 1


def test_settings_of_the_users_own_are_left_alone(
    calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "glibc.malloc.check=0")
    tune()
    assert not calls


@glibc_only
def test_how_threads_wait_may_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAITING, "ACTIVE")
    tune()
    assert os.environ[WAITING] == "ACTIVE"


@pytest.mark.parametrize(("system", "library"), [("darwin", ""), ("win32", ""), ("linux", "musl")])
def test_other_systems_are_left_alone(
    calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, system: str, library: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "libc_ver", lambda: (library, ""))
    tune()
    assert not calls
    assert VARIABLE not in os.environ


@glibc_only
@pytest.mark.parametrize(("words", "again"), [(["train"], 1), (["models"], 0), (["nonsense"], 0)])
def test_only_commands_that_compute_are_started_again(
    calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, words: list[str], again: int
) -> None:
    monkeypatch.setattr(sys, "argv", ["examiner-cli", *words])
    monkeypatch.setattr(commands, "main", lambda _: 0)
    with pytest.raises(SystemExit):
        commands.run()
    assert len(calls) == again


@glibc_only
def test_a_real_program_keeps_its_arguments_and_its_exit_code() -> None:
    code = (
        "import os, sys\n"
        "from examiner_app.cli.tuning import VARIABLE, tune\n"
        "tune()\n"
        "print(os.environ[VARIABLE], *sys.argv[1:])\n"
        "sys.exit(3)\n"
    )
    environment = {key: value for key, value in os.environ.items() if key != VARIABLE}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, "a b", "--c"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, f"{SETTINGS} a b --c\n")
