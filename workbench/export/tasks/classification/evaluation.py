"""Measures a model's accuracy on a labelled folder."""

from collections.abc import Generator, Iterable

import msgspec

from workbench.core.counting import count
from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.generators import Returning
from workbench.core.name_matching import near_miss_sentence, near_misses
from workbench.core.relabelling import relabelled
from workbench.core.text_table import Summary, TextTable
from workbench.engine.share_estimate import share_estimate
from workbench.export.predict import load_model, predictions
from workbench.export.tasks.contract import Measuring


class ClassAccuracy(msgspec.Struct, frozen=True):
    """The number of labelled samples of a class, and how many of them are predicted correctly (`right`)."""

    label: str
    samples: int
    right: int

    @property
    def accuracy(self) -> float:
        """Accuracy of the class, in [0, 1]."""
        return self.right / self.samples


def measured(request: Measuring, task: str) -> Generator[Prepared, None, Summary]:
    """Measure the accuracy over all images and for each class. `task`: the model's task.

    Raises UserError if no label is a class of the model.
    """
    model = load_model(request.model, best=request.best, task=task)
    domain = relabelled(request.domain, request.mapping)
    near = near_miss_sentence(near_misses(domain.classes, model.classes))
    if not set(domain.classes) & set(model.classes):
        raise UserError(
            f"The folder {domain.root} has no label that is a class of the model. {near}".strip(),
            f"Its classes are: {', '.join(model.classes)}. Map labels with --map THEIRS=OURS; for images without "
            "labels use “workbench predict”.",
        )
    reading, predicted = Returning(predictions(model, domain)), []
    for batch in reading:
        predicted += batch
        yield Prepared("Predicting", len(predicted), len(domain.samples))
    pairs = [
        (prediction.sample.label, prediction.predicted)
        for prediction in predicted
        if prediction.sample.label in model.classes
    ]
    if not pairs:
        raise UserError(
            f"None of the labelled images in {domain.root} can be decoded.",
            "“workbench scan --verify” lists the reasons.",
        )
    rows = by_class((str(label), predicted) for label, predicted in pairs)
    samples, right = sum(row.samples for row in rows), sum(row.right for row in rows)
    skipped = len(predicted) - samples + len(reading.result)
    classes = {row.label: {"samples": row.samples, "accuracy": row.accuracy} for row in rows}
    accuracy = share_estimate(right, samples)
    values: dict[str, object] = {"accuracy": accuracy.value, "low": accuracy.low, "high": accuracy.high}
    values |= {"samples": samples, "left_out": skipped, "classes": classes}
    lines = [(row.label, f"{row.samples:,}", f"{row.accuracy:.1%}") for row in rows]
    lines.append(("all", f"{samples:,}", f"{right / samples:.1%}"))
    table = TextTable(("class", "samples", "accuracy"), lines, total=True)
    note = f"Left out: {count(skipped, 'image')}, which cannot be decoded or have no class of the model."
    interval = f"95 % interval, for random images: {accuracy.low:.1%} to {accuracy.high:.1%}."
    return Summary(values, [table, interval, *([note] if skipped else []), *([near] if near else [])])


def by_class(pairs: Iterable[tuple[str, str]]) -> list[ClassAccuracy]:
    """Accuracy by class from pairs of (label, prediction), in natural order of the labels."""
    samples: dict[str, int] = {}
    right: dict[str, int] = {}
    for label, predicted in pairs:
        samples[label] = samples.get(label, 0) + 1
        right[label] = right.get(label, 0) + (label == predicted)
    return [ClassAccuracy(label, samples[label], right[label]) for label in sorted(samples, key=natural)]
