"""What is said of a bundle of models, as titles and texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from examiner_app.engine.wording import size_text
from examiner_app.translation import tr, trn

if TYPE_CHECKING:
    from examiner_app.engine.models.at_hand import BundleSummary
    from examiner_app.engine.models.manifest import Component, Preprocessing


class Fact(NamedTuple):
    """One line of a fact sheet; without a text it is a heading.

    Attributes:
        title: What it is about.
        text: What is seen.
        full: All of it, where what is seen is shortened.
    """

    title: str
    text: str = ""
    full: str = ""


ROLES: Final = {
    "backbone": tr("Backbone"),
    "mark-type": tr("Mark type"),
    "mark-type-trunk": tr("Trunk of the mark type"),
    "text-mask": tr("Text mask"),
    "whitening": tr("Whitening"),
    "vocabulary": tr("Visual words"),
}

_NO_FIGURES: Final = frozenset({"role", "width", "mean", "std", "side", "test"})
"""What stands among the measured quality of a component and was not measured."""

_MOST_LINES: Final = 7
_MOST_IN_LINE: Final = 10


def bundle_facts(
    bundle: BundleSummary, problems: Sequence[str] | None, registers: Sequence[str] = ()
) -> list[Fact]:
    """Return what there is to know of a bundle.

    Args:
        bundle: The bundle.
        problems: What a check of its files found; ``None`` where they were not checked.
        registers: Names of the registers at hand that need it.
    """
    manifest = bundle.manifest
    if manifest is None:
        return [Fact(tr("Folder"), str(bundle.folder))]
    facts = [
        Fact(tr("Came from"), origin(bundle)),
        Fact(tr("Registers"), ", ".join(f"«{name}»" for name in registers)),
        Fact(tr("Files"), _checked(problems)),
        Fact(tr("On disk"), size_text(sum(bundle.sizes.values()))),
        Fact(tr("Put together"), f"{manifest.created:%Y-%m-%d %H:%M} UTC"),
        Fact(tr("Id"), manifest.id),
        Fact(tr("Folder"), str(bundle.folder)),
    ]
    facts = [fact for fact in facts if fact.text]
    for entry in manifest.components:
        facts += _component(entry, bundle.sizes.get(entry.file))
    return facts


def origin(bundle: BundleSummary) -> str:
    """Return where a bundle came from."""
    return tr("shipped with Examiner") if bundle.shipped else tr("fetched or imported")


def two_lines(bundle: BundleSummary, badges: Sequence[str]) -> str:
    """Return what a list says of a bundle: its name, and below it what is to be known at once."""
    size = size_text(sum(bundle.sizes.values())) if bundle.sizes else ""
    parts = [part for part in (size, *(badges or [origin(bundle)])) if part]
    return f"{bundle.name}\n{'  ·  '.join(parts)}"


def as_text(name: str, facts: Sequence[Fact]) -> str:
    """Return a fact sheet as lines of text, nothing shortened."""
    lines = [name]
    for fact in facts:
        value = (fact.full or fact.text).replace("\n", "; ")
        lines.append(f"{fact.title}: {value}" if value else f"\n{fact.title}")
    return "\n".join(lines)


def figures(quality: Mapping[str, Any]) -> str:
    """Return the measured quality of a component, a line for each group of figures, shortened."""
    lines = [_line(above, said[:_MOST_IN_LINE], len(said)) for above, said in _groups("", quality)]
    rest = len(lines) - _MOST_LINES
    more = [trn("and {count} line more", "and {count} lines more", rest)] if rest > 0 else []
    return "\n".join(lines[:_MOST_LINES] + more)


def all_figures(quality: Mapping[str, Any]) -> str:
    """Return the measured quality of a component, nothing shortened."""
    return "\n".join(_line(above, said, len(said)) for above, said in _groups("", quality))


def _checked(problems: Sequence[str] | None) -> str:
    if problems is None:
        return tr("not checked since the start of Examiner")
    return "\n".join(problems) or tr("checked: each has the sha256 of the manifest")


def _component(entry: Component, size: int | None) -> list[Fact]:
    network = entry.architecture
    if entry.width:
        network = tr("{network}, width {width}", network=network, width=entry.width)
    weighs = tr("missing") if size is None else size_text(size)
    how = entry.training.get("command") or entry.training.get("source")
    facts = [
        Fact(ROLES.get(entry.role, entry.role)),
        Fact(tr("Network"), f"{entry.name} ({network})"),
        Fact(tr("File"), f"{entry.file}, {weighs}"),
        Fact(tr("Weights"), tr("8 bits each") if entry.precision == "int8" else ""),
        Fact("SHA-256", entry.sha256),
        Fact(tr("Licence"), entry.licence),
        Fact(tr("Input"), _input(entry.preprocessing) if entry.preprocessing else ""),
        Fact(tr("Trained on"), str(entry.training.get("data") or "")),
        Fact(tr("How"), _how(entry.training, str(how or ""))),
        Fact(tr("Measured"), figures(entry.quality), all_figures(entry.quality)),
    ]
    return [fact for place, fact in enumerate(facts) if fact.text or place == 0]


def _input(constants: Preprocessing) -> str:
    return tr(
        "letterboxed to {side} × {side} pixels, mean {mean}, standard deviation {std}",
        side=constants.side,
        mean=" ".join(f"{value:.4g}" for value in constants.mean),
        std=" ".join(f"{value:.4g}" for value in constants.std),
    )


def _how(training: Mapping[str, Any], command: str) -> str:
    steps, minutes = training.get("steps"), training.get("minutes")
    parts = [command] if command else []
    if isinstance(steps, int):
        parts.append(trn("{count} step", "{count} steps", steps))
    if isinstance(minutes, int | float):
        parts.append(tr("{minutes} minutes", minutes=f"{minutes:.4g}"))
    return "\n".join([*parts[:1], *([", ".join(parts[1:])] if parts[1:] else [])])


def _groups(above: str, group: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield the figures of a group and of those within it, each with what the group is about."""
    measured = {key: value for key, value in group.items() if above or key not in _NO_FIGURES}
    single = {k: v for k, v in measured.items() if isinstance(v, int | float | str)}
    if single:
        yield above, [f"{_plain(key)} {_number(value)}" for key, value in single.items()]
    for key, inner in measured.items():
        if isinstance(inner, Mapping):
            yield from _groups(f"{above}, {_plain(key)}" if above else _plain(key), inner)


def _line(above: str, said: list[str], count: int) -> str:
    text = ", ".join(said)
    if count > len(said):
        text = f"{text}, …"
    return f"{above}: {text}" if above else text


def _plain(key: str) -> str:
    return "MAP@100" if key == "map100" else key.replace("_", " ")


def _number(value: float | str) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
