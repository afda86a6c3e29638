"""Run jobs on the processes that torchrun started: `torchrun -m tests.engine.share FOLDER`, with run folders inside."""

import sys
from pathlib import Path

import pytest
import torch.nn.functional as F

from workbench.core.job import Job
from workbench.engine.registry import methods
from workbench.engine.run import run
from workbench.store.run_folder import RunFolder


def run_all(job: Job, place: Path) -> None:
    """One run; without dropout where several views or shots pass together, for it follows their order in a share."""
    with pytest.MonkeyPatch.context() as patch:
        if job.shots or methods()[job.method].strong_views:
            patch.setattr(F, "dropout", lambda x, *_, **__: x)
        for _ in run(job, place):
            pass


if __name__ == "__main__":
    for folder in sorted(Path(sys.argv[1]).iterdir()):
        run_all(RunFolder(folder).job(), folder)
