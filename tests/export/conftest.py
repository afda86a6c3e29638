"""A finished run and what it leaves behind, made once for all tests of this folder."""

from pathlib import Path

import pytest

from workbench.analysis.run_evaluation import outcome_of
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.manifest import Precision
from workbench.engine.run import run
from workbench.export.model_folder import export_folder
from workbench.store.run_folder import RunFolder


@pytest.fixture(scope="session")
def finished(domains: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of DANCE on a target that may have other classes, so that the rule for “unknown” travels."""
    source, target = domains
    folder = tmp_path_factory.mktemp("export")
    job = Job(
        method="dance",
        source=str(source),
        target=str(target),
        steps=30,
        batch=8,
        image_size=16,
        shift="open-partial",  # type: ignore[arg-type]  # as a person writes it
        cache=str(folder / "cache"),
    )
    list(run(job, folder / "run"))
    return folder / "run"


@pytest.fixture(scope="session")
def model(finished: Path) -> Path:
    """Its model folder, with every kind of file; a net of 30 steps may lose more by eight bits than a real one."""
    out = finished.parent / "model"
    precisions = tuple(Precision)
    making = export_folder(
        finished, out, precisions=precisions, with_pt2=True, outcome=outcome_of(RunFolder(finished)), accept=True
    )
    Returning(making).finish()
    return out
