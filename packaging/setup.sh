#!/usr/bin/env bash
# Functions that run.sh and test.sh share: a virtual environment in .venv, and Qt's libraries.
# Sourced, not run. Everything here may be called again and again: what is there is left alone.

EXAMINER_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
EXAMINER_VENV=$EXAMINER_ROOT/.venv

# What Qt loads, and the Debian package that has it.
QT_LIBRARIES="
libEGL.so.1=libegl1
libGL.so.1=libgl1
libdbus-1.so.3=libdbus-1-3
libfontconfig.so.1=libfontconfig1
libglib-2.0.so.0=libglib2.0-0
libxkbcommon.so.0=libxkbcommon0
libxkbcommon-x11.so.0=libxkbcommon-x11-0
libxcb-cursor.so.0=libxcb-cursor0
libxcb-icccm.so.4=libxcb-icccm4
libxcb-image.so.0=libxcb-image0
libxcb-keysyms.so.1=libxcb-keysyms1
libxcb-render-util.so.0=libxcb-render-util0
libxcb-shape.so.0=libxcb-shape0
libxcb-xinerama.so.0=libxcb-xinerama0
libxcb-xkb.so.1=libxcb-xkb1
"

say() { printf '%s\n' "$*" >&2; }

stop() {
  say "$*"
  exit 1
}

# Prints the Python to build the environment with: $PYTHON, or the first that is new enough.
find_python() {
  local candidate
  if [ -n "${PYTHON:-}" ]; then
    command -v "$PYTHON" >/dev/null || stop "PYTHON is $PYTHON, which is no program: name a Python 3.11 or newer."
    is_new_enough "$PYTHON" || stop "$PYTHON is $("$PYTHON" --version 2>&1), but Examiner needs Python 3.11 or newer: set PYTHON to one."
    printf '%s\n' "$PYTHON"
    return
  fi
  for candidate in python3 python3.13 python3.12 python3.11 python3.14 python; do
    if command -v "$candidate" >/dev/null && is_new_enough "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  stop "Examiner needs Python 3.11 or newer, and there is none here: install it (Debian: apt-get install python3 python3-venv), or set PYTHON to one."
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# install_packages PACKAGE…: with apt-get, as root or by a sudo that asks for no password.
# Fails, and says nothing, where that may not be done.
install_packages() {
  local as_root=()
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || return 1
    as_root=(sudo -n)
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update >/dev/null || return 1
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -y --no-install-recommends install "$@" >/dev/null || return 1
}

# Prints the packages of the libraries that the loader does not find.
missing_qt_packages() {
  local ldconfig known entry
  ldconfig=$(command -v ldconfig || printf '/sbin/ldconfig')
  [ -x "$ldconfig" ] || return 0
  known=$("$ldconfig" -p)
  for entry in $QT_LIBRARIES; do
    [[ $known == *"${entry%%=*} "* ]] || printf '%s\n' "${entry##*=}"
  done
}

ensure_qt_libraries() {
  local missing
  [ "$(uname -s)" = Linux ] || return 0
  mapfile -t missing < <(missing_qt_packages)
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing the system libraries that the window needs: ${missing[*]}"
  install_packages "${missing[@]}" && return 0
  say "They could not be installed from here. Without them the window may not open; on Debian: apt-get install ${missing[*]}"
}

# Prints what the environment in .venv depends on; another value means: install again.
environment_stamp() {
  printf '%s %s\n' "$EXAMINER_ROOT" "$("$EXAMINER_VENV/bin/python" --version 2>&1)"
  cat "$EXAMINER_ROOT/pyproject.toml"
}

is_up_to_date() { # EXTRA
  local stamp=$EXAMINER_VENV/.examiner-stamp${1:+-$1}
  [ -f "$stamp" ] && environment_stamp 2>/dev/null | sha256sum | cmp -s - "$stamp"
}

# Whether .venv works and is of the version that $PYTHON, where it is set, asks for.
is_wanted_environment() {
  local version='import pip, sys; print(sys.version_info[:2])' present
  present=$("$EXAMINER_VENV/bin/python" -c "$version" 2>/dev/null) || return 1
  [ -z "${PYTHON:-}" ] || [ "$("$PYTHON" -c "${version/pip, /}")" = "$present" ]
}

make_environment() { # PYTHON
  local version
  if ! "$1" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "Installing the package python$version-venv"
    install_packages "python$version-venv" ||
      stop "$1 cannot make virtual environments: install the package python$version-venv."
  fi
  say "Making a virtual environment in $EXAMINER_VENV"
  "$1" -m venv --clear "$EXAMINER_VENV"
}

# ensure_environment EXTRA: Examiner, editable, and all it needs in .venv; EXTRA may be empty.
ensure_environment() {
  local extra=$1 python=
  [ -z "${PYTHON:-}" ] || python=$(find_python) || exit 1
  if is_wanted_environment; then
    ! is_up_to_date "$extra" || return 0
  else
    python=$(find_python) || exit 1
    make_environment "$python"
  fi
  rm -f "$EXAMINER_VENV"/.examiner-stamp*
  say "Installing Examiner and its libraries; the first time, torch takes some minutes"
  PIP_DISABLE_PIP_VERSION_CHECK=1 "$EXAMINER_VENV/bin/python" -m pip install --quiet \
    --editable "$EXAMINER_ROOT${extra:+[$extra]}"
  # Pip compiles what it copies, and this stays where it is: the first start would compile it.
  "$EXAMINER_VENV/bin/python" -m compileall -q "$EXAMINER_ROOT/examiner_app"
  environment_stamp | sha256sum >"$EXAMINER_VENV/.examiner-stamp"
  [ -z "$extra" ] || cp "$EXAMINER_VENV/.examiner-stamp" "$EXAMINER_VENV/.examiner-stamp-$extra"
}
