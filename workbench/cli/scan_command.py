"""`workbench scan`: lists the contents of a folder of images, and files that cannot be read."""

import argparse
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from workbench.cli.flags import add_range

if TYPE_CHECKING:
    from rich.console import Console

    from workbench.core.domain import Domain

EXAMPLES = 5


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="class folders, flat folder, CSV or metadata file")
    parser.add_argument("--class-level", type=int, default=1, metavar="N", help="folder level that names the class")
    parser.add_argument("--verify", action="store_true", help="decode each file completely, not only its header")
    parser.add_argument("--preview", type=Path, metavar="FILE", help="write a sheet of a few images under their masks")
    add_range(parser)
    parser.add_argument("--cache", type=Path, metavar="DIR", help="folder for cached results")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(arguments: argparse.Namespace) -> int:
    """Print the contents. Return 0, also if files were set aside."""
    import time

    from rich.console import Console

    from workbench.cli.progress import run_with_progress
    from workbench.library.scanning import scan

    start = time.monotonic()
    console = Console(stderr=arguments.json, highlight=False)
    work = scan(
        arguments.folder,
        class_level=arguments.class_level,
        verify=arguments.verify,
        preview=arguments.preview,
        range=arguments.range,
        cache=arguments.cache,
    )
    domain = run_with_progress(work, console).domain
    seconds = time.monotonic() - start
    if arguments.json:
        _print_json(domain, seconds)
    else:
        _print(domain, seconds, console)
    if arguments.preview:
        from rich.markup import escape

        console.print(f"Preview: {escape(str(arguments.preview))}", soft_wrap=True)
    return 0


def _print_json(domain: "Domain", seconds: float) -> None:
    import msgspec

    from workbench.engine.tasks.registry import task

    sizes = [(sample.width, sample.height) for sample in domain.samples]
    values = {
        "root": domain.root,
        "layout": domain.layout,
        "images": len(domain.samples),
        "classes": task(domain.task).labels(domain).answer,
        "unlabelled": sum(sample.label is None and not sample.mask for sample in domain.samples),
        "sizes": {"smallest": min(sizes), "largest": max(sizes)} if sizes else {},
        "formats": dict(Counter(sample.format for sample in domain.samples).most_common()),
        "set_aside": domain.set_aside,
        "ignored": domain.ignored,
        "leftovers": domain.leftovers,
        "empty": domain.empty,
        "notes": domain.notes,
        "range": domain.deep,
        "traits": domain.traits,
        "seconds": round(seconds, 3),
    }
    print(msgspec.json.encode(values).decode())


def _print(domain: "Domain", seconds: float, console: "Console") -> None:
    from rich.markup import escape

    from workbench.cli.text_tables import show
    from workbench.core.counting import count
    from workbench.core.domain import WITH_KINDS
    from workbench.core.domain_remarks import remarks, unread_kinds
    from workbench.engine.tasks.registry import task

    console.print(
        f"[bold]{count(len(domain.samples), 'image')}[/] in {escape(domain.root)} ({domain.layout}), {seconds:.1f} s"
    )
    if domain.samples:
        sides = [max(sample.width, sample.height) for sample in domain.samples]
        formats = Counter(sample.format for sample in domain.samples)
        console.print(f"Longer side: {min(sides):,} to {max(sides):,} pixels, median {median(sides):,.0f}")
        console.print("Formats: " + ", ".join(f"{name} {number:,}" for name, number in formats.most_common()))
    show(task(domain.task).labels(domain).parts, console)
    if domain.ignored:
        files = count(domain.ignored, "file that is no image was", "files that are not images were")
        console.print(f"{files} ignored.")
    for sentence in remarks(domain):
        console.print(escape(sentence), soft_wrap=True)
    for reason, number in Counter(entry.reason for entry in domain.set_aside).most_common():
        kinds = f" ({unread_kinds(domain, reason)})" if reason in WITH_KINDS else ""
        console.print(f"[yellow]Set aside, {reason}: {number:,}[/]{escape(kinds)}")
        for entry in [entry for entry in domain.set_aside if entry.reason is reason][:EXAMPLES]:
            console.print(f"  {escape(entry.path)}  [dim]{escape(entry.detail)}[/]", soft_wrap=True)
