"""`workbench bench`: measures several methods on labelled folders, over several seeds, as a table."""

import argparse
import hashlib
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_batch, add_overlap
from workbench.cli.place_flags import add_run_places
from workbench.core.counting import count
from workbench.core.defaults import JOB as DEFAULTS
from workbench.core.job import AUTO, Job, Shift, Tune

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from workbench.cli.bench_table import Row
    from workbench.cluster.planned_run import PlannedRun
    from workbench.core.domain import Domain

SEEDS = 3


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("source", type=Path, metavar="SOURCE", help="labelled folder to learn from")
    parser.add_argument(
        "target", type=Path, metavar="TARGET", help="labelled folder to adapt to; labels are used for evaluation only"
    )
    parser.add_argument(
        "--methods",
        nargs="+",
        metavar="M",
        help="see “workbench methods” (default: source_only and a short list that suits the data)",
    )
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N", help="runs of each method (%(default)s)")
    parser.add_argument("--steps", type=int, default=DEFAULTS.steps, help="training steps (default: %(default)s)")
    add_batch(parser)
    parser.add_argument("--backbone", default=DEFAULTS.backbone, help="auto, small, efficientnet_lite0, …")
    parser.add_argument(
        "--tune", type=Tune, choices=list(Tune), default=DEFAULTS.tune, help="layers to train: head (fast) or all"
    )
    parser.add_argument("--image-size", type=int, default=0, metavar="PX", help="default: the backbone's")
    parser.add_argument("--device", default=DEFAULTS.device, help="auto, cpu, cuda, cuda:1, mps")
    parser.add_argument(
        "--runs",
        type=Path,
        default=Path("runs/bench"),
        metavar="DIR",
        help="folder of the runs; finished runs are not repeated (default: %(default)s)",
    )
    add_overlap(parser)
    add_run_places(parser)
    parser.add_argument("--out", type=Path, metavar="FILE.md", help="write the table as Markdown")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(arguments: argparse.Namespace) -> int:
    """Run every method with every seed, print the table and write it to --out. Return 0."""
    from rich.console import Console

    from workbench.cli.bench_table import Table
    from workbench.core.compatibility import check_apart, check_source, shift_of
    from workbench.core.errors import UserError
    from workbench.engine.tasks.registry import task_of
    from workbench.library.folder import scan_folder

    if arguments.seeds < 1:
        raise UserError(f"The number of seeds is {arguments.seeds}.", "Give --seeds 1 or more.")
    if not arguments.overlap:
        check_apart(arguments.source, arguments.target)
    source, target = scan_folder(arguments.source), scan_folder(arguments.target)
    check_source(source)
    task = task_of(source)
    constant = task.constant_answer(target, source.classes)
    if constant is None:
        raise UserError(
            f"The target {arguments.target} has no labels that the source knows, so accuracy cannot be measured.",
            "Give a labelled folder, or run one method with “workbench adapt”.",
        )
    shift = shift_of(frozenset(source.classes), frozenset(target.classes))
    names = select_methods(arguments.methods, task.card.name, shift)
    console = Console(stderr=arguments.json, highlight=False)
    rows = _run_methods(arguments, names, _identity((source, target)), console)
    table = Table(_command(arguments), _caption(arguments), constant, rows, task.headlines)
    console.print(table.screen_table())
    console.print(table.caption, markup=False)
    if arguments.out:
        from workbench.core.files import write_atomically

        write_atomically(arguments.out, table.markdown())
    if arguments.json:
        print(table.json())
    return 0


def select_methods(requested: "Sequence[str] | None", task: str, shift: Shift) -> list[str]:
    """The methods to run: the requested ones, or the task's short list and methods for the category shift.

    The method without adaptation comes first. Raises UserError for a method that is unknown, does not support the
    task, or needs labelled target images.
    """
    from workbench.core.compatibility import check_task
    from workbench.core.errors import UserError
    from workbench.engine.auto import short_list
    from workbench.engine.registry import method, methods
    from workbench.engine.tasks.registry import tasks

    cards = {name: entry.card() for name, entry in methods().items()}
    if requested is None:
        compatible = [name for name in cards if task in cards[name].tasks and shift in cards[name].shifts]
        for_shift = [] if shift is Shift.CLOSED else [name for name in compatible if "shots" not in cards[name].needs]
        return list(dict.fromkeys([*short_list(task), *for_shift]))
    for name in requested:
        if name == AUTO:
            continue
        card = method(name).card()
        check_task(card, task, [task_.card for task_ in tasks().values()], cards.values())
        if "shots" in card.needs:
            raise UserError(
                f"{card.title} needs labelled target images, which “bench” does not use.",
                f"Run it separately: workbench adapt SOURCE TARGET --method {name} --shots CSV.",
            )
    return list(dict.fromkeys([tasks()[task].card.reference, *requested]))


def _run_methods(
    arguments: argparse.Namespace, names: "Sequence[str]", identity: str, console: "Console"
) -> "list[Row]":
    from workbench.cli.bench_table import Row
    from workbench.cli.many_runs import run_all
    from workbench.engine.registry import methods
    from workbench.store.run_folder import RunFolder

    titles = [methods()[name].title if name in methods() else "Automatic" for name in names]
    planned = [_plan(arguments, name, title, identity) for name, title in zip(names, titles, strict=True)]
    run_all([run for runs in planned for run in runs], arguments, console)
    return [
        Row(
            name,
            title,
            [RunFolder(Path(run.folder)).result().finished.scores for run in runs],
            [run.folder for run in runs],
        )
        for name, title, runs in zip(names, titles, planned, strict=True)
    ]


def _plan(arguments: argparse.Namespace, method: str, title: str, identity: str) -> "list[PlannedRun]":
    """The runs of a method, one with each seed."""
    import msgspec

    from workbench.cluster.planned_run import PlannedRun

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
    return [
        PlannedRun(
            f"{title}, seed {seed}",
            msgspec.structs.replace(job, seed=seed),
            str((arguments.runs / f"{method}-{recipe}-{seed}").absolute()),
        )
        for seed in range(arguments.seeds)
    ]


def _identity(domains: "Sequence[Domain]") -> str:
    """A digest of the images and labels, so that runs on changed data are not reused."""
    digest = hashlib.sha256()
    for domain in domains:
        for sample in domain.samples:
            mask = (domain.folder / sample.mask).stat().st_mtime_ns if sample.mask else 0
            digest.update(repr((sample.path, sample.label, sample.bytes, sample.mtime_ns, mask)).encode())
    return digest.hexdigest()


def _command(arguments: argparse.Namespace) -> str:
    parts = ["workbench", "bench", str(arguments.source), str(arguments.target)]
    parts += ["--methods", *arguments.methods] if arguments.methods else []
    for name in ("seeds", "steps", "batch", "backbone", "tune", "image_size", "device"):
        value, default = getattr(arguments, name), SEEDS if name == "seeds" else getattr(DEFAULTS, name)
        parts += [f"--{name.replace('_', '-')}", str(value)] if value != default else []
    return shlex.join(parts)


def _caption(arguments: argparse.Namespace) -> str:
    seeds = "1 seed" if arguments.seeds == 1 else f"{arguments.seeds} seeds, mean ± standard deviation"
    return f"{arguments.source.name} → {arguments.target.name}, {count(arguments.steps, 'step')}, {seeds}."
