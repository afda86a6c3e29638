"""timm's batch norms that also activate, of which EfficientNet and MobileNet consist, against timm's own nets."""

import copy

import pytest
import torch

from workbench.core.domain import Side
from workbench.nets.norm import with_domain_norms, with_instance_norms, with_plain_norms

timm = pytest.importorskip("timm", reason="timm is not installed: pip install 'domain-workbench[timm]'")


@pytest.mark.parametrize("name", ["tf_efficientnet_lite0", "mobilenetv3_small_050"])
def test_that_a_net_of_timm_keeps_its_activations(name: str) -> None:
    torch.manual_seed(0)
    net, images = timm.create_model(name, num_classes=0).eval(), torch.randn(2, 3, 64, 64)
    with torch.inference_mode():
        expected = net(images)
        adapting = with_domain_norms(copy.deepcopy(net)).eval()
        torch.testing.assert_close(adapting(images), expected)
        exported = with_plain_norms(copy.deepcopy(adapting), Side.SOURCE)
        torch.testing.assert_close(exported(images), expected)
    assert exported.state_dict().keys() == net.state_dict().keys()


def test_that_instance_norms_keep_the_activation() -> None:
    net = timm.create_model("tf_efficientnet_lite0", num_classes=0)
    assert with_instance_norms(net) > 0
    with torch.inference_mode():
        maps = net.bn1(torch.randn(2, 32, 8, 8))  # what follows the first convolution ends with ReLU6
    assert maps.min() == 0
    assert maps.max() <= 6
