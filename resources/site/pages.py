"""Pages of the site that are not in resources/docs: the start, the results, and every setting by its metadata."""

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from workbench.core.command_line import flag
from workbench.core.settings import Field
from workbench.engine.registry import methods, translators

ROOT = Path(__file__).resolve().parents[2]
COPIED = {  # where a page of the site lies in the repository
    "index.md": ROOT / "README.md",
    "contributing.md": ROOT / ".github/CONTRIBUTING.md",
    "results.md": ROOT / "tests/benchmarks/RESULTS.md",
    "iframe-worker.js": ROOT / "resources/site/iframe-worker.js",
    "site.css": ROOT / "resources/site/site.css",
    "workbench.svg": ROOT / "resources/icons/workbench.svg",
}
LINK = re.compile(r"(?<=\]\()(?!https?:|#)([^)#\s]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the copied pages, the screenshots, and the page of settings."""
    for name, path in COPIED.items():
        files.append(File.generated(config, name, abs_src_path=str(path)))
    for path in sorted((ROOT / "resources/screenshots").glob("*.png")):
        files.append(File.generated(config, f"screenshots/{path.name}", abs_src_path=str(path)))
    files.append(File.generated(config, "settings.md", content=settings_page()))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links between files of the repository into links between pages of the site."""
    source = COPIED.get(page.file.src_uri, ROOT / "resources/docs" / page.file.src_uri)
    here = posixpath.dirname(page.file.src_uri)

    def on_the_site(link: re.Match[str]) -> str:
        place = _place((source.parent / link[0]).resolve())
        return posixpath.relpath(place, here or ".") if place else link[0]

    return LINK.sub(on_the_site, markdown)


def _place(path: Path) -> str:
    """Where a file of the repository lies on the site; "" if it is not there."""
    for name, copied in COPIED.items():
        if path == copied:
            return name
    for folder in (ROOT / "resources/docs", ROOT / "resources"):
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return ""


def settings_page() -> str:
    """A table of the settings of each method and translator, from the same metadata as forms and flags."""
    parts = ["# Settings\n\nThe window shows these under *Advanced*; on the command line each is a flag."]
    for title, cards in (
        ("Methods", [each.card() for each in methods().values()]),
        ("Translators", [each.card() for each in translators().values()]),
    ):
        parts.append(f"## {title}")
        for card in cards:
            paper = f" [Paper]({card.paper})." if card.paper else ""
            parts.append(f"### `{card.name}`: {card.title}\n\n{card.summary}{paper}")
            parts.append(_table(card.fields) if card.fields else "It has no settings of its own.")
    return "\n\n".join(parts) + "\n"


def _table(fields: tuple[Field, ...]) -> str:
    rows = ["| flag | default | range | meaning |", "|---|---|---|---|"]
    rows += [f"| `{flag(field.name)}` | {field.default} | {field.allowed} | {field.help} |" for field in fields]
    return "\n".join(rows)
