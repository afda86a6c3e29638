"""Opens an ONNX file or a model folder for prediction: on ONNX Runtime alone, and without trusting what it says."""

import hashlib
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import onnx
from numpy.typing import NDArray

from workbench.core.deep_range import check_range
from workbench.core.domain import DEFAULT_TASK
from workbench.core.errors import UserError
from workbench.core.manifest import FORMAT, MODEL_FILE, Manifest, Preprocessing
from workbench.core.threads import LANES, cores
from workbench.engine.onnx_session import OnnxSession
from workbench.engine.tasks.contract import Task
from workbench.engine.tasks.registry import task, tasks

Floats = NDArray[np.float32]
Look = Callable[[Floats], tuple[Floats, Floats | None]]
KEY = "manifest"  # of an ONNX file's metadata
LARGEST = 64 << 20  # bytes of a model.json
SIZES = range(8, 4097)  # pixels
TRIAL_SECONDS = 60  # in which a model answers for one image, when it is opened


class OpenedModel(NamedTuple):
    """A model that was opened, what it says of itself, and what names its bytes."""

    look: Look
    manifest: Manifest
    content: str


def is_model_folder(path: Path) -> bool:
    """Whether a folder holds a model.json."""
    return (path / MODEL_FILE).is_file()


def read_manifest(folder: Path) -> Manifest:
    """What a model folder says. Raises UserError when it is damaged, newer than this program, or leads elsewhere."""
    path = folder / MODEL_FILE
    try:
        if path.stat().st_size > LARGEST:
            raise msgspec.ValidationError("it is too large")
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read ({error}).", "Export the model again.") from error
    if manifest.format > FORMAT:
        raise UserError(f"{folder.name} was exported by a newer Domain Workbench.", "Update, then use it again.")
    _check(manifest, folder.name)
    for name in manifest.files.values():
        if Path(name).name != name or name in ("", ".", ".."):
            raise UserError(f"{folder.name} names a file outside itself: “{name}”.", "Do not trust this folder.")
    return manifest


def open_model(place: Path, kind: str = "", task_name: str = DEFAULT_TASK) -> OpenedModel:
    """The model of a folder or file; `kind` such as “onnx-int8” of a folder's.

    Its logits have the axes of its task. Raises UserError when it is none, or of another task than `task_name`.
    """
    path, manifest = _in_folder(place, kind) if place.is_dir() else (place, None)
    return _opened(path, manifest, task(task_name))


def task_name_of(place: Path) -> str:
    """The task that a model folder or ONNX file says; the default where it says none. Raises UserError."""
    if place.is_dir():
        return read_manifest(place).task
    metadata = {one.key: one.value for one in onnx.load_from_string(safe_content(place)).metadata_props}
    try:
        return _told(metadata).task
    except (KeyError, ValueError):  # a file of someone else's, which is refused where it is opened
        return DEFAULT_TASK


def _in_folder(folder: Path, kind: str) -> tuple[Path, Manifest]:
    manifest = read_manifest(folder)
    kinds = [one for one in manifest.files if one.startswith("onnx")]
    if kind and kind not in kinds:
        raise UserError(f"{folder.name} has no file “{kind}”.", f"It has: {', '.join(kinds) or 'none'}.")
    if not kinds:
        raise UserError(f"{folder.name} has no ONNX file.", "Export the model again.")
    return folder / manifest.files[kind or kinds[0]], manifest


