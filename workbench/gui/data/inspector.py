"""The inspector of the Data step: contents of both folders."""

from collections import Counter
from functools import partial
from pathlib import Path
from statistics import median

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from workbench.core.compatibility import SwappedFoldersError, check_order, overlap
from workbench.core.domain import WITH_KINDS, Domain, Side
from workbench.core.domain_remarks import remarks, unread_kinds
from workbench.gui.data.mask_preview import MaskPreview
from workbench.gui.data.outline_card import OutlineCard
from workbench.gui.data.range_field import RangeField
from workbench.gui.data.replaced_source import ReplacedSource
from workbench.gui.kit.core_words import word
from workbench.gui.kit.inspector import answer_card
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, decimal, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, card, clear, column, label, row
from workbench.gui.session.session import Session

EXAMPLES = 4


class DataInspector(QWidget):
    """Shows counts, sizes and formats of both domains, and the files that were set aside, by reason."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        summary, self.figure, self.sentence = answer_card(tr("What is in these folders?"))
        self.facts = QVBoxLayout()
        self.facts.setSpacing(8)
        self.next = button("", lambda: session.go_to(self._next), accent=True)
        self.replaced = ReplacedSource(session)
        self.outlines: dict[Side, OutlineCard] = {}  # those that are shown
        self.previews = {side: MaskPreview(session, side) for side in Side}
        self.setLayout(column(summary, self.next, 4, self.facts, *self.previews.values(), -1, spacing=12))
        session.project_changed.connect(self.refresh)
        session.domains.changed.connect(lambda _side: self.refresh())
        session.domains.scanning.connect(self._scanning)
        session.domains.listed.connect(lambda _side: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Update the facts of both domains."""
        session = self.session
        total = sum(len(session.domains.samples(side)) for side in Side)
        total += sum(outline.images for outline in session.domains.outlines.values())
        self.figure.setText(count(total, "image"))
        self.next.setEnabled(session.domains.complete)
        self.next.setText(word(self._next.title()))
        if not session.domains.complete:
            waiting = [side for side in Side if side not in session.domains.by_side]
            reading = [word(side) for side in waiting if side not in session.domains.problems]
            self.sentence.setText(
                tr("Reading the {reading} folder…", reading=tr(" and the ").join(reading))
                if reading
                else tr("A folder is missing.")
            )
        else:
            self.sentence.setText(_comparison(*(session.domains.by_side[side] for side in Side)))
        clear(self.facts)
        self.outlines = {}
        for told in (self.replaced.notice, session.domains.limits):
            if told:
                self.facts.addWidget(card(label(told, "caution", wrap=True)))
        if session.domains.complete:
            self._ask(*(session.domains.by_side[side] for side in Side))
        for side in Side:
            if side in session.domains.by_side:
                domain = session.domains.by_side[side]
                field = None
                if domain.deep is not None and domain.samples:
                    field = RangeField(domain)
                    field.chosen.connect(partial(session.change_range, side))
                self.facts.addWidget(_facts(side, domain, field))
            elif side in session.domains.outlines:
                self.outlines[side] = OutlineCard(side, session.domains.outlines[side])
                self.facts.addWidget(self.outlines[side])
            elif side in session.domains.problems:
                another = button(tr("Choose another folder…"), partial(self._choose, side))
                words = label(session.domains.problems[side], "bad", wrap=True)
                self.facts.addWidget(card(label(word(side.title()), "heading"), words, 4, another))

    @property
    def _next(self) -> str:
        """The step to go to from here."""
        return "translate" if self.session.domains.limits else "adapt"

    def _scanning(self, side: Side, files: int) -> None:
        if side in self.outlines and side in self.session.domains.outlines:
            self.outlines[side].show_progress(files)
        elif side not in self.session.domains.by_side:  # else the current contents are shown until they change
            self.refresh()

    def _ask(self, source: Domain, target: Domain) -> None:
        """Ask about folders in the wrong order, and about folders that share images."""
        try:
            check_order(source, target)
        except SwappedFoldersError as error:
            swap = button(tr("Swap source and target"), self.session.swap_folders)
            self.facts.addWidget(card(label(error.message, "caution", wrap=True), 4, swap))
        if shared := overlap(Path(source.root), Path(target.root)):
            hint = tr("There is no shift to measure between the same images; choose another folder.")
            another = button(tr("Choose another target…"), partial(self._choose, Side.TARGET))
            self.facts.addWidget(card(label(f"{shared} {hint}", "caution", wrap=True), 4, another))

    def _choose(self, side: Side) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("The {side} folder", side=word(side)))
        if path:
            self.session.change_folder(side, Path(path))


