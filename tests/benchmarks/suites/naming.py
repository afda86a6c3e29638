"""The suite `naming`: keystrokes that name a target image by image, and by groups."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from tests.benchmarks.results import command_line, replace_section, section, where
from tests.benchmarks.suites.naming_annotator import ENOUGH, Effort, annotate
from tests.benchmarks.suites.recipes import SUITES, check_own_recipe, runs_folder
from workbench.core.job import Job
from workbench.core.shift_report import InspectionRequest

if TYPE_CHECKING:
    from workbench.analysis.target_index import TargetIndex

METHOD = "mcc"
PAIRS = (("emoji", "google", "twitter"), ("emoji", "google", "openmoji"), ("digits", "mnist", "optdigits"))
DRAWN = 2_000  # the most images of each domain before the first run
STEPS = {"emoji": 1500, "digits": 300}
KINDS = {"alike": "groups", "agreed": "propagated", "doubtful": "in doubt", "passed": "left for later"}


class NamedTarget(NamedTuple):
    """What was measured on one pair and model."""

    pair: str
    model: str
    accuracy: float
    images: int
    effort: Effort
    wrong: int
    seconds: float


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table, and put it into the file."""
    check_own_recipe(arguments, "methods")
    runs, found = runs_folder(arguments), []
    for family, source, target in PAIRS:
        job = msgspec.structs.replace(
            SUITES[family].job(arguments.data / family, source, target, METHOD), steps=STEPS[family]
        )
        job = msgspec.structs.replace(job, cache=str(runs / "cache"))
        pair, folder = f"{source} → {target}", runs / f"naming-{family}-{source}-{target}-{job.steps}"
        found += [_measured(pair, name, place, job) for name, place in _indexes(job, folder).items()]
        for one in found[-2:]:
            print(_row(one), flush=True)
    words = (
        f"A simulated annotator names {ENOUGH:.0%} of the target. One by one, each image takes one key. By groups, the "
        "annotator sees each image that is shown, names a group with one key if it is of one class, and otherwise "
        "takes each image of another class out with a click, which counts as a key; what is left takes a key if it is "
        "of one class, and otherwise a key for each image. A group that takes more than a key for two images is left "
        "for later, which is a key too. So no label is wrong by construction, and all that a mixed group costs is in "
        "the keystrokes. Frozen: the features of efficientnet_lite0 and a linear classifier of the source, as before "
        f"the first run, for up to {DRAWN:,} images of each domain. Adapted: {METHOD} by the recipe of the suite of "
        "the same name (digits: 300 steps), one seed. Accuracy: of the model. In brackets: images that were named so. "
        "Seconds: to form all groups, again and again, without features."
    )
    head = "pair | model | accuracy, % | images | one by one | by groups | times fewer | keys by kind | wrong | seconds"
    command = command_line("naming", "--data", arguments.data, *(["--out", arguments.out] if arguments.out else []))
    table = section("naming", command, words, head, [_row(one) for one in found], where())
    print(f"\n{table}")
    if arguments.out:
        replace_section(arguments.out, "naming", table)
    return 0


def _indexes(job: Job, folder: Path) -> dict[str, str]:
    """The places of the indexes of both models."""
    from workbench.analysis.kept_index import index_inspected, index_run
    from workbench.cli.run_progress import finished_run
    from workbench.core.generators import Returning

    request = InspectionRequest(source=job.source, target=job.target, images=DRAWN, cache=job.cache)
    frozen = Returning(index_inspected(request)).finish()
    finished_run(job, folder)
    return {"frozen": frozen, "adapted": Returning(index_run(folder)).finish()}


def _measured(pair: str, model: str, place: str, job: Job) -> NamedTarget:
    from workbench.analysis.kept_index import kept_index
    from workbench.data.scan import scan_now

    index = kept_index(place)
    labels = {sample.path: sample.label or "" for sample in scan_now(Path(job.target)).samples}
    truth = {path: labels[path] for path in index.paths}
    began = time.perf_counter()
    effort = annotate(index, truth)
    seconds = time.perf_counter() - began
    wrong = sum(truth[path] != label for path, label in effort.labels.items())
    return NamedTarget(pair, model, _accuracy(index, truth), len(index.paths), effort, wrong, seconds)


def _accuracy(index: "TargetIndex", truth: dict[str, str]) -> float:
    predicted = np.array(index.classes)[index.probabilities.argmax(axis=1)]
    return float(np.mean(predicted == np.array([truth[path] for path in index.paths])))


def _row(one: NamedTarget) -> str:
    effort, number = one.effort, len(one.effort.labels)
    kinds = ", ".join(
        f"{words} {effort.keys[kind]:,}" + (f" ({effort.named[kind]:,})" if effort.named[kind] else "")
        for kind, words in KINDS.items()
        if effort.keys[kind]
    )
    cells = [one.pair, one.model, f"{100 * one.accuracy:.1f}", f"{one.images:,}", f"{number:,}", f"{effort.total:,}"]
    return f"| {' | '.join([*cells, f'{number / effort.total:.1f}', kinds, str(one.wrong), f'{one.seconds:.0f}'])} |"
