"""The target images that an export is measured and calibrated on."""

from pathlib import Path

from workbench.core.errors import UserError
from workbench.data.cache_paths import default_cache
from workbench.data.scan import scan_now
from workbench.engine.adapted_model import Adapted
from workbench.export.calibration_images import CalibrationImages
from workbench.export.tasks.registry import exporter

COUNT = 512  # images an export looks at
NOISE = 64  # pictures, where no image is to be found


def target_pictures(adapted: Adapted, folder: Path | None = None, count: int = COUNT) -> CalibrationImages:
    """Up to `count` target images, drawn at random once and for all; noise where they are no longer to be found.

    `folder`: where the target is now, if it has moved.
    """
    job, tracing = adapted.job, exporter(adapted.job.decided_task).tracing()
    root, cache = folder or Path(job.target), Path(job.cache) if job.cache else default_cache()
    try:
        domain = scan_now(root, cache=cache)
    except UserError:
        if folder is not None:
            raise
        return tracing.noise(adapted, min(count, NOISE))
    found = tracing.pictures(adapted, domain, cache, count)
    return tracing.noise(adapted, min(count, NOISE)) if found is None else found
