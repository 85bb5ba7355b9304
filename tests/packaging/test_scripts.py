"""The shell scripts, with stand-ins for Python, pip, apt-get and Examiner: nothing is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
BASH = shutil.which("bash")

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or BASH is None, reason="the scripts are for Linux"
)

VENV_PYTHON = """#!/bin/sh
case "$*" in
  *"import pip"*) echo "(3, 11)" ;;
  --version) echo "Python 3.11.9" ;;
  *) echo "venv-python $*" >> "$LOG" ;;
esac
"""

SYSTEM_PYTHON = """#!/bin/sh
case "$*" in
  *"sys.exit(sys.version_info"*) [ "$VERSION" -ge 11 ] ;;
  *'"%d.%d"'*) echo "3.$VERSION" ;;
  *"sys.version_info[:2])") echo "(3, $VERSION)" ;;
  *ensurepip*) [ -z "${NO_VENV:-}" ] ;;
  --version) echo "Python 3.$VERSION.0" ;;
  "-m venv --clear "*)
    echo "venv" >> "$LOG"
    rm -rf "$4"; mkdir -p "$4/bin"
    cp "$STANDINS/venv-python" "$4/bin/python"
    for name in examiner examiner-cli ruff mypy lint-imports; do
      printf '#!/bin/sh\\necho "%s $*" >> "$LOG"\\nexit ${EXIT_%s:-0}\\n' \\
        "$name" "$(echo $name | tr -d -)" > "$4/bin/$name"
      chmod +x "$4/bin/$name"
    done ;;
