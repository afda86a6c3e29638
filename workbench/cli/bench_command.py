"""`workbench bench`: several methods on a person's own labelled folders, over several seeds, as one table."""

import argparse
import hashlib
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_batch, add_overlap
from workbench.core.defaults import JOB as DEFAULTS
from workbench.core.job import AUTO, Job, Shift, Tune

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from workbench.cli.bench_table import Row
    from workbench.core.domain import Domain

SEEDS = 3


def configure(parser: argparse.ArgumentParser) -> None:
    """SOURCE, TARGET, what to run, and where the table goes."""
    parser.add_argument("source", type=Path, metavar="SOURCE", help="labelled folder to learn from")
    parser.add_argument("target", type=Path, metavar="TARGET", help="labelled folder to adapt to; labels only measure")
    parser.add_argument(
        "--methods",
        nargs="+",
        metavar="M",
        help="see “workbench methods” (default: source_only and a short list of those that fit)",
    )
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N", help="runs of each method (%(default)s)")
    parser.add_argument("--steps", type=int, default=DEFAULTS.steps, help="training steps (default: %(default)s)")
    add_batch(parser)
    parser.add_argument("--backbone", default=DEFAULTS.backbone, help="auto, small, efficientnet_lite0, …")
    parser.add_argument(
        "--tune", type=Tune, choices=list(Tune), default=DEFAULTS.tune, help="head is fast, all is full"
    )
    parser.add_argument("--image-size", type=int, default=0, metavar="PX", help="default: the backbone's")
    parser.add_argument("--device", default=DEFAULTS.device, help="auto, cpu, cuda, cuda:1, mps")
    parser.add_argument(
        "--runs",
        type=Path,
        default=Path("runs/bench"),
        metavar="DIR",
        help="keep the runs here; a finished one is not repeated (default: %(default)s)",
    )
    add_overlap(parser)
    parser.add_argument("--out", type=Path, metavar="FILE.md", help="write the table as Markdown")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(arguments: argparse.Namespace) -> int:
    """Run every method with every seed, print the table, and write it where asked; 0."""
    from rich.console import Console

    from workbench.cli.bench_table import Table
    from workbench.cli.folder import scanned
    from workbench.core.compatibility import check_apart, check_source, shift_of
    from workbench.core.errors import UserError
    from workbench.engine.tasks.registry import task_of

    if arguments.seeds < 1:
        raise UserError(f"{arguments.seeds} seeds measure nothing.", "Give --seeds 1 or more.")
    if not arguments.overlap:
        check_apart(arguments.source, arguments.target)
    source, target = scanned(arguments.source), scanned(arguments.target)
    check_source(source)
    task = task_of(source)
    constant = task.constant_answer(target, source.classes)
    if constant is None:
        raise UserError(
            f"The target {arguments.target} has no labels that the source knows, so accuracy cannot be measured.",
            "Give a labelled folder, or run one method with “workbench adapt”.",
        )
    shift = shift_of(frozenset(source.classes), frozenset(target.classes))
    names = chosen(arguments.methods, task.card.name, shift)
    console = Console(stderr=arguments.json, highlight=False)
    rows = [_measured(arguments, name, _identity((source, target)), console) for name in names]
    table = Table(_command(arguments), _words(arguments), constant, rows, task.headlines)
    console.print(table.drawn())
    console.print(table.words, markup=False)
    if arguments.out:
        from workbench.core.files import write_atomically

        write_atomically(arguments.out, table.markdown())
    if arguments.json:
        print(table.json())
    return 0


def chosen(asked: "Sequence[str] | None", task: str, shift: Shift) -> list[str]:
    """The methods to run: those asked for, or the short list of the task and what serves the shift.

    The one without adaptation comes first. Raises UserError for a method that is unknown, serves another task, or needs
    labelled target images.
    """
    from workbench.core.compatibility import check_task
    from workbench.core.errors import UserError
    from workbench.engine.auto import short_list
    from workbench.engine.registry import method, methods
    from workbench.engine.tasks.registry import tasks

    cards = {name: known.card() for name, known in methods().items()}
    if asked is None:
        serving = [name for name in cards if task in cards[name].tasks and shift in cards[name].shifts]
        special = [] if shift is Shift.CLOSED else [name for name in serving if "shots" not in cards[name].needs]
        return list(dict.fromkeys([*short_list(task), *special]))
    for name in asked:
        if name == AUTO:
            continue
        card = method(name).card()
        check_task(card, task, [one.card for one in tasks().values()], cards.values())
        if "shots" in card.needs:
            raise UserError(
                f"{card.title} needs labelled target images, which a bench does not give.",
                f"Run it by itself: workbench adapt SOURCE TARGET --method {name} --shots CSV.",
            )
    return list(dict.fromkeys([tasks()[task].card.reference, *asked]))


def _measured(arguments: argparse.Namespace, method: str, identity: str, console: "Console") -> "Row":
    import msgspec

    from workbench.cli.bench_table import Row
    from workbench.cli.run_progress import finished_run
    from workbench.engine.registry import methods

    title = methods()[method].title if method in methods() else "Automatic"
    job = Job(
        method=method,
        source=str(arguments.source.absolute()),
        target=str(arguments.target.absolute()),
        steps=arguments.steps,
        batch=arguments.batch,
        backbone=arguments.backbone,
        tune=arguments.tune,
        image_size=arguments.image_size,
        device=arguments.device,
    )
    recipe = hashlib.sha256(msgspec.json.encode(job) + identity.encode()).hexdigest()[:8]
    row = Row(method, title, [], [])
    for seed in range(arguments.seeds):
        folder = (arguments.runs / f"{method}-{recipe}-{seed}").absolute()
        with console.status(f"{title}, seed {seed + 1} of {arguments.seeds}…"):
            finished = finished_run(msgspec.structs.replace(job, seed=seed), folder)
        row.scores.append(finished.scores)
        row.runs.append(str(folder))
    return row


def _identity(domains: "Sequence[Domain]") -> str:
    """Tells these images and labels from changed ones, so that a finished run of others is not taken for theirs."""
    digest = hashlib.sha256()
    for domain in domains:
        for sample in domain.samples:
            mask = (domain.folder / sample.mask).stat().st_mtime_ns if sample.mask else 0
            digest.update(repr((sample.path, sample.label, sample.bytes, sample.mtime_ns, mask)).encode())
    return digest.hexdigest()


def _command(arguments: argparse.Namespace) -> str:
    words = ["workbench", "bench", str(arguments.source), str(arguments.target)]
    words += ["--methods", *arguments.methods] if arguments.methods else []
    for name in ("seeds", "steps", "batch", "backbone", "tune", "image_size", "device"):
        value, usual = getattr(arguments, name), SEEDS if name == "seeds" else getattr(DEFAULTS, name)
        words += [f"--{name.replace('_', '-')}", str(value)] if value != usual else []
    return shlex.join(words)


def _words(arguments: argparse.Namespace) -> str:
    seeds = "1 seed" if arguments.seeds == 1 else f"{arguments.seeds} seeds, mean ± standard deviation"
    return f"{arguments.source.name} → {arguments.target.name}, {arguments.steps:,} steps, {seeds}."
