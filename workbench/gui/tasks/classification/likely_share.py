"""How many images of a group are probably of its likely class: a range, never a single number."""

from workbench.analysis.measured_accuracy import wilson
from workbench.core.image_groups import ImageGroup
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import decimal, percent
from workbench.gui.session.runs_controller import RunsController

HALF = 0.5  # from this share on, a class is probable
LONGEST = 24  # characters of a class; the button that names the group has the whole name as its tooltip


class LikelyShares:
    """States the share of the likely class of a group, as a range in words."""

    def __init__(self, runs: RunsController) -> None:
        self.runs = runs
        self._mean: tuple[str, float] = ("", 0.0)  # a run, and the mean confidence of its predictions

    def words(self, group: ImageGroup) -> str:
        """Return the likely class and the range; without evidence, that the share is not known."""
        bounds = self.range(group)
        if bounds is None:
            return tr("perhaps “{likely}”; for how many is not known", likely=_short(group.likely))
        low, high = bounds
        sure = tr("probably") if low >= HALF else tr("perhaps")
        return tr(
            "{sure} “{likely}”: {low} to {high} of them, an estimate",
            sure=sure,
            likely=_short(group.likely),
            low=decimal(100 * low, 0),
            high=percent(high, 0),
        )

    def range(self, group: ImageGroup) -> tuple[float, float] | None:
        """Return the range of the share, in [0, 1]; None if nothing is known of it.

        A share that was learned from labelled images has the interval of their number. One that is the confidence of
        the current model is corrected by what is known of it on the whole target: by how much the lowest and the
        highest accuracy to expect differ from its mean confidence.
        """
        if group.judged:
            learned = wilson(round(group.share * group.judged), group.judged)
            return learned.low, learned.high
        model = self.runs.model
        quality = self.runs.quality.of(model) if model is not None else None
        if model is None or quality is None or quality.low is None or quality.high is None:
            return None
        more = group.share - self._mean_confidence(model.id)
        low, high = (min(max(bound + more, 0.0), 1.0) for bound in (quality.low, quality.high))
        return low, high

    def _mean_confidence(self, model: str) -> float:
        if self._mean[0] != model:
            known = self.runs.session.predictions.by_path.values()
            self._mean = model, sum(one.confidence for one in known) / max(len(known), 1)
        return self._mean[1]


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
