"""Networks: shapes, statistics of each domain, and weights that fit their architecture."""

from pathlib import Path

import numpy as np
import pytest
import sklearn.datasets
import torch
from PIL import Image
from safetensors.torch import save_file
from torch import nn

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.nets.backbones import extractor
from workbench.nets.classifier import Classifier, ExportedClassifier, feature_classifier, image_classifier
from workbench.nets.efficientnet_lite import EfficientNetLite0, embedded_weights
from workbench.nets.norm import DomainStandardise, InstanceBatchNorm, with_instance_norms
from workbench.nets.small_cnn import SmallNet


@pytest.fixture(scope="module")
def lite() -> EfficientNetLite0:
    net = EfficientNetLite0()
    net.load_state_dict(embedded_weights())
    return net.eval()


@pytest.mark.parametrize(
    ("photograph", "imagenet_class", "what"), [("china.jpg", 698, "palace"), ("flower.jpg", 985, "daisy")]
)
def test_that_the_embedded_weights_recognise_photographs(
    lite: EfficientNetLite0, photograph: str, imagenet_class: int, what: str
) -> None:
    path = Path(sklearn.datasets.__file__).parent / "images" / photograph
    with Image.open(path) as image:
        left = (image.width - image.height) // 2
        square = image.crop((left, 0, left + image.height, image.height)).resize((224, 224), Image.Resampling.BICUBIC)
    pixels = torch.from_numpy(np.array(square)).permute(2, 0, 1)[None].float()
    with torch.inference_mode():
        assert lite.classify((pixels - 127) / 128).argmax().item() == imagenet_class, what


@pytest.mark.parametrize("side", [8, 28, 32, 45])
def test_that_the_small_net_takes_any_size_from_eight_pixels(side: int) -> None:
    assert SmallNet().eval()(torch.rand(2, 3, side, side)).shape == (2, SmallNet.out_features)


def classifier() -> Classifier:
    found = extractor("small")
    return image_classifier(found.module, found.features, 4, pretrained=False)


def statistics(model: nn.Module, side: Side) -> list[torch.Tensor]:
    return [buffer.clone() for name, buffer in model.named_buffers() if name.split(".")[-1].startswith(f"{side}_")]


def test_that_a_batch_of_one_domain_leaves_the_statistics_of_the_other_alone() -> None:
    model = classifier()
    source, target = statistics(model, Side.SOURCE), statistics(model, Side.TARGET)
    model(torch.rand(8, 3, 32, 32), Side.TARGET)
    assert all(torch.equal(a, b) for a, b in zip(source, statistics(model, Side.SOURCE), strict=True))
    assert not any(torch.equal(a, b) for a, b in zip(target, statistics(model, Side.TARGET), strict=True))


@pytest.mark.parametrize("side", list(Side))
def test_that_an_exported_model_carries_the_statistics_of_its_domain(side: Side) -> None:
    model = classifier()
    model(torch.rand(8, 3, 32, 32) * 0.3, Side.SOURCE)
    model(torch.rand(8, 3, 32, 32), Side.TARGET)
    images = torch.rand(5, 3, 32, 32)
    with torch.no_grad():
        torch.testing.assert_close(ExportedClassifier(model, side)(images), model.eval()(images, side).logits)


def test_that_cached_features_are_standardised_by_their_own_domain() -> None:
    layer = DomainStandardise(3)
    features = torch.randn(100, 3) * 5 + 2
    layer.measure(features, Side.TARGET)
    layer.side = Side.TARGET
    standardised = layer(features)
    torch.testing.assert_close(standardised.mean(0), torch.zeros(3), atol=1e-5, rtol=0)
    torch.testing.assert_close(standardised.std(0, correction=0), torch.ones(3))
    torch.testing.assert_close(layer.plain(Side.TARGET)(features), standardised)


def test_that_a_feature_classifier_is_exported_behind_its_backbone() -> None:
    model, backbone = feature_classifier(6, 3), nn.Sequential(nn.Flatten(), nn.Linear(12, 6))
    images = torch.rand(4, 3, 2, 2)
    with torch.no_grad():
        expected = model.eval()(backbone(images), Side.TARGET).logits
        torch.testing.assert_close(ExportedClassifier(model, Side.TARGET, backbone)(images), expected)


def test_that_local_weights_are_read_and_wrong_ones_refused(tmp_path: Path) -> None:
    net = SmallNet()
    save_file(net.state_dict(), tmp_path / "good.safetensors")
    found = extractor("small", tmp_path / "good.safetensors").module[1].state_dict()  # type: ignore[index]
    assert all(torch.equal(found[name], tensor) for name, tensor in net.state_dict().items())
    with pytest.raises(UserError, match="does not match the backbone"):
        extractor("resnet18", tmp_path / "good.safetensors")


def test_that_a_pickle_is_never_executed(tmp_path: Path) -> None:
    import pickle

    class Malicious:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (Path.touch, (tmp_path / "executed",))  # type: ignore[return-value]  # what an attacker would write

    path = tmp_path / "weights.pth"
    path.write_bytes(pickle.dumps(Malicious()))
    with pytest.raises(UserError, match="can be read safely"):
        extractor("small", path)
    assert not (tmp_path / "executed").exists()


def test_that_an_unknown_backbone_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="efficientnet_lite0"):
        extractor("vgg")


@pytest.mark.parametrize(
    ("name", "side"), [("alexnet", 64), ("resnet18", 32), ("vit_b_16", 224), ("mobilenetv3_small_050", 64)]
)
def test_that_a_backbone_gives_as_many_features_as_it_says(name: str, side: int) -> None:
    found = extractor(name, blank=True)
    assert found.card.name == name
    with torch.inference_mode():
        assert found.module.eval()(torch.rand(2, 3, side, side)).shape == (2, found.features)


def test_that_a_local_file_of_a_timm_model_is_read(tmp_path: Path) -> None:
    import timm

    net = timm.create_model("mobilenetv3_small_050")
    save_file(net.state_dict(), tmp_path / "weights.safetensors")
    found = extractor("mobilenetv3_small_050", tmp_path / "weights.safetensors")
    kept = found.module.state_dict()
    assert torch.equal(kept["1.conv_stem.weight"], net.state_dict()["conv_stem.weight"])


def test_that_an_unknown_backbone_is_refused_with_those_there_are() -> None:
    with pytest.raises(UserError, match="no backbone “resnet_of_dreams”"):
        extractor("resnet_of_dreams")


def test_that_half_of_the_channels_of_early_norms_are_normalised_by_instance() -> None:
    net = SmallNet()
    assert with_instance_norms(net) == 2  # of three over maps
    layers = [layer for layer in net.modules() if isinstance(layer, InstanceBatchNorm)]
    x = torch.randn(4, 32, 8, 8) * torch.arange(1, 5).view(4, 1, 1, 1)
    out = layers[0](x)
    assert torch.allclose(out[:, :16].std(dim=(2, 3), correction=0), torch.ones(4, 16), atol=1e-3)
    assert torch.allclose(out[:, 16:].mean(dim=(0, 2, 3)), torch.zeros(16), atol=1e-4)
    assert not torch.allclose(out[:, 16:].std(dim=(2, 3)), torch.ones(4, 16), atol=0.1)
