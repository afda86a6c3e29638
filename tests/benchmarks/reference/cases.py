"""What is run: each case is a list of commands and of models to ask, the same for both commits."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from tests.benchmarks.reference.pictures import Pictures

FORMATS = ("onnx", "fp16", "int8", "pt2", "onnx-file", "pt2-file", "dynamic", "source-model")
FOLDER_FORMATS = {"onnx": "model.onnx", "fp16": "model-fp16.onnx", "int8": "model-int8.onnx", "pt2": "model.pt2"}
FILE_FORMATS = ("onnx-file", "pt2-file", "dynamic")  # written alone: each traces the network anew
CLASSIFY, SEGMENT, TRANSLATE = "classify", "segment", "translate"
TASKS = (CLASSIFY, SEGMENT, TRANSLATE)
STEPS = {CLASSIFY: 12, SEGMENT: 8, TRANSLATE: 3}
QUICK_STEPS = {CLASSIFY: 6, SEGMENT: 4, TRANSLATE: 2}
SIZES = {CLASSIFY: (16, 16), SEGMENT: (32, 64)}  # height and width of the network's input in pixels
STRATEGIES = ("badge", "clue", "entropy", "k_center", "margin", "probcover", "random", "typiclust")

# The methods whose runs are exported to files alone too. Of the others only the model folder is, with all its files,
# unless formats are named: a graph is traced once for a folder, and the same functions write the files alone.
ALONE = ("dann", "adabn", "source_only")
# Flags with which a short run reaches code that it would otherwise not reach.
SETTINGS = {"dacs": ["--threshold", "0.35"], "fixmatch": ["--threshold", "0.5"], "mean_teacher": ["--threshold", "0.5"]}
# Options of a job that are not those of a method; each is run with one method of the task.
OPTIONS = {
    CLASSIFY: {
        "augment-strong": ["--augment", "strong"],
        "augment-rand": ["--augment", "rand"],
        "ibn": ["--norm", "ibn"],
        "bf16": ["--precision", "bf16-mixed"],
        "head": ["--backbone", "efficientnet_lite0", "--tune", "head", "--image-size", "32"],
        "dev": ["--validator", "dev"],
    },
    SEGMENT: {
        "augment-strong": ["--augment", "strong"],
        "map": ["--map", "box=road"],
        "wide": ["--image-width", "96"],
    },
}


class Step(msgspec.Struct):
    """A command, whose last line of output may be kept, or a model file that is asked for its logits.

    `keep`: the name of the file that the output goes to. `model`: a file below the case's folder. `name`: what its
    logits are called. `sizes`: heights and widths of the images that it is asked about. All relative to the case.
    """

    command: list[str] = []
    keep: str = ""
    model: str = ""
    name: str = ""
    sizes: list[tuple[int, int]] = []
    script: str = ""


class Case(msgspec.Struct):
    """One row of the table."""

    name: str
    steps: list[Step]


class Wish(NamedTuple):
    """What to compare: empty `methods` for all, empty `formats` for the usual. `steps` 0 for the usual number."""

    methods: Sequence[str] = ()
    tasks: Sequence[str] = TASKS
    formats: Sequence[str] = ()
    steps: int = 0
    quick: bool = False

    def steps_of(self, task: str) -> list[str]:
        """The flag for the number of training steps."""
        usual = QUICK_STEPS if self.quick else STEPS
        return ["--steps", str(self.steps or usual[task])]

    def formats_of(self, method: str) -> Sequence[str]:
        """To which formats a method's run is exported."""
        if self.formats or self.quick:
            return self.formats or ("onnx",)
        return [name for name in FORMATS if name not in FILE_FORMATS or method in ALONE]

    def wants(self, name: str) -> bool:
        """Whether a method or translator is to be compared."""
        return not self.methods or name in self.methods


Card = dict[str, Any]  # what `workbench methods --json` says of one method


def cases_of(methods: Sequence[Card], translators: Sequence[Card], pictures: Pictures, wish: Wish) -> list[Case]:
    """All cases for the methods and translators that both commits have."""
    makers = {
        CLASSIFY: lambda: _classification(methods, pictures, wish),
        SEGMENT: lambda: _segmentation(methods, pictures, wish),
        TRANSLATE: lambda: _translation(translators, pictures, wish),
    }
    return [case for task in TASKS if task in wish.tasks for case in makers[task]()]


def _classification(methods: Sequence[Card], pictures: Pictures, wish: Wish) -> Iterator[Case]:
    source, target = str(pictures.source), str(pictures.targets["closed"])
    shots = ["--shots", str(pictures.shots["closed"])]

    def case(name: str, method: str, *flags: str, to: str = target, then: Sequence[Step] = ()) -> Case:
        adapt = ["adapt", source, to, "--task", CLASSIFY, "--method", method, "--batch", "8", "--image-size", "16"]
        command = [*adapt, *wish.steps_of(CLASSIFY), *COMMON, *SETTINGS.get(method, ()), *flags]
        evaluate = Step(["evaluate", "run", to, "--json"], keep="evaluate.json")
        return Case(f"{CLASSIFY}/{name}", [Step(command), evaluate, *then])

    for card in _of_task(methods, CLASSIFY, wish):
        name, needs_shots = card["name"], "shots" in card["needs"]
        exports = _exports(CLASSIFY, wish.formats_of(name), target)
        yield case(name, name, *(shots if needs_shots else ()), then=exports)
        if wish.quick:
            continue
        if not needs_shots:
            yield case(f"{name}+shots", name, *shots)
        for shift in card["shifts"]:
            if shift != "closed":
                then = exports if shift == "open-partial" and name == "dance" else ()
                given = ["--shots", str(pictures.shots[shift])] if needs_shots else ()
                yield case(
                    f"{name}+{shift}", name, *given, "--shift", shift, to=str(pictures.targets[shift]), then=then
                )
    if not wish.wants("auto"):
        return
    yield case("auto", "auto")
    if not wish.quick:
        yield case("auto+shots", "auto", *shots)
        for option, flags in OPTIONS[CLASSIFY].items():
            yield case(f"dann+{option}", "dann", *flags)
    yield _analysis(source, target, wish)


