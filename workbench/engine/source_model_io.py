"""Writes and reads source models, and starts a run from one."""

import hashlib
from pathlib import Path

import msgspec
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from workbench.core.errors import UserError
from workbench.core.files import replacing
from workbench.engine.build import Built
from workbench.engine.image_model import image_model
from workbench.engine.model_io import load_adapted
from workbench.engine.source_model import SUFFIX, SourceModel, SourceModelRecipe, is_source_model
from workbench.engine.tasks.registry import task
from workbench.nets.backbones import card
from workbench.nets.norm import DomainNorm
from workbench.store.run_folder import RunFolder

KEY = "domain_workbench"  # in the file's metadata


def write_source_model(run: Path, out: Path, *, best: bool = False) -> None:
    """Write the last model of a finished run, or the best one, as a source model. It has no images and no paths.

    Raises UserError if the run is not finished or the file cannot be written.
    """
    if not is_source_model(out):
        raise UserError(f"The file name {out.name} does not end with {SUFFIX}.", f"Use {out.stem}{SUFFIX}.")
    adapted = load_adapted(RunFolder(run), best=best)
    job = adapted.job
    recipe = SourceModelRecipe(adapted.classes, job.backbone, job.tune, job.image_size, job.norm)
    tensors = {name: tensor.contiguous() for name, tensor in adapted.model.state_dict().items()}
    try:
        with replacing(out) as temporary:
            save_file(tensors, temporary, metadata={KEY: msgspec.json.encode(recipe).decode()})
    except (OSError, SafetensorError) as error:
        raise UserError(f"The model could not be written to {out} ({error}).", "Choose another folder.") from error


def leave_source_model(run: Path, out: Path, *, best: bool = False) -> None:
    """As `write_source_model`. Raises UserError, too, when no job can go on from a model of this task."""
    image_model(load_adapted(RunFolder(run), best=best))
    write_source_model(run, out, best=best)


def read_source_model(path: Path) -> SourceModel:
    """Read the recipe of a source model. Raises UserError if the file is missing or is not a source model."""
    if not path.is_file():
        raise UserError(f"There is no file {path}.", "Check the path.")
    try:
        with safe_open(path, "pt") as file:
            metadata = (file.metadata() or {}).get(KEY, "")
        recipe = msgspec.json.decode(metadata, type=SourceModelRecipe)
    except (OSError, SafetensorError, msgspec.DecodeError) as error:
        raise UserError(
            f"{path.name} is not a source model.",
            f"Write one with: workbench export RUN --format source-model --out NAME{SUFFIX}",
        ) from error
    known = task(card(recipe.backbone).task)
    if not known.source_models:
        raise UserError(
            f"{path.name} tells the classes of {known.card.labels}; without source images, only models of images can "
            "be adapted.",
            "Give the source folder itself.",
        )
    return SourceModel(path, recipe, hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest())


def start_from(built: Built, path: Path) -> None:
    """Load a source model's weights into networks that were built for it. Both domains start with its statistics.

    Raises UserError if the weights do not fit the networks.
    """
    tensors = load_file(path)
    model = built.method.classifier
    try:
        for index, part in enumerate((model.backbone, model.bottleneck, model.head)):  # as in ExportedClassifier
            _fill(part, _below(tensors, f"network.{index}"))
        if built.extractor is not None:
            built.extractor.load_state_dict(_below(tensors, "extractor"))
    except (KeyError, RuntimeError) as error:
        raise UserError(
            f"The weights in {path.name} do not fit this method's network.",
            "Train the source with a method whose classifier is linear, such as source_only.",
        ) from error


def _fill(module: nn.Module, tensors: dict[str, Tensor]) -> None:
    """Load the tensors of a module that `with_plain_norms` converted into the original module."""
    if isinstance(module, DomainNorm):
        module.load_plain(tensors)
        return
    with torch.no_grad():
        for name in module.state_dict():
            if "." not in name:  # the module's own tensors, not those of its children
                getattr(module, name).copy_(tensors[name])
    for name, child in module.named_children():
        _fill(child, _below(tensors, name))


def _below(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(f"{prefix}."): t for name, t in tensors.items() if name.startswith(f"{prefix}.")}