def _comparison(source: Domain, target: Domain) -> str:
    """What the classes of both domains have in common, in a sentence."""
    if not source.labelled:
        return tr("The source has no labels.")
    classes = tr("{classes} in the source", classes=count(len(source.classes), "class", "classes"))
    if known := len(set(source.classes) & set(target.classes)):
        return tr(
            "{classes}; the target's labels ({known} shared classes) only measure accuracy.",
            classes=classes,
            known=known,
        )
    if not target.labelled:
        return tr("{classes}; the target has no labels.", classes=classes)
    theirs = count(len(target.classes), "class", "classes")
    return tr(
        "{classes}; the target has {theirs} of other names. Its labels are left out unless you map them in Adapt.",
        classes=classes,
        theirs=theirs,
    )


def _facts(side: Side, domain: Domain, field: QWidget | None) -> QWidget:
    lines: list[QVBoxLayout | QWidget] = [label(f"{word(side.title())} · {word(domain.layout)}", "heading")]
    place = label(domain.root, "dim", wrap=True)
    place.setToolTip(plain_tip(domain.root))
    lines.append(place)
    sizes = sorted({(sample.width, sample.height) for sample in domain.samples})
    formats = Counter(sample.format for sample in domain.samples)
    rows = [
        (tr("Images"), whole(len(domain.samples))),
        (tr("Classes"), whole(len(domain.classes)) if domain.labelled else "–"),
    ]
    if sizes:
        middle = median(max(size) for size in sizes)
        same = len(sizes) == 1
        rows.append(
            (
                tr("Size"),
                f"{sizes[0][0]} × {sizes[0][1]}"
                if same
                else tr("{sizes} sizes, about {middle} px", sizes=len(sizes), middle=decimal(middle, 0)),
            )
        )
        rows.append((tr("Formats"), ", ".join(f"{name}" for name, _ in formats.most_common(3))))
    if domain.ignored:
        rows.append((tr("Other files"), whole(domain.ignored)))
    frame = card(*lines)
    layout = frame.layout()
    assert isinstance(layout, QVBoxLayout)
    for name, value in rows:
        layout.addLayout(row(label(name, "dim"), -1, label(value)))
    for sentence in remarks(domain):
        layout.addWidget(label(sentence, "faint", wrap=True))
    if field is not None:
        layout.addWidget(field)
    _add_set_aside(layout, domain)
    return frame


def _add_set_aside(layout: QVBoxLayout, domain: Domain) -> None:
    if not domain.set_aside:
        return
    reasons = Counter(file.reason for file in domain.set_aside)
    layout.addLayout(row(label(tr("Set aside"), "dim"), -1, label(whole(len(domain.set_aside)), "caution")))
    for reason, number in reasons.most_common():
        examples = [file for file in domain.set_aside if file.reason is reason]
        kinds = f": {unread_kinds(domain, reason)}" if reason in WITH_KINDS else ""
        words = label(f"{whole(number)} {word(reason)}{kinds}", "faint", wrap=True)
        listed = (f"{file.path}  {file.detail}".strip() for file in examples[: EXAMPLES * 8])
        words.setToolTip(plain_tip("\n".join(listed)))
        layout.addWidget(words)
        for file in examples[:EXAMPLES]:
            layout.addWidget(label(f"  {file.path}", "faint", wrap=True))
