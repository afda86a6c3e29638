"""`python -m tests.benchmarks NAME …` runs one benchmark; without a name, it lists them."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from tests.benchmarks.results import PROGRAM
from workbench.core.errors import UserError
from workbench.core.threads import quiet_threads

# name: the module below `suites`, and what it measures
SUITES = {
    "digits": ("accuracy", "what each method reaches between folders of digits"),
    "emoji": ("accuracy", "what each method reaches between vendors of emoji"),
    "category": ("category", "what methods do where the target lacks classes of the source, or has others"),
    "fewshot": ("few_shot", "what few-shot translators make of classes that they never saw"),
    "labelling": ("labelling", "accuracy against the number of labels, for each strategy that chooses what to label"),
    "naming": ("naming", "keystrokes that name a target image by image, and by groups"),
    "parity": ("parity", "how far each export format differs from PyTorch, for every method and backbone"),
    "segment": ("segment", "what adaptation buys where every pixel has a label"),
    "shallow": ("shallow", "classic methods on frozen features, beside skada's"),
    "shots": ("shots", "what a few labelled target images of each class buy"),
    "translation": ("translation", "what translated pixels buy, stage by stage"),
    "trust": ("trust", "what may be said of a target without labels and with few: ranges, choosers, intervals"),
    "trust_forecasts": ("trust_forecasts", "whether forecasts of what more labels bring hold"),
    "trust_whole": ("trust_whole", "whether ranges hold for nets whose layers are all trained"),
    "validators": ("validators", "which score without labels agrees with accuracy"),
}

# name of the module: what it measures
SCRIPTS = {
    "augment_rate": "how quickly images are varied, beside kornia",
    "cluster": "many runs and sharded predictions on Ray nodes of this machine, beside one process",
    "collapse": "which checks of a translator notice translations that are known to be broken",
    "data_rate": "whether training waits for data: real folders against one batch on the device",
    "devices": "training rates with threads, processes and torch.compile",
    "features": "features of a frozen backbone: PyTorch, ONNX Runtime, OpenVINO and this program",
    "first_model": "how long the first adapted model of two folders of photographs takes, stage by stage",
    "grid": "the thumbnail grid with 100,000 files: show, scroll, read, sort, filter",
    "keystrokes": "how long a key takes that labels one image, a thousand or all, among 100,000",
    "memory": "the memory of a run, at its peak and after it, beside a budget",
    "motion": "how exactly motion is found in videos, what flicker that leaves, and how long it takes",
    "painting": "how quickly the mask brush follows the hand",
    "peers": "DANN here and in two other libraries: rate and accuracy",
    "predict_rate": "images a second of `workbench predict`, beside ONNX Runtime alone",
    "reference": "whether two commits compute the same, bit for bit: losses, predictions, exported models",
    "remote_overhead": "what a run on a host costs beside the same run here, over an sshd on 127.0.0.1",
    "scan": "how long it takes until the window shows the names of 100,000 images, and has checked them",
    "scatter": "how long the scatter takes to draw, recolour and select up to a million points",
    "stopping": "how soon a worker answers Pause, Resume, Stop and Quit while it trains",
    "structure": "the shape of the code: branches on the task, names, import circles, lengths; at any commits",
    "style_slots": "how long a dropped style image takes to show in the window",
    "translate_rate": "images a second of translators: in training, and over whole folders",
    "watch": "whether a watch that is killed loses or doubles any of 100,000 arriving images, and its memory",
    "window": "how long the window takes to start, and its lag while a model is trained",
}


def main(words: Sequence[str]) -> int:
    """Run the benchmark that the first word names; 0, or 2 for a mistake that a person can mend."""
    parser = argparse.ArgumentParser(
        prog=" ".join(PROGRAM), description=_listed(), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", choices=[*SUITES, *SCRIPTS], metavar="NAME", help="“NAME --help” lists its flags")
    if not words:
        parser.print_help()
        return 0
    name = parser.parse_args(words[:1]).name
    try:
        if name in SUITES:
            _run_suite(name, words[1:])
        else:
            import_module(f"tests.benchmarks.{name}").main(words[1:])
    except UserError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    return 0


def _listed() -> str:
    sentences = {name: sentence for name, (_, sentence) in SUITES.items()}
    groups = {"suites, on folders of images (--data)": sentences, "others, of the program itself": SCRIPTS}
    lines = ["Benchmarks of the program and of its methods."]
    for title, group in groups.items():
        lines += ["", f"{title}:", *(f"  {name:<16} {sentence}" for name, sentence in group.items())]
    return "\n".join(lines)


def _run_suite(name: str, words: Sequence[str]) -> None:
    from tests.benchmarks.suites.recipes import configure

    quiet_threads()
    module, sentence = SUITES[name]
    parser = argparse.ArgumentParser(prog=" ".join([*PROGRAM, name]), description=f"{sentence.capitalize()}.")
    configure(parser)
    arguments = parser.parse_args(words)
    arguments.suite = name
    import_module(f"tests.benchmarks.suites.{module}").run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
