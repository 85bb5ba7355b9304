#!/usr/bin/env bash
# Fetches the figure sets and fonts that synthetic marks are drawn from:
#   bash packaging/fetch_sources.sh [DIR=sources]
# leaves DIR/figures/<set>/icons.json and DIR/fonts/<font>/*; licences are listed in SOURCES.md.
# Only these sets are used: other icon and logo collections stay unseen, to judge quality on.
set -euo pipefail

FIGURES="tabler ph mdi material-symbols ri mingcute bi carbon ion lucide heroicons iconoir bx
icon-park healthicons feather fluent-emoji-flat fluent-emoji-high-contrast noto temaki maki
circle-flags flagpack logos simple-icons devicon skill-icons vscode-icons cryptocurrency-color
token-branded"
FONTS="abril-fatface alfa-slab-one anton archivo-black aref-ruqaa audiowide bangers bebas-neue
black-han-sans bungee cairo caveat cinzel dancing-script fredoka heebo josefin-sans lalezar
lilita-one lobster ma-shan-zheng montserrat orbitron oswald pacifico passion-one permanent-marker
playfair-display poiret-one quicksand raleway righteous roboto-slab rubik-mono-one russo-one
sacramento satisfy shrikhand special-elite staatliches"
DEBIAN="fonts-wqy-microhei fonts-hosny-amiri fonts-kacst fonts-motoya-l-cedar fonts-nanum
fonts-thai-tlwg fonts-deva fonts-urw-base35 fonts-lato fonts-liberation"

dir=${1:-sources}
mkdir -p "$dir/figures" "$dir/fonts"
dir=$(cd "$dir" && pwd)
work=$dir/.download
mkdir -p "$work"

missing=""
for set in $FIGURES; do
  [ -s "$dir/figures/$set/icons.json" ] || missing="$missing @iconify-json/$set"
done
for font in $FONTS; do
  [ -d "$dir/fonts/$font" ] || missing="$missing @fontsource/$font"
done
if [ -n "$missing" ]; then
  command -v npm >/dev/null || { echo "npm is needed to fetch figures and fonts; install nodejs and npm." >&2; exit 1; }
  echo "Fetching $(echo "$missing" | wc -w) packages from npm ..."
  # shellcheck disable=SC2086
  (cd "$work" && npm install --no-audit --no-fund --ignore-scripts --no-save --loglevel=error $missing)
  for set in $FIGURES; do
    from=$work/node_modules/@iconify-json/$set
    [ -s "$from/icons.json" ] || continue
    mkdir -p "$dir/figures/$set"
    cp "$from/icons.json" "$from/info.json" "$dir/figures/$set/"
  done
  for font in $FONTS; do
    from=$work/node_modules/@fontsource/$font
    [ -d "$from/files" ] || continue
    mkdir -p "$dir/fonts/$font"
    # One regular and one bold file per script; the .woff2 twins hold the same outlines.
    find "$from/files" \( -name '*-400-normal.woff' -o -name '*-700-normal.woff' \) \
      -exec cp {} "$dir/fonts/$font/" \;
    cp "$from/LICENSE" "$dir/fonts/$font/" 2>/dev/null || true
  done
fi

if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
  echo "apt-get is not here: the Debian fonts (CJK, Arabic, Thai, Devanagari) are skipped." >&2
else
  for package in $DEBIAN; do
    [ ! -d "$dir/fonts/$package" ] || continue
    rm -rf "$work/deb" && mkdir -p "$work/deb/tree"
    names=$package
    # Metapackages hold no font themselves: take the packages of the list they depend on.
    case $package in
      fonts-thai-tlwg | fonts-deva | fonts-nanum)
        names="$package $(apt-cache depends "$package" | awk '/Depends: fonts-/ {print $2}')" ;;
    esac
    # A second level, because each Thai family is a metapackage too.
    for name in $names; do
      names="$names $(apt-cache depends "$name" 2>/dev/null | awk '/Depends: fonts-tlwg-.*-ttf$/ {print $NF}')"
    done
    for name in $(echo "$names" | tr ' ' '\n' | sort -u); do
      (cd "$work/deb" && apt-get download "$name" >/dev/null 2>&1) || {
        echo "$name could not be downloaded; run 'apt-get update' once and try again." >&2
        continue
      }
    done
    for deb in "$work"/deb/*.deb; do
      [ -e "$deb" ] && dpkg -x "$deb" "$work/deb/tree"
    done
    find "$work/deb/tree" -type f \( -name '*.ttf' -o -name '*.ttc' -o -name '*.otf' \) > "$work/deb/list"
    [ -s "$work/deb/list" ] || continue
    mkdir -p "$dir/fonts/$package"
    while read -r file; do cp "$file" "$dir/fonts/$package/"; done < "$work/deb/list"
    find "$work/deb/tree" -name copyright | while read -r file; do
      cp "$file" "$dir/fonts/$package/LICENSE.$(basename "$(dirname "$file")")"
    done
  done
fi
rm -rf "$work"
echo "Figures: $(find "$dir/figures" -name icons.json | wc -l) sets; fonts: $(find "$dir/fonts" -mindepth 1 -maxdepth 1 -type d | wc -l) folders, in $dir"
