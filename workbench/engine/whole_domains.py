"""The hook of methods that compute on the features of whole domains when a stage begins."""

from abc import abstractmethod
from collections.abc import Generator
from typing import ClassVar, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.domain import Side
from workbench.core.events import Event
from workbench.engine.inference import predict_rows
from workbench.engine.method import Method
from workbench.engine.problem import Problem

READING = "Computing features of all {} images"  # the progress of the hook


class WholeDomains(NamedTuple):
    """The features of all training samples, on the CPU, in float32.

    They are those of the frozen backbone if only a head is trained, as in a Batch; otherwise the penultimate features
    of the current model, of each domain with its own normalisation statistics. Row i of `target` is the target sample
    i, as in `Batch.target_rows`; no other order is defined. There are no target labels, except those of the shots.
    """

    source: Tensor  # (N, D)
    source_labels: Tensor  # (N,)
    target: Tensor  # (M, D)
    shots: Tensor  # (S,) rows of `target`
    shot_labels: Tensor  # (S,)


class WholeDomainMethod(Method):
    """Base of methods for classification that need the features of whole domains, such as a graph of all samples.

    The engine calls `begin_stage` before the first step of each stage in `whole_domain_stages`.
    """

    whole_domain_stages: ClassVar[tuple[str, ...]]

    @abstractmethod
    def begin_stage(self, stage: str, domains: WholeDomains) -> None:
        """Compute what the steps of the stage need, and keep it in weights and buffers.

        A resumed run does not call this again: only weights and buffers of a fixed size (`remember`) are saved. The
        result may depend on weights and features only, not on random numbers, so that every process of a run on several
        devices computes the same.
        """


def prepare_stage(
    method: Method, stage: str, problem: Problem, trained: NDArray[np.int64]
) -> Generator[Event, None, None]:
    """Call `begin_stage` if the method has it for this stage. `trained`: the source rows that are trained on.

    Yields Prepared while features are computed.
    """
    if not isinstance(method, WholeDomainMethod) or stage not in method.whole_domain_stages:
        return
    everything = np.arange(len(problem.target.paths))
    source = yield from _features(method, problem.source.inputs, trained, Side.SOURCE)
    target = yield from _features(method, problem.target.inputs, everything, Side.TARGET)
    labels, shots, shot_labels = (
        torch.from_numpy(np.asarray(values, np.int64))
        for values in (problem.source.labels[trained], problem.shots, problem.shot_labels)
    )
    method.begin_stage(stage, WholeDomains(source, labels, target, shots, shot_labels))


def _features(
    method: Method, inputs: NDArray[np.generic], rows: NDArray[np.int64], side: Side
) -> Generator[Event, None, Tensor]:
    if inputs.ndim == 2:  # features of the frozen backbone
        return torch.from_numpy(np.asarray(inputs[rows], np.float32))
    predicted = yield from predict_rows(method, inputs, rows, side, READING.format(side))
    return predicted.features
