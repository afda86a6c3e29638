"""What the benches share: the recipes for the shared data, and the file of results."""

import argparse
import shlex
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from workbench.core.job import Augment, Job, Norm, Tune


class Suite(NamedTuple):
    """Pairs of subfolders, and the recipe they share."""

    pairs: tuple[tuple[str, str], ...]
    steps: int
    backbone: str
    tune: Tune
    image_size: int = 0  # 0: the backbone's own
    augment: Augment = Augment.LIGHT
    norm: Norm = Norm.BATCH

    def job(self, data: Path, source: str, target: str, method: str) -> Job:
        """The recipe for one method on one pair of folders below `data`."""
        return Job(
            method=method,
            source=str(data / source),
            target=str(data / target),
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
        return "-".join(map(str, (*names, self.backbone, self.tune, self.steps, *size, *self.options())))

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
    ),
    "translation": Suite((("street", "mnist"), ("mnist", "usps")), 2300, "small", Tune.ALL),
    "category": Suite((("google", "twitter"), ("google", "openmoji")), 1500, "efficientnet_lite0", Tune.HEAD),
    "shots": Suite(
        (("google", "twitter"), ("google", "openmoji"), ("google", "mono"), ("twitter", "mono")),
        1500,
        "efficientnet_lite0",
        Tune.HEAD,
    ),
    "segment": Suite((("game", "real"),), 400, "light", Tune.ALL, 128),
    "labelling": Suite(
        (("google", "twitter"), ("google", "openmoji"), ("google", "mono"), ("twitter", "mono")),
        50,
        "efficientnet_lite0",
        Tune.HEAD,
    ),
}


def asked(arguments: argparse.Namespace) -> Suite:
    """The suite, with what the command line says otherwise."""
    suite = SUITES[arguments.suite]
    changed = {name: getattr(arguments, name) for name in ASKED if getattr(arguments, name)}
    if arguments.pairs:
        changed["pairs"] = tuple(tuple(pair.split(":", 1)) for pair in arguments.pairs)
    return suite._replace(**changed)


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
    words = ["workbench", "bench", arguments.suite, "--data", str(arguments.data)]
    for name in ("methods", "pairs"):
        words += [f"--{name}", *getattr(arguments, name)] if getattr(arguments, name) else []
    for name in ASKED:
        words += [f"--{name.replace('_', '-')}", str(getattr(arguments, name))] if getattr(arguments, name) else []
    words += ["--seeds", str(arguments.seeds)]
    words += ["--out", str(arguments.out)] if arguments.out else []
    return shlex.join(words)


def section(title: str, command: str, words: str, head: str, rows: Sequence[str], where: str) -> str:
    """A section of the results: a table under its command and what it says; `head` without its outer bars."""
    rule = "|---" * (head.count("|") + 1) + "|"
    lines = [
        f"## {title}",
        "",
        f"`{command}`",
        "",
        words,
        "",
        f"| {head} |",
        rule,
        *rows,
        "",
        f"{date.today()}, {where}.",
    ]
    return "\n".join(lines) + "\n"


def where() -> str:
    """The machine, as a section ends."""
    import torch

    return f"{torch.get_num_threads()} CPU threads, torch {torch.__version__}"


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
