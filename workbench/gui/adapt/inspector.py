"""The inspector of the Adapt step: the form that starts runs."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.analysis.class_shares import share_mismatch
from workbench.core.catalogue import MethodCard, TaskCard
from workbench.core.compatibility import shift_mismatch, shift_of, task_mismatch
from workbench.core.defaults import JOB as DEFAULTS
from workbench.core.domain import Side
from workbench.core.job import AUTO, Augment, Job, Shift, fitting_steps
from workbench.core.run_selection import TRIAL_SHARE
from workbench.gui.adapt.answer import AdaptationAnswer
from workbench.gui.adapt.backbone_choice import BackboneChoice
from workbench.gui.adapt.method_picker import ALL_TRIED, MethodPicker
from workbench.gui.adapt.run_choices import NORM_TIP, NORMS, SHIFT_TIP, SHIFTS, SPEEDS, held_out_count
from workbench.gui.adapt.starting_weights import StartingWeights
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.core_words import word
from workbench.gui.kit.form import SettingsForm, form
from workbench.gui.kit.inspector import fold_button, offer, spin
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import about, count, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, column, label
from workbench.gui.session.run_times import RunTimes
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.tasks.current import Tasks

TRIES = tr("Tries {candidates} for {share} of the steps; labels or evidence choose.")
NO_TIME = tr("How long it takes here is not known before a first run.")


class AdaptInspector(QWidget):
    """Method, speed and steps are always visible; Advanced unfolds the others, with the settings of the method."""

    def __init__(self, session: Session, runs: RunsController, tasks: Tasks) -> None:
        super().__init__()
        self.session, self.runs, self.tasks = session, runs, tasks
        self.answer = AdaptationAnswer(runs, tasks)
        self.figure, self.sentence = self.answer.figure, self.answer.sentence
        self.method, self.speed, self.augment = MethodPicker(), ComboBox(), ComboBox()
        self.times = RunTimes(runs)
        self.backbone = BackboneChoice(session)
        offer(self.speed, SPEEDS)
        self.validator = ComboBox()
        self.steps = spin(DEFAULTS.steps, 1, 10_000_000)
        self.steps.setToolTip(tr("Default: about ten epochs of the larger folder, at most 5,000 steps"))
        self.proposed = self.steps.value()
        self.like = DEFAULTS
        self.batch = spin(0, 0, 65_536)
        self.batch.setSpecialValueText(tr("Automatic"))
        self.batch.setToolTip(tr("Images of each domain in a step; Automatic uses the default of the task"))
        self.seed = spin(DEFAULTS.seed, 0, 2**31 - 1)
        offer(self.augment, [(word(augment.title()), augment) for augment in Augment])
        self.augment.setCurrentIndex(list(Augment).index(DEFAULTS.augment))
        self.norm, self.shift = ComboBox(), ComboBox()
        for box, choices, tip in ((self.norm, NORMS, NORM_TIP), (self.shift, SHIFTS, SHIFT_TIP)):
            offer(box, choices)
            box.setToolTip(plain_tip(tip))
        self.summary, self.time, self.caution = (label("", role, wrap=True) for role in ("dim", "dim", "caution"))
        self.form, self.weights = SettingsForm(), StartingWeights(session)
        matching = [task.matching for task in tasks.all if task.matching is not None]
        self.advanced = fold_button(tr("Advanced"))
        self.more = QWidget()
        more = form(
            (tr("Batch"), self.batch),
            (tr("Augment"), self.augment),
            (tr("Normalise"), self.norm),
            (tr("Classes"), self.shift),
            (tr("Seed"), self.seed),
            (tr("Validator"), self.validator),
        )
        self.more.setLayout(column(self.backbone, more, self.weights, self.form, spacing=8))
        self.more.hide()
        self.start = button(tr("Adapt"), self._start, accent=True)
        self.foot = label("", "dim", wrap=True)
        self.actions_ = QWidget()  # below the inspector, see `Step.foot`
        self.actions_.setLayout(column(self.start, self.foot, spacing=8))
        basic = form((tr("Method"), self.method), (tr("Speed"), self.speed), (tr("Steps"), self.steps))
        self.setLayout(
            column(
                column(
                    self.answer, label(tr("Adapt"), "heading"), basic, self.summary, self.time, self.caution, spacing=12
                ),
                column(*matching, self.advanced, self.more, -1, spacing=12),
                spacing=12,
            )
        )
        self._connect()
        self._fill()

    def _connect(self) -> None:
        session, runs = self.session, self.runs
        self.advanced.toggled.connect(self._fold)
        self.method.currentIndexChanged.connect(self._method_chosen)
        self.times.changed.connect(self.refresh)
        for box in (self.speed, self.backbone.box):
            box.currentIndexChanged.connect(lambda _row: self.refresh())
        for number in (self.steps, self.batch):
            number.valueChanged.connect(lambda _value: self.refresh())
        self.shift.currentIndexChanged.connect(lambda _row: self.refresh())
        self.backbone.changed.connect(lambda: self.weights.set_backbone(self.backbone.name))
        self.weights.changed.connect(self.refresh)
        session.catalogue_changed.connect(self._fill)
        session.project_changed.connect(self._forget)
        session.domains.changed.connect(lambda _side: self._domain_changed())
        self.tasks.changed.connect(self._offer_for_task)
        session.labels.changed.connect(lambda _paths: self.refresh())
        runs.state_changed.connect(self.refresh)
        runs.shown.connect(lambda _folder: self.refresh())

    def fill(self, job: Job) -> None:
        """Fill the form with the job of an earlier run. Values without a field are kept from that job."""
        self._show_job(job)
        self.session.go_to("adapt")
        self.start.setFocus()

    def _show_job(self, job: Job) -> None:
        self.like = job
        for box, value in (
            (self.method, job.method),
            (self.speed, job.tune),
            (self.augment, job.augment),
            (self.norm, job.norm),
            (self.shift, job.shift),
            (self.validator, job.validator),
        ):
            box.setCurrentIndex(max(box.findData(value), 0))
        self.backbone.choose(job.backbone)
        for editor, number in ((self.steps, job.steps), (self.batch, job.batch), (self.seed, job.seed)):
            editor.setValue(number)
        self.form.set_values(job.settings)
        self.weights.file.show_path(job.weights)
        self.tasks.current.show_mapping(job.mapping)

    def job(self) -> Job:
        """Return the job of the form. Folders and labels are added when it starts."""
        return msgspec.structs.replace(
            self.like,
            method=self.method.currentData() or DEFAULTS.method,
            backbone=self.backbone.name,
            weights=self.weights.path,
            tune=self.speed.currentData(),
            steps=self.steps.value(),
            batch=self.batch.value(),
            augment=self.augment.currentData(),
            norm=self.norm.currentData(),
            shift=self.shift.currentData(),
            seed=self.seed.value(),
            validator=self.validator.currentData() or DEFAULTS.validator,
            settings=self.form.values(),
            mapping=self.tasks.current.mapping(),
        )

    def _forget(self) -> None:
        """Show the defaults: what was chosen for another project is not meant for this one."""
        self._show_job(DEFAULTS)
        self.proposed = DEFAULTS.steps
        self.refresh()

    def refresh(self) -> None:
        """Update the summary, and whether a run can start."""
        session, shots = self.session, self.session.labels.shot_count
        ready = session.domains.complete and session.catalogue is not None
        self._offer_fitting(shots)
        fits = not self._unfit(self.method.currentData(), shots) and not self.weights.problem
        self.start.setEnabled(ready and self.runs.can_start and fits)
        self.start.setText(tr("Adapt again") if self.runs.finished() else tr("Adapt"))
        self.foot.setText(self._foot(ready, shots))
        self.caution.setText(self._caution())
        self.caution.setVisible(bool(self.caution.text()))
        self.answer.refresh()

    def _unfit(self, method: str, shots: int) -> str:
        """Return why a method cannot run on the current domains and labels; empty if it can."""
        card = self._cards().get(method)
        known = self.session.catalogue.tasks if self.session.catalogue else ()
        if limits := self.session.domains.limits:
            return limits
        if card is not None and (reason := task_mismatch(card, self._task, known)):
            return reason
        if card is not None and "shots" in card.needs and not shots:
            return self.tasks.current.needs_shots(card.title)
        return ""

    @property
    def _task(self) -> str:
        return self.session.domains.task.name

    @property
    def _task_card(self) -> TaskCard | None:
        return self.session.catalogue.task(self._task) if self.session.catalogue else None

    def _caution(self) -> str:
        """Return a warning if the method is made for another shift or other class shares; it can run nevertheless."""
        cards, shift = self._cards(), Shift(self.shift.currentData())
        method, target = cards.get(self.method.currentData()), self.session.domains.by_side.get(Side.TARGET)
        if method is None or target is None:
            return ""
        if shift is Shift.AUTO:
            named = set(self.session.labels.class_labels.values())
            shift = shift_of(self.session.domains.counts.keys(), set(target.classes), named)
        shares = share_mismatch(method, self.session.labels.measuring, self.session.domains.counts)
        return shift_mismatch(method, shift, cards.values()) or shares

    def _offer_fitting(self, shots: int) -> None:
        """Disable the methods that cannot run; their tooltips give the reason. Tell the time of the others."""
        cards, job = self._cards(), self.job() if self.session.domains.complete else None

        def summary(method: str) -> str:
            return cards[method].summary if method in cards else ALL_TRIED

        def time(method: str) -> str:
            job_of = msgspec.structs.replace(job, method=method) if job and self.times.times else None
            return about(self.times.expected(job_of)) if job_of else ""

        self.method.tell(lambda method: self._unfit(method, shots), summary, time)
        known = self.times.expected(job) if job and self.method.currentData() else None
        self.time.setText(tr("On this machine: {known}.", known=about(known)) if known is not None else NO_TIME)
        self.time.setVisible(job is not None)

    def _offer_for_task(self) -> None:
        """Offer the backbones of the task, and disable the settings that it does not support."""
        card, catalogue = self._task_card, self.session.catalogue
        if catalogue is not None:
            self.method.offer(catalogue.methods, self._task)
        self.backbone.offer(self._task)
        for box, supported in ((self.speed, card is None or card.frozen_backbone), (self.shift, _has_shifts(card))):
            if not supported:
                box.setCurrentIndex(0)
            box.setEnabled(supported)
        self._method_chosen()

    def _domain_changed(self) -> None:
        card = self._task_card
        if self.session.domains.complete and card is not None:
            images = max(len(self.session.domains.samples(side)) for side in Side)
            if self.steps.value() == self.proposed:  # else the user typed another value
                self.steps.setValue(fitting_steps(images, self.batch.value() or card.batch))
            self.proposed = self.steps.value()
        self.refresh()

    def _foot(self, ready: bool, shots: int) -> str:
        if self.runs.busy:
            return tr("A run is in progress; its controls are below the images.")
        if not self.runs.can_start:
            return tr("The run of the other project is stopping; its checkpoint is kept.")
        if ready and (reason := self._unfit(self.method.currentData(), shots)):
            return reason
        if self.weights.problem:
            return self.weights.problem
        if not ready:
            return tr("Available once both folders are read and the worker is ready.")
        if not shots:
            return self.tasks.current.no_shots()
        labels = self.session.labels
        held_out = held_out_count({name: labels.shots[name] for name in labels.classes}, self.like.shots_held_out)
        rest = tr(" {held_out} more are held out for evaluation.", held_out=whole(held_out)) if held_out else ""
        return tr("Uses {shots}.{rest}", shots=count(shots - held_out, "shot"), rest=rest)

    def _cards(self) -> dict[str, MethodCard]:
        return {card.name: card for card in self.session.catalogue.methods} if self.session.catalogue else {}

    def _fill(self) -> None:
        catalogue, chosen = self.session.catalogue, self.method.currentData() or DEFAULTS.method
        self.method.offer(catalogue.methods if catalogue else (), self._task)
        self.validator.clear()
        for card in catalogue.validators if catalogue else ():
            self.validator.addItem(word(card.title.capitalize()), card.name)
            self.validator.setItemData(self.validator.count() - 1, plain_tip(card.summary), Qt.ItemDataRole.ToolTipRole)
        self.validator.setCurrentIndex(max(self.validator.findData(DEFAULTS.validator), 0))
        self.method.setCurrentIndex(max(self.method.findData(chosen), 0))
        self._offer_for_task()
        self._domain_changed()  # the fitting steps depend on the catalogue

    def _method_chosen(self) -> None:
        cards, chosen = self._cards(), self.method.currentData() or ""
        card = cards.get(chosen)
        if chosen == AUTO:
            candidates = ", ".join(word(each.title) for each in cards.values() if self._task in each.short_listed)
            self.summary.setText(TRIES.format(candidates=candidates, share=f"{TRIAL_SHARE:.0%}"))
        else:
            self.summary.setText(card.summary if card else tr("The worker is starting; the methods will appear here."))
        self.form.set_fields(card.fields if card else ())
        self.refresh()

    def _fold(self, open_: bool) -> None:
        self.advanced.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)
        self.more.setVisible(open_)

    def _start(self) -> None:
        self.runs.start(self.job())


def _has_shifts(card: TaskCard | None) -> bool:
    """Return whether the task supports a target with other classes than the source."""
    return card is None or len(card.shifts) > 1
