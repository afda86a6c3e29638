"""Points of the measuring set in the window: masks are read between events, and hidden pages need no space."""

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Pixels
from workbench.core.domain import Side
from workbench.gui.session import measured_runs


def name_points(pixels: Pixels, name: str) -> list[str]:
    """Draw all images with a point each, and name the points."""
    project, samples = pixels.session.project, pixels.session.domains.samples(Side.TARGET)
    assert project is not None
    drawn = pixels.session.labels.change(lambda: project.measuring_set.draw(samples, len(samples), points=True))
    assert pixels.session.labels.apply(dict.fromkeys(drawn, name))
    return drawn


def test_that_many_masks_are_read_one_by_one_before_a_run_is_quick_to_measure(
    qtbot: QtBot, pixels: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measured_runs, "FEW_MASKS", 1)
    drawn, measured = name_points(pixels, "road"), pixels.runs.quality.measured
    assert len(drawn) == 3
    with qtbot.waitSignal(measured.arrived):
        assert not measured.is_quick(pixels.record)
    assert measured.is_quick(pixels.record)
    measurement = measured.of(pixels.record)
    assert measurement is not None
    assert measurement.quality.count == 3


def test_that_a_point_whose_image_is_gone_measures_nothing(pixels: Pixels) -> None:
    drawn, domains = name_points(pixels, "road"), pixels.session.domains
    target = domains.by_side[Side.TARGET]
    target.samples[:] = [sample for sample in target.samples if sample.path != drawn[0]]
    domains.changed.emit(Side.TARGET)
    measurement = pixels.runs.quality.measured.of(pixels.record)
    assert measurement is not None
    assert measurement.quality.count == 2