esac
"""

LDCONFIG = """#!/bin/sh
for name in $LIBRARIES; do echo "	$name (libc6,x86-64) => /lib/$name"; done
"""


@dataclass
class Place:
    """A checkout with stand-ins."""

    root: Path
    environment: dict[str, str]

    def run(self, script: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a script in a folder that is not the checkout."""
        assert BASH is not None
        elsewhere = self.root.parent / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        return subprocess.run(  # noqa: S603 - our own script
            [BASH, str(self.root / "packaging" / script), *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=elsewhere,
            env={**self.environment, **environment},
        )

    def log(self) -> list[str]:
        """Return what the stand-ins were asked for, and forget it."""
        path = Path(self.environment["LOG"])
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return lines


def _program(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def _qt_libraries() -> str:
    text = (PACKAGING / "setup.sh").read_text(encoding="utf-8")
    block = text.split('QT_LIBRARIES="', 1)[1].split('"', 1)[0]
    return " ".join(line.split("=")[0] for line in block.split())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    root, standins = tmp_path / "check out", tmp_path / "bin"
    (root / "packaging").mkdir(parents=True)
    standins.mkdir()
    for name in ("setup.sh", "run.sh", "test.sh"):
        shutil.copy(PACKAGING / name, root / "packaging" / name)
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    logos = root / "resources" / "demo" / "logos"
    logos.mkdir(parents=True)
    for name in ("b.png", "a.png"):
        (logos / name).write_bytes(b"")
    _program(standins / "python3", SYSTEM_PYTHON)
    _program(standins / "venv-python", VENV_PYTHON)
    _program(standins / "ldconfig", LDCONFIG)
    _program(standins / "sudo", "#!/bin/sh\nexit 1\n")
    _program(standins / "apt-get", '#!/bin/sh\necho "apt-get $*" >> "$LOG"\nexit ${NO_APT:-0}\n')
    environment = {
        "PATH": f"{standins}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "LOG": str(tmp_path / "log"),
        "STANDINS": str(standins),
        "LIBRARIES": _qt_libraries(),
        "VERSION": "11",
    }
    return Place(root, environment)


def test_without_a_screen_it_says_so_and_examines_all_the_same(place: Place) -> None:
    result = place.run("run.sh")
    assert result.returncode == 0, result.stderr
    assert "There is no screen here" in result.stderr
    out = place.root.parent / "elsewhere" / "examination"
    logo = place.root / "resources" / "demo" / "logos" / "a.png"
    register = place.root / "resources" / "demo" / "register"
    assert place.log() == [
        "venv",
        f"venv-python -m pip install --quiet --editable {place.root}",
        f"venv-python -m compileall -q {place.root}/examiner_app",
        f"examiner-cli examine {logo} --register {register} --report {out}/report.pdf "
        f"--report {out}/report.html --overwrite",
        f"examiner-cli describe {logo} --out {out}",
        f"examiner {logo} --register {register} --picture {out}/window.png --size 1440x900",
    ]


def test_with_a_screen_the_window_opens_on_the_logo(place: Place) -> None:
    logo = place.root.parent / "elsewhere" / "my logo.png"
    logo.parent.mkdir()
    logo.write_bytes(b"")
    assert place.run("run.sh", "my logo.png", DISPLAY=":0").returncode == 0
    register = place.root / "resources" / "demo" / "register"
    assert place.log()[3:] == [f"examiner my logo.png --register {register}"]


def test_a_screen_that_cannot_be_used_is_no_screen(place: Place) -> None:
    result = place.run("run.sh", DISPLAY=":99", EXIT_examiner="1")
    assert "examining without it" in result.stderr
    assert any(line.startswith("examiner-cli examine") for line in place.log())


def test_the_second_time_nothing_is_installed(place: Place) -> None:
    place.run("run.sh", DISPLAY=":0")
    place.log()
    assert place.run("run.sh", DISPLAY=":0").returncode == 0
    assert [line.split()[0] for line in place.log()] == ["examiner"]


def test_other_requirements_are_installed_into_the_same_environment(place: Place) -> None:
    place.run("run.sh", DISPLAY=":0")
    (place.root / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    place.log()
    place.run("run.sh", DISPLAY=":0")
    assert place.log()[0].startswith("venv-python -m pip install")


def test_the_tools_of_development_satisfy_both_scripts(place: Place) -> None:
    result = place.run("test.sh", "-k", "logo", LIBRARIES=_qt_libraries())
    assert result.returncode == 0, result.stderr
    assert place.log() == [
        "venv",
        f"venv-python -m pip install --quiet --editable {place.root}[dev]",
        f"venv-python -m compileall -q {place.root}/examiner_app",
        "ruff check .",
        "ruff format --check .",
        "mypy ",
        "lint-imports ",
        "venv-python -m pytest -n 2 -m not heavy -k logo",
    ]
    place.run("run.sh", DISPLAY=":0")
    assert [line.split()[0] for line in place.log()] == ["examiner"]


@pytest.mark.parametrize("tool", ["ruff", "mypy", "lintimports"])
def test_a_failing_check_fails_the_whole(place: Place, tool: str) -> None:
    assert place.run("test.sh", **{f"EXIT_{tool}": "3"}).returncode == 3
    assert not any("-m pytest" in line for line in place.log())


def test_an_old_python_is_refused_in_a_clear_sentence(place: Place) -> None:
    result = place.run("run.sh", PYTHON="python3", VERSION="9")
    assert result.returncode == 1
    assert result.stderr == (
        "python3 is Python 3.9.0, but Examiner needs Python 3.11 or newer: set PYTHON to one.\n"
    )
    result = place.run("run.sh", PYTHON="no-such-python")
    assert result.returncode == 1
    assert "which is no program" in result.stderr
    assert place.log() == []


def test_another_python_makes_the_environment_anew(place: Place) -> None:
    place.run("run.sh", DISPLAY=":0")
    place.log()
    place.run("run.sh", DISPLAY=":0", PYTHON="python3")
    assert [line.split()[0] for line in place.log()] == ["examiner"]
    place.run("run.sh", DISPLAY=":0", PYTHON="python3", VERSION="12")
    assert place.log()[0] == "venv"


def test_missing_libraries_are_installed_or_named(place: Place) -> None:
    few = _qt_libraries().replace("libEGL.so.1", "").replace("libxcb-cursor.so.0", "")
    result = place.run("run.sh", DISPLAY=":0", LIBRARIES=few)
    assert "libegl1 libxcb-cursor0" in result.stderr
    if os.geteuid() == 0:
        wanted = "apt-get -qq -y --no-install-recommends install libegl1 libxcb-cursor0"
        assert wanted in place.log()
    result = place.run("run.sh", DISPLAY=":0", LIBRARIES=few, NO_APT="1")
    assert result.returncode == 0
    assert "on Debian: apt-get install libegl1 libxcb-cursor0" in result.stderr


def test_a_python_without_venv_is_helped_or_explained(place: Place) -> None:
    result = place.run("run.sh", NO_VENV="1", NO_APT="1")
    assert result.returncode == 1
    assert "install the package python3.11-venv" in result.stderr


def test_a_missing_logo_and_too_many_words_are_refused(place: Place) -> None:
    assert place.run("run.sh", "gone.png").returncode == 1
    assert place.run("run.sh", "a", "b").returncode == 2
    assert place.log() == []


def test_help(place: Place) -> None:
    result = place.run("run.sh", "--help")
    assert result.returncode == 0
    assert "bash packaging/run.sh [LOGO]" in result.stdout
