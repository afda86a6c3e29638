"""`workbench scan`: lists the contents of a folder of images, and files that cannot be read."""

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from workbench.cli.flags import add_range, range_of

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

    from workbench.data.cache_paths import default_cache

    start = time.monotonic()
    console = Console(stderr=arguments.json, highlight=False)
    cache = arguments.cache or default_cache()
    with console.status("Reading…") as status:
        domain = _scan(arguments, cache, status.update)
        if arguments.verify:
            domain = _verify(domain, status.update)
    seconds = time.monotonic() - start
    if arguments.json:
        _print_json(domain, seconds)
    else:
        _print(domain, seconds, console)
    if arguments.preview:
        from rich.markup import escape

        from workbench.data.overlay_sheet import write_sheet

        write_sheet(domain, arguments.preview)
        console.print(f"Preview: {escape(str(arguments.preview))}", soft_wrap=True)
    return 0


def _scan(arguments: argparse.Namespace, cache: Path, show_status: "Callable[[str], None]") -> "Domain":
    from workbench.core.counting import count
    from workbench.core.generators import Returning
    from workbench.data.scan import check, list_files

    listed = list_files(arguments.folder, arguments.class_level)
    outline = listed.outline()
    classes = f", {count(len(outline.classes), 'class', 'classes')}" if outline.classes else ""
    found = f"{count(outline.images, 'image')}{classes} ({outline.layout})"
    show_status(f"{found}. Checking…")
    reading = Returning(check(listed, cache=cache, deep=range_of(arguments)))
    for files in reading:
        show_status(f"{found}. Checking… {count(files, 'file')}")
    return reading.result


def _verify(domain: "Domain", show_status: "Callable[[str], None]") -> "Domain":
    from concurrent.futures import ThreadPoolExecutor

    import msgspec

    from workbench.core.counting import count
    from workbench.core.domain import Sample, SetAside
    from workbench.data.decode import Unreadable, decode

    root = domain.folder

    def problem(sample: Sample) -> SetAside | None:
        try:
            decode(root / sample.path, deep=domain.deep)
        except Unreadable as error:
            return SetAside(sample.path, error.reason, error.detail)
        return None

    show_status(f"Decoding {count(len(domain.samples), 'image')}")
    with ThreadPoolExecutor() as pool:
        problems = list(pool.map(problem, domain.samples))
    readable = [sample for sample, problem_ in zip(domain.samples, problems, strict=True) if problem_ is None]
    set_aside = [*domain.set_aside, *(problem_ for problem_ in problems if problem_ is not None)]
    return msgspec.structs.replace(domain, samples=readable, set_aside=set_aside)


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
    from workbench.core.domain import Reason
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
        kinds = f" ({unread_kinds(domain, reason)})" if reason in (Reason.KIND, Reason.PACKED) else ""
        console.print(f"[yellow]Set aside, {reason}: {number:,}[/]{escape(kinds)}")
        for entry in [entry for entry in domain.set_aside if entry.reason is reason][:EXAMPLES]:
            console.print(f"  {escape(entry.path)}  [dim]{escape(entry.detail)}[/]", soft_wrap=True)
