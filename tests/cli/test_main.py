from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable

import pytest

from examiner_app import __version__
from examiner_app.cli import main as module
from examiner_app.errors import LogoError

Run = Callable[..., tuple[int, str, str]]


def test_help_lists_every_command_and_imports_no_networks() -> None:
    code = (
        "import sys\n"
        "from examiner_app.cli.main import main\n"
        "assert main(['--help']) == 0\n"
        "heavy = {'torch', 'numpy', 'faiss', 'cv2', 'reportlab'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)  # noqa: PLW1510, S603
    assert result.returncode == 0, result.stderr
    for name, command in module.COMMANDS.items():
        assert name in result.stdout
        assert command.help in result.stdout


@pytest.mark.parametrize("name", module.COMMANDS)
def test_every_command_is_there_and_explains_itself(name: str, cli: Run) -> None:
    code, out, _ = cli(name, "--help")
    assert code == 0
    assert f"examiner-cli {name}" in out


def test_the_version(cli: Run) -> None:
    assert cli("--version") == (0, f"Examiner {__version__}\n", "")


@pytest.mark.parametrize(
    "words", [[], ["nonsense"], ["examine"], ["examine", "a.png", "--nonsense"], ["register"]]
)
def test_wrong_usage_is_exit_code_2(words: list[str], cli: Run) -> None:
    code, out, err = cli(*words)
    assert code == 2
    assert "Usage" in out + err


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (LogoError("a.png\nis damaged."), "Error: a.png is damaged.\n"),
        (
            OSError(errno.ENOSPC, "No space left on device", "out/x.npz"),
            "Error: No space left on device (out/x.npz).\n",
        ),
        (
            ValueError("bad"),
            "Error: Something went wrong that should not (ValueError: bad): set "
            "EXAMINER_TRACEBACK=1 and run it again to see where.\n",
        ),
        (KeyboardInterrupt(), f"{module.STOPPED}\n"),
    ],
)
def test_every_failure_is_one_line_and_exit_code_1(
    error: BaseException, line: str, cli: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> None:
        raise error

    monkeypatch.delenv("EXAMINER_TRACEBACK", raising=False)
    monkeypatch.setattr(module, "build_app", fail)
    assert cli("examine") == (1, "", line)


def test_a_traceback_can_be_asked_for(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise ValueError("bad")

    monkeypatch.setenv("EXAMINER_TRACEBACK", "1")
    monkeypatch.setattr(module, "build_app", fail)
    with pytest.raises(ValueError, match="bad"):
        cli("examine")
