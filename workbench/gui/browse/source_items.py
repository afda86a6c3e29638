"""The samples of the source for the grid: with corrected labels, and with the classes that suspected ones look like."""

import os

from workbench.core.domain import Domain, Side
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.views.grid.thumbnail_grid import GridItem


def source_items(domain: Domain, inspections: InspectionController) -> list[GridItem]:
    """Return the samples of the source in their order."""
    root, decided, suspects = str(domain.folder), inspections.session.domains.decided, inspections.suspects()
    items = []
    for sample in domain.samples:
        path, suspect, correction = sample.path, suspects.get(sample.path), decided.get(sample.path)
        item = GridItem(
            Side.SOURCE,
            path,
            os.path.join(root, path),
            sample.label,
            predicted=suspect.likely if suspect else None,
            confidence=suspect.likely_share if suspect else None,
            given=correction.given if correction and not correction.confirms else None,
        )
        items.append(item)
    return items