def _segmentation(methods: Sequence[Card], pictures: Pictures, wish: Wish) -> Iterator[Case]:
    source, target = str(pictures.scenes), str(pictures.real_scenes)
    shots = ["--shot-masks", str(pictures.shot_masks)]

    def case(name: str, method: str, *flags: str, then: Sequence[Step] = ()) -> Case:
        adapt = ["adapt", source, target, "--task", SEGMENT, "--method", method, "--batch", "4", "--image-size", "32"]
        command = [*adapt, *wish.steps_of(SEGMENT), *COMMON, *SETTINGS.get(method, ()), *flags]
        evaluate = Step(["evaluate", "run", target, "--json"], keep="evaluate.json")
        return Case(f"{SEGMENT}/{name}", [Step(command), evaluate, *then])

    for card in _of_task(methods, SEGMENT, wish):
        name, needs_shots = card["name"], "shots" in card["needs"]
        yield case(name, name, *(shots if needs_shots else ()), then=_exports(SEGMENT, wish.formats_of(name), target))
        if not needs_shots and not wish.quick:
            yield case(f"{name}+shots", name, *shots)
    if not wish.wants("auto"):
        return
    yield case("auto", "auto")
    if not wish.quick:
        yield case("auto+shots", "auto", *shots)
        for option, flags in OPTIONS[SEGMENT].items():
            yield case(f"dann+{option}", "dann", *flags)
        yield Case(f"{SEGMENT}/inspect", [Step(["inspect", source, target, "--json"], keep="inspect.json")])


def _translation(translators: Sequence[Card], pictures: Pictures, wish: Wish) -> Iterator[Case]:
    source, target = str(pictures.source), str(pictures.targets["closed"])
    for card in translators:
        name = card["name"]
        if not wish.wants(name):
            continue
        learn = ["translate", source, target, "--translator", name, "--preset", "auto", "--batch", "2", "--run", "run"]
        flags = [*wish.steps_of(TRANSLATE), "--device", "cpu", "--threads", "1", "--cache", "../cache", "--seed", "7"]
        steps = [Step([*learn, *flags, "--checkpoint-seconds", "3600", "--out", "translated"])]
        if card["two_way"]:
            apply = ["translate", "--model", "run", target, "back", "--to-source", "--device", "cpu", "--threads", "1"]
            steps.append(Step(apply))
        yield Case(f"{TRANSLATE}/{name}", steps)


def _analysis(source: str, target: str, wish: Wish) -> Case:
    """What is measured of two folders and of two runs, and which images to label next."""
    steps = [Step(["inspect", source, target, "--json"], keep="inspect.json")]
    for name in ("dann", "source_only"):
        adapt = ["adapt", source, target, "--method", name, "--batch", "8", "--image-size", "16", *COMMON[:-2]]
        steps.append(Step([*adapt, *wish.steps_of(CLASSIFY), "--out", f"runs/{name}"]))
    steps.append(Step(["agree", "runs/dann", "runs/source_only", "--json"], keep="agree.json"))
    for strategy in STRATEGIES:
        suggest = ["label", "suggest", "runs/dann", "--strategy", strategy, "--count", "6", "--json"]
        steps.append(Step(suggest, keep=f"suggest-{strategy}.json"))
    return Case(f"{CLASSIFY}/analysis", steps)


def _exports(task: str, formats: Sequence[str], target: str) -> list[Step]:
    """Steps that export a run in each format, and ask each file that is written for the logits of the same images."""
    height, width = SIZES[task]
    usual, larger = [(height, width)], [(height, width), (height * 2, width * 2)]
    steps = []
    if wanted := [name for name in FOLDER_FORMATS if name in formats]:
        precisions = ["fp32", *(name for name in ("fp16", "int8") if name in wanted)]
        command = ["export", "run", "--format", "folder", "--out", "model", "--accept", "--precision", *precisions]
        steps.append(Step([*command, "--pt2"] if "pt2" in wanted else command))
        steps += [Step(model=f"model/{FOLDER_FORMATS[name]}", name=name, sizes=usual) for name in wanted]
        steps.append(Step(["predict", "model", target, "--out", "predicted" if task == SEGMENT else "predicted.csv"]))
        steps.append(Step([target, "--out", "scripted"], script="model/predict.py", keep="scripted.txt"))
    for name, flags, file, sizes in (
        ("onnx-file", ["--format", "onnx", "--checkpoint", "best"], "best.onnx", usual),
        ("pt2-file", ["--format", "pt2"], "file.pt2", usual),
        ("dynamic", ["--format", "onnx", "--dynamic-size"], "dynamic.onnx", larger),
    ):
        if name in formats:
            steps.append(Step(["export", "run", *flags, "--out", file]))
            steps.append(Step(model=file, name=name, sizes=sizes))
    if "source-model" in formats and task == CLASSIFY:
        steps.append(Step(["export", "run", "--format", "source-model", "--out", "source-model.safetensors"]))
    return steps


def _of_task(methods: Sequence[Card], task: str, wish: Wish) -> list[Card]:
    return [card for card in methods if task in card["tasks"] and wish.wants(card["name"])]


# A checkpoint would be written after so many seconds that none is; one thread adds in the same order every time.
COMMON = ["--device", "cpu", "--threads", "1", "--seed", "7", "--cache", "../cache"]
COMMON += ["--checkpoint-seconds", "3600", "--out", "run"]
