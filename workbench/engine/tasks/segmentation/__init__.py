"""Semantic segmentation: a class for each pixel."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from workbench.core.counting import count
from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.core.manifest import Manifest
from workbench.core.target_quality import PixelPoint
from workbench.core.text_table import Summary, TextTable
from workbench.data.masks.class_shares import FEW, pixel_shares
from workbench.engine.tasks.contract import ConstantAnswer, HeadlineScore, Source, Task
from workbench.engine.tasks.segmentation.card import CARD
from workbench.engine.tasks.segmentation.point_classes import classes_at
from workbench.store.run_folder import RunFolder
from workbench.store.run_tables import Prediction

if TYPE_CHECKING:
    from workbench.engine.training import Training


class Segmentation(Task):
    """A class for each pixel."""

    card = CARD
    headlines = (
        HeadlineScore(
            "target mIoU",
            lambda scores: scores.target_pixels.miou if scores.target_pixels else None,
            lambda constant: constant.miou,
        ),
        HeadlineScore(
            "target pixels",
            lambda scores: scores.target_pixels.accuracy if scores.target_pixels else None,
            lambda constant: constant.accuracy,
        ),
    )
    artefacts = ("predictions.csv", "masks", "images.csv")
    logits = ("batch", "classes", "rows", "columns")
    shot_files = (".png",)
    measured_at_points = True

    def refusal(self, source: Source, labels: str) -> UserError:
        """Of a source without masks."""
        return UserError(f"The source {source.root} has no masks.", "Give a folder with images and masks.")

    def shares(self, domain: Domain, classes: Iterable[str]) -> dict[str, float]:
        """The share of the labelled pixels of each class that a few of the masks hold."""
        return {name: share for name, share in pixel_shares(domain).items() if share}

    def labels(self, domain: Domain) -> Summary:
        """The share of the pixels that each class has."""
        shares, masked = pixel_shares(domain), sum(bool(sample.mask) for sample in domain.samples)
        classes = domain.table.classes if domain.table else ()
        colours = tuple("#{:02x}{:02x}{:02x}".format(*one.colour) for one in classes)
        rows = [
            (one.name, f"{shares.get(one.name, 0.0):.1%}", colour) for one, colour in zip(classes, colours, strict=True)
        ]
        table = TextTable(("class", "of the pixels", "colour"), rows, colours=colours)
        return Summary(
            {**shares},
            [table, f"{count(masked, 'image has a mask', 'images have masks')}; shares are of up to {FEW} of them."],
        )

    def constant_answer(self, target: Domain, classes: Iterable[str]) -> ConstantAnswer | None:
        """Measured on up to 64 masks, evenly over the domain; the IoU of all classes but its own is zero."""
        found, shares = super().constant_answer(target, classes), self.shares(target, classes)
        return found and found._replace(miou=found.accuracy / len(shares))

    def predicted_classes(
        self, run: RunFolder, predictions: Sequence[Prediction], points: Mapping[str, PixelPoint]
    ) -> dict[str, str]:
        """The class in the predicted mask at each point. Masks can be of another size than their images."""
        return classes_at(run, predictions, points)

    def sound(self, manifest: Manifest) -> bool:
        """Whether the classes have colours, and the sides of an input are multiples of a number."""
        table = manifest.table
        return table is not None and table.names == manifest.classes and manifest.preprocessing.multiple > 0

    def training(self) -> "Training":
        """Over images with a mask each."""
        from workbench.engine.tasks.segmentation.training import SegmentationTraining

        return SegmentationTraining()
