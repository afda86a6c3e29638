"""Asks the current model where it finds a class in the image of the viewer."""

import numpy as np
from PySide6.QtCore import QObject

from workbench.core.domain import Side
from workbench.gui.browse.viewer_controller import ViewerController
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import percent
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.gui.views.pictures.image_viewer import HEAT
from workbench.worker.labelling_commands import Explain
from workbench.worker.replies import Explained

NO_MODEL = tr("There is no model yet. After the first run, this shows where it finds a class.")
BLIND = tr("This image measures, so no opinion of a model is shown.")
COMPUTING = tr("Computing…")


class HeatController(QObject):
    """Requests the heat map of the shown image while its tool is unfolded, one at a time."""

    def __init__(self, session: Session, runs: RunsController, viewing: ViewerController) -> None:
        super().__init__(viewing)
        self.session, self.runs, self.viewing = session, runs, viewing
        self.call = SingleCall(session.workers, self)
        self.panel, self.layer = viewing.viewer.heat, viewing.viewer.heat_layer
        self.panel.class_chosen.connect(lambda _name: self.refresh())
        self.call.unsuccessful.connect(lambda why: self.panel.say(why.text, "bad"))
        viewing.viewer.look.unfolded.connect(lambda title, _open: self.refresh() if title == HEAT else None)
        for signal in (viewing.opened, viewing.known_changed):
            signal.connect(self.refresh)
        runs.model_changed.connect(self.refresh)
        session.project_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Remove the heat map, and request that of the shown image if it is wanted."""
        self.layer.clear()
        self.call.forget()
        viewer, shown = self.viewing.viewer, self.viewing.shown
        if shown is None or not viewer.isVisible() or not viewer.look.folds[HEAT].isChecked():
            return
        self.panel.offer(list(self.session.domains.counts))
        side, path = shown
        if self.session.project is None or self.runs.model is None:
            self.panel.say(NO_MODEL)
        elif side is Side.TARGET and self.session.labels.is_blind(path):
            self.panel.say(BLIND)
        else:
            self.panel.say(COMPUTING)
            run, file = self.session.project.run_folder(self.runs.model_id), self.session.domains.file(shown)
            self.call.begin(Explain(str(run), str(file), side, self.panel.chosen)).finished.connect(self._show)

    def _show(self, found: Explained) -> None:
        heat = np.frombuffer(found.heat, np.float32).reshape(found.rows, found.columns)
        if not heat.any():
            self.panel.say(tr("No place of this image speaks for “{class_name}”.", class_name=found.class_name))
            return
        self.layer.show_heat(heat)
        grid = tr("{rows} × {columns} places", rows=found.rows, columns=found.columns)
        self.panel.say(
            tr(
                "“{class_name}”, {probability}. Bright places speak for it ({grid}).",
                class_name=found.class_name,
                probability=percent(found.probability, 0),
                grid=grid,
            )
        )
