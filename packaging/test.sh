#!/usr/bin/env bash
# Installs what is missing, then checks style, types and layers, and runs all tests:
#   bash packaging/test.sh [PYTEST ARGUMENT…]
# PYTHON names the Python to use (3.11 or newer); TEST_WORKERS how many tests run at once (2).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=packaging/setup.sh
. "$here/setup.sh"

ensure_environment dev
ensure_qt_libraries
cd "$EXAMINER_ROOT"
bin=$EXAMINER_VENV/bin

say "Style"
"$bin/ruff" check .
"$bin/ruff" format --check .
say "Types"
"$bin/mypy"
say "Layers"
"$bin/lint-imports"
say "Tests"
# Each worker has one core: libraries that take all of them would wait for each other.
export QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
exec "$bin/python" -m pytest -n "${TEST_WORKERS:-2}" -m "not heavy" "$@"