def _opened(path: Path, manifest: Manifest | None, wanted: Task) -> OpenedModel:
    import onnxruntime

    content = safe_content(path)
    try:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors: what it could not fold is nothing to a person
        options.intra_op_num_threads = max(1, cores() // LANES)  # pieces side by side: no thread waits for another
        session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        told = manifest or _told(session.get_modelmeta().custom_metadata_map)
        _check(told, path.name)
        _check_task(told, path.name, wanted)
        inputs, outputs = session.get_inputs(), [one.name for one in session.get_outputs()]
        if len(inputs) != 1 or len(inputs[0].shape) != 4:
            raise ValueError("it does not take images alone")
    except UserError:
        raise
    except Exception as error:  # ONNX Runtime raises classes of its own, private ones among them
        raise UserError(
            f"{path.name} is not a model that “workbench export” wrote.",
            "Export it again, or make it one with “workbench import”.",
        ) from error
    named = ["logits"] if "logits" in outputs else outputs[:1]
    named += ["features"] if "features" in outputs else []
    limits = onnxruntime.RunOptions()
    limits.log_severity_level = 4  # fatal: what goes wrong in a run is raised
    network = OnnxSession(session, named, told.preprocessing, limits)
    timer = threading.Timer(TRIAL_SECONDS, setattr, (limits, "terminate", True))  # a graph can loop for ever
    timer.start()
    try:
        _try(network.look, told, path.name, wanted)
    finally:
        timer.cancel()
    network.compile(content, *told.preprocessing.sides)
    return OpenedModel(network.look, told, hashlib.blake2b(content, digest_size=16).hexdigest())


def safe_content(path: Path) -> bytes:
    """An ONNX file's bytes. Raises UserError when it is none, or takes weights from other files."""
    try:
        content = path.read_bytes()
        model = onnx.load_from_string(content)
    except Exception as error:  # protobuf raises whatever the bytes lead it to
        raise UserError(f"{path.name} is not a model that can be read.", "Give an ONNX file.") from error
    tensors = [*_tensors(model.graph), *(one for function in model.functions for one in _of_nodes(function.node))]
    if any(one.data_location == onnx.TensorProto.EXTERNAL for one in tensors):
        raise UserError(
            f"{path.name} takes weights from other files, which it may not.",
            "Save it as one file: onnx.save(model, path, save_as_external_data=False).",
        )
    return content


def _tensors(graph: onnx.GraphProto) -> list[onnx.TensorProto]:
    sparse = [part for one in graph.sparse_initializer for part in (one.values, one.indices)]
    return [*graph.initializer, *sparse, *_of_nodes(graph.node)]


def _of_nodes(nodes: Iterable[onnx.NodeProto]) -> list[onnx.TensorProto]:
    found: list[onnx.TensorProto] = []
    for node in nodes:
        for attribute in node.attribute:
            found += [attribute.t, *attribute.tensors]
            for one in (attribute.sparse_tensor, *attribute.sparse_tensors):
                found += [one.values, one.indices]
            for inner in (attribute.g, *attribute.graphs):
                found += _tensors(inner) if len(inner.node) or len(inner.initializer) else []
    return found


def _told(metadata: dict[str, str]) -> Manifest:
    if KEY in metadata:
        return msgspec.json.decode(metadata[KEY], type=Manifest)
    classes = msgspec.json.decode(metadata["classes"], type=tuple[str, ...])  # of a file that an older program wrote
    return Manifest(classes=classes, preprocessing=Preprocessing(int(metadata["image_size"])), files={})


def _check(manifest: Manifest, name: str) -> None:
    taken = manifest.preprocessing
    sound = len(manifest.classes) > 0 and {*taken.sides} <= {*SIZES} and len(taken.mean) == len(taken.std) == 3
    if manifest.task not in tasks():
        raise UserError(
            f"{name} cannot be read: its task “{manifest.task}” is not known here.", "Install the package that has it."
        )
    sound = sound and task(manifest.task).sound(manifest)
    try:
        check_range(taken.deep_range)
    except UserError:
        sound = False
    if not sound or not all(value > 0 for value in taken.std):
        raise UserError(f"What {name} says of itself makes no sense.", "Export the model again.")


def _check_task(manifest: Manifest, name: str, wanted: Task) -> None:
    if manifest.task != wanted.card.name:
        labels = task(manifest.task).card.labels
        raise UserError(
            f"{name} tells the classes of {labels}, and here those of {wanted.card.labels} are wanted.",
            "“workbench predict” takes it.",
        )


def _try(look: Look, told: Manifest, name: str, wanted: Task) -> None:
    """Raises UserError when the model does not take what it says, or gives another number of classes."""
    height, width = told.preprocessing.sides
    axes = len(wanted.logits)
    try:
        logits, _ = look(np.zeros((1, 3, height, width), np.float32))
    except Exception as error:  # ONNX Runtime raises classes of its own
        if "terminate flag" in str(error):
            raise UserError(
                f"{name} gave no answer for one image within {TRIAL_SECONDS} s.",
                "Check its loops, or give a smaller model.",
            ) from error
        reason = str(error).splitlines()[0][:160]
        raise UserError(
            f"{name} does not take images of {height} × {width} pixels ({reason}).", "Check its size and axes."
        ) from error
    if logits.ndim != axes:
        raise UserError(
            f"{name} gives an array of {logits.ndim} axes for images, not of {axes}.",
            f"Classes of {wanted.card.labels} come as ({', '.join(wanted.logits)}).",
        )
    if logits.shape[1] != len(told.classes):
        raise UserError(
            f"{name} gives {logits.shape[1]} numbers for an image, and {len(told.classes)} classes are named.",
            "Name as many classes as it has.",
        )
