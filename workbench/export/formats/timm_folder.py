"""Writes a folder that timm and Hugging Face's transformers open: config.json, model.safetensors, a model card.

Such a net is a backbone and one linear layer. If what follows the backbone of the model is affine, this layer equals
it; otherwise the layer is fitted to the model's probabilities on target images, and measured on others.
"""

import json
from collections.abc import Generator
from typing import Any, NamedTuple

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor, nn

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import AGREES, Cost, Manifest, Precision
from workbench.core.model_formats import ModelFormat, check_installed
from workbench.engine.adapted_model import Adapted
from workbench.engine.model_io import load_adapted
from workbench.export.calibration_images import CalibrationImages
from workbench.export.export_run import RunOnTarget, check_parity, measure_run
from workbench.export.formats.request import Exporting
from workbench.export.formats.timm_head import affine_layer, fitted_layer, is_affine
from workbench.export.model_card import HowToRun, model_card
from workbench.export.precision import CHUNK, cost_of
from workbench.export.target_images import COUNT
from workbench.export.written_folder import check_output, written_folder
from workbench.nets.classifier import Normalise
from workbench.nets.timm_names import architecture, named_as
from workbench.store.run_folder import RunFolder

CONFIG, WEIGHTS, CARD = "config.json", "model.safetensors", "README.md"
FITTED = 4 * COUNT  # target images for a fitted layer: half of them fit it, half measure it
HINT = "Write a model folder or an ONNX file, which hold every model."
Floats = NDArray[np.float32]


class TimmModel(NamedTuple):
    """The parts of a model: the normalisation of the input, timm's net without a classifier, and the layers after it.

    `name`: timm's name of the net. `options`: arguments of `timm.create_model`.
    """

    name: str
    options: dict[str, Any]
    normalise: Normalise
    net: nn.Module
    rest: nn.Module


