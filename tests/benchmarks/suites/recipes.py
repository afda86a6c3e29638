"""What the suites share: their flags, and the recipes for the shared data."""

import argparse
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.results import command_line
from tests.benchmarks.suites.halves import SOURCE, TARGET, half_of
from workbench.core.errors import UserError
from workbench.core.job import Augment, Job, Norm, Tune

HALVES = (
    " The same file stem is the same picture in every folder, so a source has one half of the stems and a target the "
    "other."
)


class Suite(NamedTuple):
    """Pairs of subfolders, and the recipe they share."""

    pairs: tuple[tuple[str, str], ...]
    steps: int
    backbone: str
    tune: Tune
    image_size: int = 0  # 0: the backbone's own
    augment: Augment = Augment.LIGHT
    norm: Norm = Norm.BATCH
    disjoint: bool = False  # whether the domains show the same things, so that each is halved

    def source(self, data: Path, source: str, target: str) -> Path:
        """The folder of the source; for a net trained on the target's labels, the target's."""
        return self.target(data, target) if source == target else self._half(data / source, SOURCE)

    def target(self, data: Path, target: str) -> Path:
        """The folder of the target."""
        return self._half(data / target, TARGET)

    def _half(self, folder: Path, half: int) -> Path:
        return half_of(folder, half) if self.disjoint else folder

    def job(self, data: Path, source: str, target: str, method: str) -> Job:
        """The recipe for one method on one pair of folders below `data`."""
        return Job(
            method=method,
            source=str(self.source(data, source, target)),
            target=str(self.target(data, target)),
            backbone=self.backbone,
            tune=self.tune,
            steps=self.steps,
            image_size=self.image_size,
            augment=self.augment,
            norm=self.norm,
        )

    def folder(self, *names: object) -> str:
        """What the folders of the runs that these names tell apart begin with; the seed follows."""
        size = (f"{self.image_size}px",) if self.image_size else ()
        halves = ("halves",) if self.disjoint else ()
        return "-".join(map(str, (*names, self.backbone, self.tune, self.steps, *size, *self.options(), *halves)))

    def note(self) -> str:
        """A sentence on how the folders are halved; empty where they are not."""
        return HALVES if self.disjoint else ""

    def options(self) -> tuple[str, ...]:
        """What differs from a job's defaults in how images are varied and features normalised."""
        augment = (f"augment {self.augment}",) if self.augment != Augment.LIGHT else ()
        return augment + ((f"norm {self.norm}",) if self.norm != Norm.BATCH else ())


# What the command line may say otherwise.
ASKED = ("steps", "backbone", "tune", "image_size", "augment", "norm")

