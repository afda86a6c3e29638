"""Draws the target images for measuring and calibrating an export."""

from pathlib import Path

from workbench.core.errors import UserError
from workbench.data.cache_paths import default_cache
from workbench.data.scan import scan_now
from workbench.engine.adapted_model import Adapted
from workbench.export.calibration_images import CalibrationImages
from workbench.export.tasks.registry import exporter

COUNT = 512  # target images for an export
NOISE = 64  # noise images if the target is missing


def target_pictures(adapted: Adapted, folder: Path | None = None, count: int = COUNT) -> CalibrationImages:
    """Draw up to `count` target images with a fixed seed; noise if the target folder no longer exists.

    `folder`: the target folder, if it has moved.
    """
    job, tracing = adapted.job, exporter(adapted.job.decided_task).tracing()
    root, cache = folder or Path(job.target), Path(job.cache) if job.cache else default_cache()
    try:
        domain = scan_now(root, cache=cache, deep=job.trained_range)
    except UserError:
        if folder is not None:
            raise
        return tracing.noise(adapted, min(count, NOISE))
    pictures = tracing.pictures(adapted, domain, cache, count)
    return tracing.noise(adapted, min(count, NOISE)) if pictures is None else pictures
