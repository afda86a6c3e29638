"""Downloads of weights from a server on loopback: whole, interrupted, resumed, wrong, offline; and used in runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import nn
from torchvision.models import VisionTransformer, get_model_weights

from tests.conftest import make_domain
from tests.engine.watching import changed
from tests.weight_server import WeightServer, serving
from workbench.cli.main import main
from workbench.core.catalogue import BackboneCard, WeightState
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import Job, Tune
from workbench.engine.run import run
from workbench.export.imported_model import import_weights
from workbench.export.model_folder import export_folder
from workbench.nets.backbone_recipe import HALF, BackboneRecipe, without
from workbench.nets.backbones import RECIPES, cards, extractor, fetch_weights, weight_state
from workbench.nets.torchvision_backbones import TORCHVISION
from workbench.nets.weight_files import CHUNK, WeightFile, fetch

SIDE = 16  # pixels, in patches of 8


def tiny_vit() -> nn.Module:
    sizes = {"image_size": SIDE, "patch_size": 8, "num_layers": 1, "num_heads": 2, "hidden_dim": 16, "mlp_dim": 16}
    net: nn.Module = VisionTransformer(**sizes)
    return net


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WeightServer]:
    """A server of the random weights of a small transformer; the cache is empty."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    torch.manual_seed(0)
    torch.save(tiny_vit().state_dict(), tmp_path / "weights.pth")
    with serving((tmp_path / "weights.pth").read_bytes()) as server:
        yield server


def file_of(served: WeightServer, path: str = "file") -> WeightFile:
    digest = "" if path == "hub" else served.checksum[:8]
    return WeightFile(f"{served.base}/{path}", "tiny.pth", 1, digest)


