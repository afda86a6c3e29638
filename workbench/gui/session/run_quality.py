"""What may be said of finished runs on the target, and how each compares with the run without adaptation."""

from collections.abc import Sequence

from workbench.analysis.target_quality import compare_runs, labelled_quality
from workbench.core.accuracy_range import estimated_quality
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.shot_gain import FinishedRun, ShotGain, shot_gains
from workbench.core.target_quality import AccuracyDifference, QualityKind, TargetQuality, pixel_quality
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import percent, quality_figure
from workbench.gui.session.measured_runs import MeasuredRuns
from workbench.gui.session.session import Session
from workbench.store.project import RunRecord
from workbench.store.run_folder import RunFolder
from workbench.store.run_tables import Prediction
from workbench.store.translations import Translations


class RunQuality:
    """Measures finished runs on the labels of the target folder, or else on the measuring set.

    The results are kept until the target or the labels change.
    """

    def __init__(self, session: Session) -> None:
        self.session, self.measured = session, MeasuredRuns(session)
        self._kept: dict[str, TargetQuality] = {}
        self._compared: dict[tuple[str, str], AccuracyDifference | None] = {}
        session.project_changed.connect(self.forget)
        session.domains.changed.connect(lambda _side: self.forget())

    def forget(self) -> None:
        """Forget all results, because the labels may be others."""
        self._kept.clear()
        self._compared.clear()

    def of(self, record: RunRecord) -> TargetQuality:
        """Return the quality of a finished run: measured where there are labels for it, else estimated."""
        assert record.scores is not None
        if record.scores.target_accuracy is None:
            return self._on_measuring_set(record) or estimated_quality(record.scores)
        if record.id not in self._kept:
            measured = self._masks(record) or labelled_quality(
                self._predictions(record), self._labels(), record.job, self._classes(record)
            )
            if measured is None:  # the target is not read yet, or has masks
                return _unmeasured(record)
            self._kept[record.id] = measured
        return self._kept[record.id]

    def figure(self, record: RunRecord) -> str:
        """Return the figure of a finished run for a list, without reading many predictions."""
        if record.scores is None:
            return ""
        measured = self.of_measured(record)
        return quality_figure(estimated_quality(record.scores)) if measured is None else percent(measured.value)

    def of_measured(self, record: RunRecord) -> TargetQuality | None:
        """Return the measured quality of a run for a list; None if it is not measured, or not without delay.

        On the labels of the target folder, it is the stored accuracy, until `of` has found its interval.
        """
        if record.scores is None:
            return None
        if record.scores.target_accuracy is not None:
            return self._kept.get(record.id) or _unmeasured(record)
        return self._on_measuring_set(record) if self.measured.is_quick(record) else None

    def against(self, record: RunRecord, reference: RunRecord) -> AccuracyDifference | None:
        """Return the difference to another run on the same labels; None without common labels."""
        if record.scores is not None and record.scores.target_accuracy is None:
            return self.measured.against(record, reference)
        pair = record.id, reference.id
        if pair not in self._compared and (labels := self._labels()):
            first, second = self._predictions(reference), self._predictions(record)
            classes = self._classes(reference), self._classes(record)
            self._compared[pair] = compare_runs((first, reference.job), (second, record.job), labels, classes)
        return self._compared.get(pair)

    def untranslated(self, record: RunRecord) -> str:
        """Return the source folder of which a run learned translated images; empty if it learned others."""
        project = self.session.project
        return Translations(project).untranslated(record.job.source) if project else ""

    def gains(self, records: Sequence[RunRecord]) -> dict[str, ShotGain | str]:
        """Return the gain from shots of each finished run, or why there is none, by id. `records`: in order of time."""
        by_id = {record.id: record for record in records}
        runs = [FinishedRun(tr("run {number}", number=record.number), record.job, record.id) for record in records]

        def difference(first: FinishedRun, second: FinishedRun) -> AccuracyDifference | None:
            both = by_id[second.folder], by_id[first.folder]
            return self.against(*both) if all(self.measured.is_quick(one) for one in both) else None

        return shot_gains(runs, difference)

    def _on_measuring_set(self, record: RunRecord) -> TargetQuality | None:
        """Return the quality on the labels of drawn images; None without any."""
        measurement = self.measured.of(record)
        return measurement.quality if measurement and measurement.quality.kind is QualityKind.MEASURED else None

    def _labels(self) -> dict[str, str]:
        samples = self.session.domains.samples(Side.TARGET)
        return {sample.path: sample.label for sample in samples if sample.label is not None}

    def _masks(self, record: RunRecord) -> TargetQuality | None:
        pixels = record.scores.target_pixels if record.scores else None
        classes = self._classes(record) if pixels is not None else ()
        return pixel_quality(pixels, classes) if pixels is not None and classes else None

    def _classes(self, record: RunRecord) -> Sequence[str]:
        """The classes of a run's model; none if they cannot be read."""
        project = self.session.project
        try:
            return RunFolder(project.run_folder(record.id)).result().classes if project else ()
        except UserError:
            return ()

    def _predictions(self, record: RunRecord) -> list[Prediction]:
        project = self.session.project
        try:
            return RunFolder(project.run_folder(record.id)).predictions() if project else []
        except UserError:
            return []


def _unmeasured(record: RunRecord) -> TargetQuality:
    """The stored target accuracy of a run, without an interval."""
    accuracy = record.scores.target_accuracy if record.scores else None
    return TargetQuality(QualityKind.MEASURED, tr("Measured on the labels of the target folder."), value=accuracy)