SUITES = {
    "digits": Suite(
        (
            ("street", "mnist"),
            ("usps", "mnist"),
            ("mnist", "usps"),
            ("mnist", "street"),
            ("mnist", "optdigits"),
            ("optdigits", "mnist"),
        ),
        1000,
        "small",
        Tune.ALL,
    ),
    "emoji": Suite(
        (
            ("google", "twitter"),
            ("google", "openmoji"),
            ("google", "mono"),
            ("twitter", "google"),
        ),
        1500,
        "efficientnet_lite0",
        Tune.HEAD,
        disjoint=True,
    ),
    "translation": Suite((("street", "mnist"), ("mnist", "usps")), 2300, "small", Tune.ALL),
    "category": Suite(
        (("google", "twitter"), ("google", "openmoji")), 1500, "efficientnet_lite0", Tune.HEAD, disjoint=True
    ),
    "shots": Suite(
        (("google", "twitter"), ("google", "openmoji"), ("google", "mono"), ("twitter", "mono")),
        1500,
        "efficientnet_lite0",
        Tune.HEAD,
        disjoint=True,
    ),
    "shallow": Suite(
        (
            ("emoji/google", "emoji/twitter"),
            ("emoji/google", "emoji/openmoji"),
            ("emoji/google", "emoji/mono"),
            ("digits/usps", "digits/mnist"),
            ("digits/mnist", "digits/optdigits"),
            ("digits/street", "digits/mnist"),
        ),
        100,
        "efficientnet_lite0",
        Tune.HEAD,
    ),
    "segment": Suite((("game", "real"),), 400, "light", Tune.ALL, 128),
    "labelling": Suite(
        (("google", "twitter"), ("google", "openmoji"), ("google", "mono"), ("twitter", "mono")),
        50,
        "efficientnet_lite0",
        Tune.HEAD,
        disjoint=True,
    ),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """The flags of every suite: where its folders are, what to run, and where the table goes."""
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder that holds the domains")
    parser.add_argument("--methods", nargs="+", metavar="M", help="default: those of the suite")
    parser.add_argument("--pairs", nargs="+", metavar="SOURCE:TARGET", help="default: those of the suite")
    parser.add_argument("--steps", type=int, help="default: those of the suite")
    parser.add_argument("--backbone", help="default: that of the suite")
    parser.add_argument("--tune", type=Tune, choices=list(Tune), help="default: that of the suite")
    parser.add_argument("--image-size", type=int, default=0, metavar="PIXELS", help="default: that of the backbone")
    for name, kind in (("--augment", Augment), ("--norm", Norm)):
        parser.add_argument(name, type=kind, choices=list(kind), help="default: that of `workbench adapt`")
    parser.add_argument("--seeds", type=int, default=3, help="how many (default: %(default)s)")
    parser.add_argument(
        "--runs", type=Path, metavar="DIR", help="keep run folders here; finished ones are not repeated"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="Markdown file whose section for this suite is replaced"
    )


def asked(arguments: argparse.Namespace) -> Suite:
    """The suite, with what the command line says otherwise."""
    suite = SUITES[arguments.suite]
    changed = {name: getattr(arguments, name) for name in ASKED if getattr(arguments, name)}
    if arguments.pairs:
        changed["pairs"] = tuple(tuple(pair.split(":", 1)) for pair in arguments.pairs)
    return suite._replace(**changed)


def check_own_recipe(arguments: argparse.Namespace, *more: str) -> None:
    """Raises UserError for flags that a suite with pairs and a recipe of its own cannot follow; `more`: its others."""
    given = [name for name in ("pairs", *ASKED, *more) if getattr(arguments, name)]
    if given:
        flags = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise UserError(f"The suite {arguments.suite} has a recipe of its own.", f"Leave out {flags}.")


def title_of(arguments: argparse.Namespace, suite: Suite) -> str:
    """What its section is called: other nets than the suite's own have sections of their own."""
    own, named = SUITES[arguments.suite], [str(arguments.suite)]
    if (suite.backbone, suite.tune, suite.image_size) != (own.backbone, own.tune, own.image_size):
        named += [suite.backbone, f"tune {suite.tune}"] + ([f"{suite.image_size} px"] if suite.image_size else [])
    return ", ".join([*named, *suite.options()])


def runs_folder(arguments: argparse.Namespace) -> Path:
    """Where the runs of a bench go."""
    return arguments.runs.absolute() if arguments.runs else Path(tempfile.mkdtemp(prefix="workbench-bench-"))


def command_of(arguments: argparse.Namespace) -> str:
    """The command that measures the same again: all that was asked, but not where finished runs are kept."""
    words = ["--data", str(arguments.data)]
    for name in ("methods", "pairs"):
        words += [f"--{name}", *getattr(arguments, name)] if getattr(arguments, name) else []
    for name in ASKED:
        words += [f"--{name.replace('_', '-')}", str(getattr(arguments, name))] if getattr(arguments, name) else []
    words += ["--seeds", str(arguments.seeds)]
    words += ["--out", str(arguments.out)] if arguments.out else []
    return command_line(arguments.suite, *words)