@pytest.fixture
def listed(served: WeightServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The small transformer, in the list of backbones."""
    card = BackboneCard("tiny_vit", "Tiny ViT", SIDE, True, False, "Apache-2.0", one_size=True)
    recipe = BackboneRecipe(card, HALF, tiny_vit, without("heads"), 16, file_of(served, "hub"))
    monkeypatch.setitem(RECIPES, "tiny_vit", recipe)
    return "tiny_vit"


def test_that_a_download_has_progress_and_a_checksum_and_is_made_once(served: WeightServer) -> None:
    served.serve(served.content * (2 + 2 * CHUNK // len(served.content)))  # several chunks
    messages = Returning(fetch(file_of(served), "Tiny"))
    seen = list(messages)
    assert messages.result.read_bytes() == served.content
    assert [one.done for one in seen] == sorted(one.done for one in seen)
    assert (seen[-1].done, seen[-1].total) == (len(served.content), len(served.content))
    assert list(fetch(file_of(served), "Tiny")) == []
    assert len(served.ranges) == 1


@pytest.mark.parametrize("path", ["file", "hub"])
def test_that_a_broken_download_continues_where_it_ended(served: WeightServer, path: str) -> None:
    served.breaks = 1000
    with pytest.raises(UserError, match="could not be downloaded"):
        Returning(fetch(file_of(served, path), "Tiny")).finish()
    assert not file_of(served).path.exists()
    served.breaks = 0
    assert Returning(fetch(file_of(served, path), "Tiny")).finish().read_bytes() == served.content
    assert served.ranges == ["", "bytes=1000-"]


def test_that_a_closed_download_continues_too(served: WeightServer) -> None:
    served.serve(served.content * (3 * CHUNK // len(served.content)))
    download = fetch(file_of(served), "Tiny")
    begun = next(download)
    download.close()
    assert 0 < begun.done < len(served.content)
    assert Returning(fetch(file_of(served), "Tiny")).finish().read_bytes() == served.content
    assert served.ranges == ["", f"bytes={begun.done}-"]


def test_that_a_whole_part_only_needs_its_checksum(served: WeightServer) -> None:
    file = file_of(served, "hub")
    file.path.parent.mkdir(parents=True)
    file.path.with_name("tiny.pth.part").write_bytes(served.content)
    assert Returning(fetch(file, "Tiny")).finish().read_bytes() == served.content


@pytest.mark.parametrize("path", ["file", "hub"])
def test_that_another_file_than_the_expected_one_is_refused_and_not_kept(served: WeightServer, path: str) -> None:
    file = file_of(served, path)
    served.content = bytes(len(served.content))
    with pytest.raises(UserError, match=f"begins with .*, not {served.checksum[:8]}"):
        Returning(fetch(file, "Tiny")).finish()
    assert not [one for one in file.path.parent.iterdir() if one.suffix != ".lock"]


def test_that_a_file_without_a_checksum_is_refused(served: WeightServer) -> None:
    with pytest.raises(UserError, match="sent no checksum"):
        Returning(fetch(file_of(served)._replace(digest=""), "Tiny")).finish()


def test_that_without_a_network_one_sentence_says_what_to_copy_where(
    served: WeightServer, listed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    served.shutdown()
    served.server_close()
    assert main(["backbones", "fetch", listed], lambda: 0) == 2
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert f"copy {served.base}/hub to {file_of(served).path}" in told
    with pytest.raises(UserError, match="efficientnet_lite0 needs no download"):
        extractor(listed)


def test_that_a_file_copied_by_hand_works_and_a_damaged_one_is_named(served: WeightServer, listed: str) -> None:
    assert weight_state(listed) is WeightState.MISSING
    place = file_of(served).path
    place.parent.mkdir(parents=True)
    place.write_bytes(served.content)
    assert weight_state(listed) is WeightState.CACHED
    extractor(listed)
    assert served.ranges == []
    place.write_bytes(served.content[:1000])
    with pytest.raises(UserError, match=r"Delete .*tiny\.pth"):
        extractor(listed)


@pytest.mark.parametrize("tune", [Tune.HEAD, Tune.ALL])
def test_that_a_fetched_transformer_is_adapted_and_exported(
    served: WeightServer, listed: str, tune: Tune, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backbones", "fetch", listed], lambda: 0) == 0
    assert str(file_of(served).path) in capsys.readouterr().out
    source = make_domain(tmp_path / "source", seed=1, count=4)
    target = make_domain(tmp_path / "target", seed=2, count=4)
    job = Job(method="mcc", source=str(source), target=str(target), backbone=listed, tune=tune, steps=3, batch=4)
    list(run(changed(job, cache=str(tmp_path / "cache")), tmp_path / "run"))
    manifest = Returning(export_folder(tmp_path / "run", tmp_path / "model", accept=True)).finish()
    assert manifest.costs[0].difference <= 1e-4


def test_that_a_net_of_one_size_is_refused_at_another(listed: str, tmp_path: Path) -> None:
    source = make_domain(tmp_path / "source", seed=1, count=2)
    job = Job(method="mcc", source=str(source), target=str(source), backbone=listed, image_size=32)
    with pytest.raises(UserError, match="only accepts images of 16 pixels"):
        list(run(job, tmp_path / "run"))


def test_that_the_listed_files_are_those_of_torchvision() -> None:
    files = {name: one.weights for name, one in RECIPES.items() if isinstance(one.weights, WeightFile)}
    checked = 0
    for name, file in files.items():
        if file.url.startswith(TORCHVISION):
            theirs = get_model_weights(name).DEFAULT
            assert file.url == theirs.url
            assert file.megabytes == pytest.approx(theirs.meta["_file_size"] * 1.048576, abs=1)
            checked += 1
    assert checked >= 5


def test_that_every_backbone_says_when_to_choose_it_and_under_which_licence() -> None:
    for card in cards():
        assert card.summary
        assert card.licence
        assert bool(card.megabytes) == bool(card.source) == (weight_state(card.name) in ("to fetch", "in the cache"))


def test_that_bundled_weights_need_no_download() -> None:
    assert Returning(fetch_weights("efficientnet_lite0")).finish() is None


def test_that_dinov2_takes_positions_of_another_grid(tmp_path: Path) -> None:
    recipe = RECIPES["dinov2_vits14"]
    net = recipe.make()
    state = {name: value for name, value in net.state_dict().items() if not name.startswith("head.")}
    state["pos_embed"] = torch.ones(1, 1 + 37 * 37, 384)  # of 518 pixels
    torch.save(state, tmp_path / "dinov2.pth")
    found = extractor("dinov2_vits14", tmp_path / "dinov2.pth")
    assert found.module.get_parameter("1.pos_embed").shape == (1, 1 + 16 * 16, 384)
    assert import_weights(tmp_path / "dinov2.pth", "dinov2_vits14").complete


def test_that_the_file_of_dinov2_is_that_of_timm() -> None:
    from timm import get_pretrained_cfg

    config, file = get_pretrained_cfg("vit_small_patch14_dinov2"), RECIPES["dinov2_vits14"].weights
    assert config is not None
    assert isinstance(file, WeightFile)
    assert file.url == f"{config.hf_hub_id}/resolve/main/model.safetensors"
    assert (config.mean, config.std) == RECIPES["dinov2_vits14"].normalise
