"""The suite `segment`: what adaptation buys where every pixel has a label."""

import argparse
from pathlib import Path
from statistics import mean

import msgspec

from tests.benchmarks.results import replace_section, section, where
from tests.benchmarks.suites.accuracy import REFERENCE, closed, spread
from tests.benchmarks.suites.recipes import Suite, asked, command_of, runs_folder, title_of
from workbench.core.events import StageScores
from workbench.core.job import Job
from workbench.core.scores import PixelScores
from workbench.core.settings import Value

METHODS = (REFERENCE, "adabn", "adaptsegnet", "advent", "fda", "dacs", "cycada")
BATCH = 8
# Narrow enough for one thread: critics of a quarter of the paper's channels; generators learn from 2 images of a batch.
SETTINGS: dict[str, dict[str, Value]] = {
    "adaptsegnet": {"critic_width": 16},
    "advent": {"critic_width": 16},
    "cycada": {"source_share": 0.25, "pixels_share": 0.5, "generator_rate": 4e-4, "generator_batch": 2},
}
LONGER = {"cycada": 2}  # its first two stages are no training of the net that it leaves


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table, and put it into the file."""
    suite, runs = asked(arguments), runs_folder(arguments)
    rows = []
    for source, target in suite.pairs:
        plain = _reached(arguments, suite, runs, source, target, REFERENCE)
        best = _reached(arguments, suite, runs, target, target, REFERENCE, measured="source_pixels")
        below, above = (_mean(one[REFERENCE]) for one in (plain, best))
        for method in arguments.methods or METHODS:
            for how, found in _reached(arguments, suite, runs, source, target, method).items():
                rows.append(_row(f"{source} → {target}", how, found, below, above))
                print(rows[-1], flush=True)
        rows.append(_row(f"{source} → {target}", "target-supervised", best[REFERENCE], below, above))
        print(rows[-1], flush=True)
    title = title_of(arguments, suite)
    own = "; ".join(f"{method} with {_told(settings)}" for method, settings in SETTINGS.items())
    words = (
        f"{suite.backbone} net, {suite.steps:,} steps of {BATCH} + {BATCH} scenes, {suite.image_size} pixels high; "
        f"cycada {LONGER['cycada']} × as many over its four stages, of which the last two are told apart. Otherwise "
        f"the methods' own settings, but {own}. Mean ± standard deviation over seeds, in %: of all pixels of all "
        "target scenes; target-supervised is the same net trained as long on the target with its masks, measured on "
        "scenes held out. Gap closed: the share of the distance in pixel accuracy from source_only to "
        "target-supervised.\n\nThe scenes: `workbench sample scenes --out DIR`."
    )
    head = "pair | method | pixel accuracy | by seed | mean IoU | boundary F1 | gap closed | seconds"
    table = section(title, command_of(arguments), words, head, rows, where())
    print(f"\n{table}")
    if arguments.out:
        replace_section(arguments.out, title, table)
    return 0


Found = list[tuple[PixelScores, float]]  # by seed, with seconds


def _reached(
    arguments: argparse.Namespace,
    suite: Suite,
    runs: Path,
    source: str,
    target: str,
    method: str,
    measured: str = "target_pixels",
) -> dict[str, Found]:
    """What a method's runs reached, by seed; of one that has stages, what its later ones did, each by its title."""
    from workbench.cli.run_progress import finished_run
    from workbench.store.run_folder import RunFolder

    job, found = _job(suite, arguments.data, source, target, method), dict[str, Found]()
    for seed in range(arguments.seeds):
        place = Path(f"{runs / suite.folder(arguments.suite, source, target, method)}-{seed}")
        finished = finished_run(msgspec.structs.replace(job, seed=seed), place)
        staged = [one for one in RunFolder(place).events() if isinstance(one, StageScores)][1:]
        for how, scores in [(f"{method}: {one.title}", one.scores) for one in staged] or [(method, finished.scores)]:
            pixels = getattr(scores, measured)
            assert isinstance(pixels, PixelScores)
            found.setdefault(how, []).append((pixels, finished.seconds))
    return found


def _job(suite: Suite, data: Path, source: str, target: str, method: str) -> Job:
    plain = suite.job(data, source, target, method)
    steps = suite.steps * LONGER.get(method, 1)
    return msgspec.structs.replace(plain, steps=steps, batch=BATCH, settings=SETTINGS.get(method, {}), threads=1)


def _mean(found: Found) -> float:
    return mean(pixels.accuracy for pixels, _ in found)


def _row(pair: str, how: str, found: Found, below: float, above: float) -> str:
    accuracies = [pixels.accuracy for pixels, _ in found]
    share = closed(mean(accuracies), below, above) if how not in (REFERENCE, "target-supervised") else None
    cells = [pair, how, spread(accuracies), " ".join(f"{100 * one:.1f}" for one in accuracies)]
    cells += [spread([pixels.miou for pixels, _ in found]), spread([pixels.boundary for pixels, _ in found])]
    cells += ["" if share is None else f"{share:.0%}", f"{mean(seconds for _, seconds in found):.0f}"]
    return f"| {' | '.join(cells)} |"


def _told(settings: dict[str, Value]) -> str:
    return ", ".join(f"{name} {value}" for name, value in settings.items())
