"""The measuring set in the Label step: draws images, leads through them, and says what is measured."""

from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from workbench.analysis.measuring import MORE, RunMeasurement
from workbench.core.domain import Side
from workbench.core.misses import most_missed
from workbench.core.target_quality import LABELS_TO_ASK
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, decimal, percent, whole
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session


class MeasuringState(Enum):
    """NO_TARGET: the target is not read. NOTHING: no image is drawn. LABELLING: some are to be labelled. DONE: none."""

    NO_TARGET = auto()
    NOTHING = auto()
    LABELLING = auto()
    DONE = auto()


class MeasuringController(QObject):
    """Leads through the drawn images in the order of the draw, and measures the current model on their labels.

    Signals:
        changed(): the mode, the measuring set, its labels or the model changed.
        led(): the user was led to an image, which the next key labels.
    """

    changed = Signal()
    led = Signal()

    def __init__(self, session: Session, runs: RunsController) -> None:
        super().__init__(session)
        self.session, self.runs, self.measured = session, runs, runs.quality.measured
        self.on = False  # whether the Label step measures; otherwise it teaches
        self._present: frozenset[str] = frozenset()
        session.project_changed.connect(self._project_changed)
        session.domains.task_changed.connect(lambda: self.turn(False))
        session.step_changed.connect(self._arrived)
        session.domains.changed.connect(self._domain_changed)
        session.labels.changed.connect(self._labels_changed)
        runs.model_changed.connect(self.changed)
        runs.state_changed.connect(self.changed)

    @property
    def state(self) -> MeasuringState:
        """The state of the measuring set."""
        if self.session.project is None or Side.TARGET not in self.session.domains.by_side:
            return MeasuringState.NO_TARGET
        if not self.session.labels.drawn:
            return MeasuringState.NOTHING
        return MeasuringState.LABELLING if self.pending else MeasuringState.DONE

    @property
    def pending(self) -> list[str]:
        """The drawn images that are to be labelled, in the order of the draw."""
        labels = self.session.labels
        return [path for path in labels.drawn if labels.is_blind(path) and path in self._present]

    @property
    def free(self) -> int:
        """The number of target images that can still be drawn."""
        labels = self.session.labels
        return len(self._present - labels.drawn.keys() - labels.by_path.keys() - labels.painted)

    @property
    def more(self) -> int:
        """The number of images that the next draw takes."""
        return min(MORE if self.session.labels.drawn else LABELS_TO_ASK, self.free)

    def turn(self, on: bool) -> None:
        """Measure, or teach."""
        if on != self.on:
            self.on = on
            self.changed.emit()
            if on:
                self._lead()

    def draw(self) -> None:
        """Draw more images, and select the first of those that are to be labelled."""
        project, domain = self.session.project, self.session.domains.by_side.get(Side.TARGET)
        number = self.more
        if project is None or domain is None or not number:
            return
        points = self.session.domains.task.at_points is not None
        if self.session.labels.change(lambda: project.measuring_set.draw(domain.samples, number, points=points)):
            self._lead()

    def release(self) -> None:
        """Let the labels of the measuring set teach. Nothing measures any more, until others are drawn."""
        if (project := self.session.project) is not None:
            self.session.labels.change(project.measuring_set.release)

    def following(self, path: str) -> str | None:
        """Return the next image to label after this one, cyclically; None if there is none."""
        order, pending = list(self.session.labels.drawn), set(self.pending)
        start = order.index(path) + 1 if path in order else 0
        return next((other for other in order[start:] + order[:start] if other != path and other in pending), None)

    def preceding(self, path: str) -> str | None:
        """Return the drawn image before this one, cyclically; None if there is none."""
        order = [other for other in self.session.labels.drawn if other in self._present]
        return order[order.index(path) - 1] if path in order else (order[-1] if order else None)

    def figure(self) -> str:
        """Return the measured accuracy of the current model; empty if it is not known."""
        measurement = self.measurement()
        return percent(measurement.quality.value, 0) if measurement and measurement.quality.value is not None else ""

    def progress(self) -> str:
        """Return how many of the drawn images are labelled."""
        labels = self.measured.labels
        if not labels.drawn:
            return tr("No image is drawn")
        unsure = tr(", {unsure} unsure", unsure=whole(len(labels.unsure))) if labels.unsure else ""
        return tr(
            "{named} of {drawn} labelled{unsure}",
            named=whole(len(labels.named)),
            drawn=whole(len(labels.drawn)),
            unsure=unsure,
        )

    def measurement(self) -> RunMeasurement | None:
        """Return the measurement of the current model; None without one, or without labels."""
        model = self.runs.model
        return self.measured.of(model, self.runs.finished()) if model is not None else None

    def sentences(self) -> list[str]:
        """Return what is known of the current model, and what more labels would bring."""
        match self.state:
            case MeasuringState.NO_TARGET:
                return [tr("Images can be drawn once the target has been read.")]
            case MeasuringState.NOTHING:
                asked = self.session.domains.task.asked
                return [
                    tr(
                        "{asked}, which you label without the model's opinion, show how often it is "
                        "right. Their labels never teach, and measure every run of this project.",
                        asked=asked,
                    )
                ]
        model, measurement = self.runs.model, self.measurement()
        if model is None:
            return [tr("There is no finished run yet. Every run will be measured on these labels.")]
        name = tr("Run {number} ({title})", number=model.number, title=self._title(model.job.method))
        if measurement is None or measurement.quality.value is None:
            return [
                measurement.quality.basis
                if measurement
                else tr("{name} is measured as soon as images are labelled.", name=name)
            ]
        low, high = measurement.quality.low or 0.0, measurement.quality.high or 0.0
        sentences = [
            tr(
                "{name}: {between} {share} right.",
                name=name,
                between=_between(low, high),
                share=self.session.domains.task.share,
            ),
            *most_missed(measurement.quality),
        ]
        if measurement.more is not None and measurement.half_width is not None:
            now = tr("±{half_width} points now", half_width=decimal(100 * measurement.half_width, 0))
            sentences.append(
                tr(
                    "{more} more labels: about ±{points} points ({now}).",
                    more=MORE,
                    points=decimal(100 * measurement.more, 0),
                    now=now,
                )
            )
        return sentences

    def classes(self) -> list[str]:
        """Return the recall of each class, as a line."""
        measurement = self.measurement()
        by_class = measurement.quality.by_class if measurement else {}
        recalls = {name: of_class.recall for name, of_class in by_class.items() if of_class.recall is not None}
        return [
            tr(
                "{name}: {value} of {count} found ({between})",
                name=name,
                value=percent(recall.value, 0),
                count=recall.count,
                between=_between(recall.low, recall.high),
            )
            for name, recall in recalls.items()
        ]

    def details(self) -> list[str]:
        """Return the constant answer, the balanced accuracy, source only, and what is without a label."""
        measurement = self.measurement()
        if measurement is None or measurement.quality.value is None:
            return []
        quality, difference = measurement.quality, measurement.reference
        constant = tr(
            "Always answering “{constant_class}” is right in {constant}.",
            constant_class=quality.constant_class,
            constant=percent(quality.constant, 0),
        )
        if not quality.beats_constant:
            constant += tr(" The model is no better.")
        parts = [constant]
        if quality.balanced:
            between = _between(quality.balanced.low, quality.balanced.high)
            parts.append(
                tr("Balanced accuracy {value} ({between}).", value=percent(quality.balanced.value, 0), between=between)
            )
        if difference is not None and self.state is MeasuringState.LABELLING:
            parts.append(tr("The comparison with source only follows when all drawn images are labelled."))
        elif difference is not None:
            low, high = _points(difference.low), _points(difference.high)
            points = tr(
                "{points} points against source only ({low} to {high})",
                points=_points(difference.difference),
                low=low,
                high=high,
            )
            more = (
                tr("; about {labels} would tell", labels=count(difference.more, "more label"))
                if difference.more
                else ""
            )
            close = tr("{points}: too close to tell{more}.", points=points, more=more)
            parts.append(tr("{points}.", points=points) if difference.settled else close)
        if "without a label" in quality.basis:
            parts.append(quality.basis.partition("model. ")[2])
        return parts

    def _title(self, method: str) -> str:
        cards = self.session.catalogue.methods if self.session.catalogue else ()
        return next((word(card.title) for card in cards if card.name == method), method)

    def _lead(self) -> None:
        """Select the first image that is to be labelled."""
        if pending := self.pending:
            self.session.selection.choose({(Side.TARGET, pending[0])})
            self.led.emit()

    def _labels_changed(self, paths: list[str]) -> None:
        """After an undo of one measuring label, return to its image."""
        if self.on and len(paths) == 1 and self.session.labels.is_blind(paths[0]):
            self.session.selection.choose({(Side.TARGET, paths[0])})
        self.changed.emit()

    def _arrived(self, step: str) -> None:
        """Lead to the first image when the user comes back to the Label step."""
        if step == "label" and self.on:
            self._lead()

    def _domain_changed(self, side: Side) -> None:
        if side is Side.TARGET:
            self._present = frozenset(sample.path for sample in self.session.domains.samples(Side.TARGET))
            self.changed.emit()

    def _project_changed(self) -> None:
        self.on = False
        self._domain_changed(Side.TARGET)


def _points(difference: float) -> str:
    return f"{100 * difference:+.0f}".replace("-", "−")


def _between(low: float, high: float) -> str:
    return tr("{low} to {high}", low=decimal(100 * low, 0), high=percent(high, 0))
