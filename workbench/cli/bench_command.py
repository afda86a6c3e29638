"""`workbench bench`: methods on pairs of real folders over several seeds, written as a table with its command."""

import argparse
import shlex
import tempfile
from datetime import date
from pathlib import Path
from statistics import mean, stdev
from typing import NamedTuple

from workbench.core.job import Job, Tune


class Suite(NamedTuple):
    """Pairs of subfolders, and the recipe they share."""

    pairs: tuple[tuple[str, str], ...]
    steps: int
    backbone: str
    tune: Tune
    methods: tuple[str, ...] = ("source_only", "dann", "mcc")


SUITES = {
    "digits": Suite((("street", "mnist"), ("mnist", "optdigits")), 1000, "small", Tune.ALL),
    "emoji": Suite((("google", "twitter"), ("google", "mono")), 1500, "efficientnet_lite0", Tune.HEAD),
}


class Measured(NamedTuple):
    """What one method reached on one pair, a value for each seed; accuracies in [0, 1], seconds of wall time."""

    source: list[float]
    target: list[float]
    seconds: list[float]


def configure(parser: argparse.ArgumentParser) -> None:
    """The suite, where its folders are, and where the table goes."""
    parser.add_argument("suite", choices=list(SUITES))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder that holds the domains")
    parser.add_argument("--methods", nargs="+", metavar="M", help="default: source_only dann mcc")
    parser.add_argument("--pairs", nargs="+", metavar="SOURCE:TARGET", help="default: those of the suite")
    parser.add_argument("--steps", type=int, help="default: those of the suite")
    parser.add_argument("--seeds", type=int, default=3, help="how many (default: %(default)s)")
    parser.add_argument(
        "--runs", type=Path, metavar="DIR", help="keep run folders here; finished ones are not repeated"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="Markdown file whose section for this suite is replaced"
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table, and put it into the file."""
    suite = SUITES[arguments.suite]
    pairs = [tuple(pair.split(":", 1)) for pair in arguments.pairs] if arguments.pairs else suite.pairs
    methods = arguments.methods or suite.methods
    steps = arguments.steps or suite.steps
    runs = arguments.runs.absolute() if arguments.runs else Path(tempfile.mkdtemp(prefix="workbench-bench-"))
    rows = []
    for source, target in pairs:
        for method in methods:
            job = Job(
                method=method,
                source=str(arguments.data / source),
                target=str(arguments.data / target),
                backbone=suite.backbone,
                tune=suite.tune,
                steps=steps,
            )
            measured = _measure(job, runs / f"{arguments.suite}-{source}-{target}-{method}-{steps}", arguments.seeds)
            rows.append((f"{source} → {target}", method, measured))
            print(_row(*rows[-1]), flush=True)
    section = _section(_command(arguments), arguments.suite, suite, steps, rows)
    print(f"\n{section}")
    if arguments.out:
        replace_section(arguments.out, arguments.suite, section)
    return 0


def _measure(job: Job, folder: Path, seeds: int) -> Measured:
    import msgspec

    from workbench.cli.running import finished_run

    results = [finished_run(msgspec.structs.replace(job, seed=seed), Path(f"{folder}-{seed}")) for seed in range(seeds)]
    return Measured(
        [one.scores.source_accuracy or 0.0 for one in results],
        [one.scores.target_accuracy or 0.0 for one in results],
        [one.seconds for one in results],
    )


def _row(pair: str, method: str, measured: Measured) -> str:
    each = " ".join(f"{value * 100:.1f}" for value in measured.target)
    cells = (pair, method, _spread(measured.source), _spread(measured.target), each, f"{mean(measured.seconds):.0f}")
    return f"| {' | '.join(cells)} |"


def _spread(values: list[float]) -> str:
    percent = [value * 100 for value in values]
    return f"{mean(percent):.1f}" + (f" ± {stdev(percent):.1f}" if len(percent) > 1 else "")


def _command(arguments: argparse.Namespace) -> str:
    """The command that measures the same again: all that was asked, but not where finished runs are kept."""
    words = ["workbench", "bench", arguments.suite, "--data", str(arguments.data)]
    for name in ("methods", "pairs"):
        words += [f"--{name}", *getattr(arguments, name)] if getattr(arguments, name) else []
    words += ["--steps", str(arguments.steps)] if arguments.steps else []
    words += ["--seeds", str(arguments.seeds)]
    words += ["--out", str(arguments.out)] if arguments.out else []
    return shlex.join(words)


def _section(command: str, name: str, suite: Suite, steps: int, rows: list[tuple[str, str, Measured]]) -> str:
    import torch

    head = "| pair | method | source accuracy, % | target accuracy, % | by seed | seconds |\n|---|---|---|---|---|---|"
    table = "\n".join(_row(*row) for row in rows)
    recipe = f"{suite.backbone}, tune {suite.tune}, {steps:,} steps of 64 + 64"
    return (
        f"## {name}\n\n{recipe}; mean ± standard deviation over seeds. Source accuracy is on held-out source images, "
        f"target accuracy on all target images.\n\n`{command}`\n\n{head}\n{table}\n\n"
        f"{date.today().isoformat()}, {torch.get_num_threads()} CPU threads, torch {torch.__version__}.\n"
    )


def replace_section(path: Path, name: str, section: str) -> None:
    """Put a section into a Markdown file of results, where it was before or at the end."""
    from workbench.core.files import write_atomically

    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    text = path.read_text(encoding="utf-8") if path.exists() else "# Results\n\n"
    if begin in text:
        before, _, rest = text.partition(begin)
        text = before + begin + section + end + rest.partition(end)[2]
    else:
        text += begin + section + end
    write_atomically(path, text)
