"""The titles of precisions, and sentences about export formats."""

from workbench.core.manifest import Cost, Precision
from workbench.core.model_formats import CARDS, ModelFormat, install_hint, missing_text
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, decimal, percent

PRECISIONS = {
    Precision.FP32: tr("fp32, as trained"),
    Precision.FP16: tr("fp16, half the size"),
    Precision.INT8: tr("int8, for small devices"),
}
FIRST = tr("The model of a finished run can be exported, to run without this program.")
UNWEIGHED = tr("Its cost is measured while it is written. A model that changes too many predictions is not written.")
IN_FOLDERS = tr("Images in class folders")


def cost_text(form: ModelFormat, precision: Precision, extra: str, cost: Cost | None) -> str:
    """Return what is said below the choices: the extra to install, or the cost of the precision."""
    if extra:
        return f"{missing_text(form, precision)} {install_hint(extra)}"
    if cost is not None:
        return cost_words(cost)
    return tr("Its cost is measured on target images before it can be saved.") if CARDS[form].weighed else UNWEIGHED


def cost_words(cost: Cost) -> str:
    """Return the cost of a precision as a sentence."""
    text = tr(
        "Another class than PyTorch on {agreement} % of {images}",
        agreement=decimal(100 * (1 - cost.agreement), 1),
        images=count(cost.images, "target image"),
    )
    if cost.accuracy is not None and cost.accuracy_before is not None:
        text += tr(
            "; accuracy {accuracy_before} → {accuracy}",
            accuracy_before=percent(cost.accuracy_before),
            accuracy=percent(cost.accuracy),
        )
    return tr(
        "{text}; {bytes} MB; {milliseconds} ms per image here.",
        text=text,
        bytes=decimal(cost.bytes / 1000000.0, 1),
        milliseconds=decimal(cost.milliseconds, 1),
    )
