"""The titles of precisions, and sentences about export formats."""

from workbench.core.counting import count
from workbench.core.manifest import Cost, Precision
from workbench.core.model_formats import CARDS, ModelFormat, install_hint, missing_text
from workbench.gui.kit.number_format import percent

PRECISIONS = {
    Precision.FP32: "fp32, as trained",
    Precision.FP16: "fp16, half the size",
    Precision.INT8: "int8, for small devices",
}
FIRST = "The model of a finished run can be exported, to run without this program."
UNWEIGHED = "Its cost is measured while it is written. A model that changes too many predictions is not written."
IN_FOLDERS = "Images in class folders"


def cost_text(form: ModelFormat, precision: Precision, extra: str, cost: Cost | None) -> str:
    """Return what is said below the choices: the extra to install, or the cost of the precision."""
    if extra:
        return f"{missing_text(form, precision)} {install_hint(extra)}"
    if cost is not None:
        return cost_words(cost)
    return "Its cost is measured on target images before it can be saved." if CARDS[form].weighed else UNWEIGHED


def cost_words(cost: Cost) -> str:
    """Return the cost of a precision as a sentence."""
    text = f"Another class than PyTorch on {100 * (1 - cost.agreement):.1f} % of {count(cost.images, 'target image')}"
    if cost.accuracy is not None and cost.accuracy_before is not None:
        text += f"; accuracy {percent(cost.accuracy_before)} → {percent(cost.accuracy)}"
    return f"{text}; {cost.bytes / 1e6:.1f} MB; {cost.milliseconds:.1f} ms per image here."
