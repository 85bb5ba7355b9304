#!/usr/bin/env bash
# Installs what is missing, and opens Examiner on the demo register with a logo:
#   bash packaging/run.sh [LOGO]
# Without a screen the same examination is printed, and its pictures go to ./examination.
# PYTHON names the Python to use (3.11 or newer).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=packaging/setup.sh
. "$here/setup.sh"

register=$EXAMINER_ROOT/resources/demo/register

first_sample() {
  local logos=("$EXAMINER_ROOT"/resources/demo/logos/*)
  [ -f "${logos[0]}" ] || stop "There are no sample logos in $EXAMINER_ROOT/resources/demo/logos: give the path of a logo."
  printf '%s\n' "${logos[0]}"
}

has_screen() { [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; }

examine_without_screen() { # LOGO
  local out=$PWD/examination
  mkdir -p "$out"
  "$EXAMINER_VENV/bin/examiner-cli" examine "$1" --register "$register" \
    --report "$out/report.pdf" --report "$out/report.html" --overwrite
  "$EXAMINER_VENV/bin/examiner-cli" describe "$1" --out "$out"
  QT_QPA_PLATFORM=offscreen "$EXAMINER_VENV/bin/examiner" "$1" --register "$register" \
    --picture "$out/window.png" --size 1440x900
  say "The pictures, the reports and a picture of the window are in $out"
}

main() {
  local logo
  case ${1:-} in
    -h | --help)
      sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
      return
      ;;
  esac
  [ $# -le 1 ] || { say "Usage: bash packaging/run.sh [LOGO]"; exit 2; }
  logo=${1:-$(first_sample)}
  [ -f "$logo" ] || stop "There is no logo at $logo."
  ensure_environment ""
  ensure_qt_libraries
  if has_screen; then
    if "$EXAMINER_VENV/bin/examiner" "$logo" --register "$register"; then
      return
    fi
    say "The window ended with an error; examining without it."
  else
    say "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): examining without the window."
  fi
  examine_without_screen "$logo"
}

main "$@"
