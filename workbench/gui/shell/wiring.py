"""Who hears whom in the window: what a zone wants, and who answers it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.gui.adapt.run_comparison import compare_runs
from workbench.gui.kit.sample_ids import Id
from workbench.gui.shell import actions
from workbench.gui.shell.steps import STEPS
from workbench.gui.translate.translation_comparison import compare_translations

if TYPE_CHECKING:
    from workbench.gui.shell.window import Window


def connect(window: "Window") -> None:
    """Connect the zones of a window that is placed."""
    _pictures(window)
    _steps(window)
    _start(window)
    _pixels(window)
    window.theme.changed.connect(window.retheme)
    window.retheme(window.theme.tokens)
    _keys(window)


def _pictures(window: "Window") -> None:
    pictures = window.pictures
    window.findings.shown.connect(pictures.show_samples)
    window.findings.sort_wanted.connect(pictures.sort_by)
    window.findings.class_chosen.connect(pictures.show_class)
    window.rail.class_chosen.connect(partial(_show_class, window))
    window.rail.shown_changed.connect(pictures.show_only)
    window.rail.key_wanted.connect(window.key_editor.ask)
    window.label.key_wanted.connect(window.key_editor.ask)
    for asked in (window.history, window.merge, window.labels.second):
        asked.shown.connect(pictures.show_samples)
    window.labels.second.shown.connect(lambda _ids, _why: pictures.review())
    window.labels.files.conflicting.connect(window.merge.show_conflicts)
    window.merge.taken.connect(window.labels.files.take)
    window.next.opened.connect(window.viewing.open)
    pictures.class_shown.connect(window.rail.show_chosen)
    pictures.opened.connect(partial(_open, window))


def _show_class(window: "Window", name: str) -> None:
    """The images of a class; where the labels are of pixels, its brush or its worst images."""
    if not window.pixels.choose_class(name):
        window.pictures.show_class(name)


def _open(window: "Window", one: Id) -> None:
    """A sample large: before and after in the Translate step, with its masks, or beside what is known of it."""
    if not window.translation.open(one) and not window.pixels.open(one):
        window.viewing.open(one)


def _steps(window: "Window") -> None:
    window.session.step_changed.connect(window.show_step)
    window.label.named.connect(window.keys.name)
    window.label.history_wanted.connect(window.history.toggle)
    window.keys.new_wanted.connect(window.label.ask_name)
    window.progress.log_wanted.connect(window.log.show_run)
    window.translation.progress.log_wanted.connect(window.log.show_run)
    runs, translations = window.progress.actions_, window.translation.progress.actions_
    runs.compare_wanted.connect(lambda some: window.compare.compare(compare_runs(window.runs, some)))
    runs.repeat_wanted.connect(window.adapt.fill)
    translations.compare_wanted.connect(
        lambda some: window.compare.compare(compare_translations(window.translation.translating, some))
    )
    translations.repeat_wanted.connect(window.translation.form.fill)


def _start(window: "Window") -> None:
    window.session.project_changed.connect(window.show_page)
    window.start.sample_wanted.connect(window.opening.sample)
    window.start.project_wanted.connect(lambda folder: window.opening.project(Path(folder)))
    window.header.home.connect(window.session.close_project)
    window.status.keys.clicked.connect(window.sheet.toggle)


def _pixels(window: "Window") -> None:
    """Where the labels are of pixels, some steps look otherwise; whether they are is known when the source is read."""
    session, pixels = window.session, window.pixels

    def place(*_: object) -> None:
        above = pixels.above(session.step)
        if above is not None:
            window.pictures.show_above(above)
        elif window.pictures.above.currentWidget() in pixels.views:
            window.pictures.show_above(window.pictures.scatter)
        window.below.setVisible(above is not pixels.painter)
        window.sheet.show_painting(above is pixels.painter)

    for signal in (session.step_changed, session.domains.changed, session.project_changed):
        signal.connect(place)
    pixels.open_over(window.pictures)
    pixels.results.start_wanted.connect(window.adapt.start.click)
    pixels.inspector.history_wanted.connect(window.history.toggle)


def _keys(window: "Window") -> None:
    session = window.session
    handlers: dict[str, Callable[[], object]] = {
        f"step:{step.name}": partial(session.go_to, step.name) for step in STEPS
    }
    own = {
        "undo": session.labels.undo,
        "redo": session.labels.redo,
        "keys": window.sheet.toggle,
        "home": session.close_project,
    }
    actions.install(window, handlers | own)
