#!/usr/bin/env bash
# Brings the translations up to date with the sources:
#   bash packaging/translate.sh
# New texts are added to each resources/languages/*/examiner.po, to be translated there; then run it
# once more, which compiles them. A test says what is missing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=packaging/setup.sh
. "$here/setup.sh"

ensure_environment dev
cd "$EXAMINER_ROOT"
babel=$EXAMINER_VENV/bin/pybabel
template=$(mktemp)
trap 'rm -f "$template"' EXIT
"$babel" -q extract --no-default-keywords -k tr -k marked -k trn:1,2 -k trc:1c,2 --no-location \
    --sort-output --width 100 --project Examiner --copyright-holder Examiner -o "$template" examiner_app
for catalogue in resources/languages/*/examiner.po; do
    language=$(basename "$(dirname "$catalogue")")
    "$babel" -q update --no-fuzzy-matching --ignore-obsolete --width 100 --ignore-pot-creation-date \
        -l "$language" -i "$template" -o "$catalogue"
    "$babel" compile -l "$language" -i "$catalogue" -o "${catalogue%.po}.mo"
done