def write_timm_folder(request: Exporting) -> Generator[Prepared, None, tuple[Cost, ...]]:
    """Write a run's model as a folder for timm. Return its cost.

    Raises UserError if timm is not installed or lacks the backbone, if the folder cannot be written, if logits differ
    from PyTorch's, or if a fitted layer changes too many predictions and `accept` is not set.
    """
    check_installed(ModelFormat.TIMM)
    check_output(request.out, CONFIG, (CONFIG, WEIGHTS, CARD))
    exact = is_affine(_timm_model(load_adapted(RunFolder(request.run), best=request.best)).rest)
    measured = yield from measure_run(
        request.run,
        best=request.best,
        target=request.target,
        outcome=request.outcome,
        count=COUNT if exact else FITTED,
    )
    yield Prepared("Building timm's net", 2, 4)
    model = _timm_model(measured.adapted)
    net = _whole_net(model, *_layer(model, measured, exact))
    yield Prepared("Measuring it", 3, 4)
    cost = _measured_cost(net, model.normalise, measured, exact)
    _check(cost, measured, exact, request.accept)
    manifest = msgspec.structs.replace(measured.manifest, files={"weights": WEIGHTS}, costs=(cost,))
    how = HowToRun("timm", "run-timm.md", {"exact": exact, "fit": len(measured.pictures.pixels) // 2})
    with written_folder(request.out) as temporary:
        save_file({name: tensor.contiguous() for name, tensor in net.state_dict().items()}, temporary / WEIGHTS)
        (temporary / WEIGHTS).chmod(0o644)
        (temporary / CONFIG).write_text(json.dumps(_config(net, model, manifest), indent=2, ensure_ascii=False) + "\n")
        (temporary / CARD).write_text(model_card(manifest, request.outcome, how), encoding="utf-8")
    return (cost,)


def _timm_model(adapted: Adapted) -> TimmModel:
    """The parts of a model. Raises UserError if timm has no such net."""
    job, model = adapted.job, adapted.model
    name = architecture(job.backbone)
    if not name:
        raise UserError(f"timm has no net like the backbone “{job.backbone}”.", HINT)
    frozen = isinstance(model.extractor, nn.Sequential)
    trunk, *after = [model.extractor, *model.network.children()] if frozen else model.network.children()
    parts = list(trunk.children())
    if len(parts) != 2 or not isinstance(parts[0], Normalise) or job.norm != "batch":
        raise UserError(f"{job.method} changed the layers of “{job.backbone}”, which timm's net has not.", HINT)
    options = {"img_size": job.image_size} if _one_size(name) else {}
    return TimmModel(name, options, parts[0], parts[1], nn.Sequential(*after))


def _one_size(name: str) -> bool:
    import timm

    config = timm.get_pretrained_cfg(name)
    return bool(config and config.fixed_input_size)


def _layer(model: TimmModel, measured: RunOnTarget, exact: bool) -> tuple[Tensor, Tensor]:
    """The weight and the bias of the linear layer. Raises UserError if it is to be fitted and the target is missing."""
    temperature, pictures = measured.adapted.model.temperature, measured.pictures
    if exact:
        weight, bias = affine_layer(model.rest, measured.features.shape[1])
        return weight / temperature, bias / temperature
    if not pictures.real:
        raise UserError(
            "timm's linear layer is fitted on target images, but the run's target folder no longer exists.",
            "Give its new location with --target FOLDER.",
        )
    half = pictures.part(slice(None, None, 2))
    with torch.inference_mode():
        features = torch.cat([model.net(model.normalise(images)) for images in _batches(half)])
    return fitted_layer(features, torch.from_numpy(measured.logits[::2]))


def _whole_net(model: TimmModel, weight: Tensor, bias: Tensor) -> Any:
    """timm's net with the weights of the model. Raises UserError if it has another classifier or other layers."""
    import timm

    net: Any = timm.create_model(model.name, num_classes=len(bias), **model.options)
    classifier = net.get_classifier()
    own = {id(tensor) for tensor in classifier.state_dict(keep_vars=True).values()}
    theirs = {name: tensor for name, tensor in net.state_dict(keep_vars=True).items() if id(tensor) not in own}
    if not isinstance(classifier, nn.Linear) or classifier.weight.shape != weight.shape:
        raise UserError(f"timm's {model.name} has another classifier than one linear layer.", HINT)
    try:
        net.load_state_dict(named_as(theirs, model.net.state_dict()), strict=False)
    except (ValueError, RuntimeError) as error:
        raise UserError(f"timm's {model.name} has other layers than this model.", HINT) from error
    with torch.no_grad():
        classifier.weight.copy_(weight)
        classifier.bias.copy_(bias)
    return net.eval().requires_grad_(False)


def _measured_cost(net: nn.Module, normalise: Normalise, measured: RunOnTarget, exact: bool) -> Cost:
    """The cost on all images, or on those to which the layer was not fitted."""
    rows = slice(None) if exact else slice(1, None, 2)
    pictures = measured.pictures.part(rows)

    def logits() -> Floats:
        return np.concatenate([net(normalise(images)).numpy() for images in _batches(pictures)])

    size = sum(tensor.numel() * tensor.element_size() for tensor in net.state_dict().values())
    with torch.inference_mode():
        return cost_of(logits, Precision.FP32, size, pictures, measured.logits[rows], engine="timm")


def _batches(pictures: CalibrationImages) -> Generator[Tensor, None, None]:
    """The images as (B, 3, H, W) in [0, 1]."""
    for at in range(0, len(pictures.pixels), CHUNK):
        yield torch.from_numpy(pictures.inputs(slice(at, at + CHUNK)))


def _check(cost: Cost, measured: RunOnTarget, exact: bool, accept: bool) -> None:
    if exact:
        check_parity(cost, measured.logits)
    elif cost.agreement < AGREES and not accept:
        raise UserError(
            f"timm's nets have one linear layer after the backbone; fitted to this model, it predicts another class on "
            f"{1 - cost.agreement:.1%} of {cost.images:,} target images; the limit is {1 - AGREES:.1%}.",
            "Adapt by coral, label_prop or ot_mapping on frozen features, which lose nothing, or write it anyway with "
            "--accept.",
        )


def _config(net: Any, model: TimmModel, manifest: Manifest) -> dict[str, Any]:
    """The content of config.json, as timm's `save_for_hf` lays it out."""
    side = manifest.preprocessing.size
    config = {
        "architecture": model.name,
        "num_classes": len(manifest.classes),
        "num_features": net.num_features,
        "label_names": list(manifest.classes),
        "pretrained_cfg": {
            "input_size": [3, side, side],
            "fixed_input_size": bool(model.options),
            "interpolation": "bilinear",
            "crop_pct": 1.0,
            "crop_mode": "squash",
            "mean": model.normalise.get_buffer("mean").flatten().tolist(),
            "std": model.normalise.get_buffer("std").flatten().tolist(),
            "num_classes": len(manifest.classes),
            "first_conv": net.pretrained_cfg["first_conv"],
            "classifier": net.pretrained_cfg["classifier"],
        },
    }
    return config | ({"model_args": model.options} if model.options else {})
