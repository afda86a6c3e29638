"""`workbench hosts` over a real sshd: added, checked, used by `adapt`, cleaned; and what fails says the remedy."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machine import needs_interrupts
from tests.worker.remote_host import NEEDED, WHY_NOT
from tests.worker.ssh_server import NAME, SshServer, ssh_server
from workbench.cli.main import main
from workbench.store.hosts import Host, read_hosts
from workbench.store.remote_run import goes_on_elsewhere

pytestmark = [pytest.mark.skipif(not NEEDED, reason=WHY_NOT), needs_interrupts, pytest.mark.usefixtures("server")]


def workbench(*words: object) -> int:
    return main([str(word) for word in words], window=lambda: 0)


def test_that_hosts_are_added_listed_and_removed(capsys: pytest.CaptureFixture[str]) -> None:
    assert workbench("hosts", "list") == 0
    assert "workbench hosts add NAME" in capsys.readouterr().out
    workbench("hosts", "add", "gpu1", "--root", "/scratch/me", "--limit", "3", "--rate", "1.5")
    capsys.readouterr()
    workbench("hosts", "list", "--json")
    assert json.loads(capsys.readouterr().out) == [
        {"name": "gpu1", "root": "/scratch/me", "python": "", "limit_gb": 3.0, "rate_mb": 1.5}
    ]
    workbench("hosts", "remove", "gpu1")
    assert read_hosts() == ()


def test_that_a_check_says_what_is_there_and_clean_deletes_it(
    server: SshServer, domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbench("hosts", "add", NAME, "--python", sys.executable)
    assert workbench("hosts", "check", NAME, "--data", domains[0]) == 0
    told = capsys.readouterr().out
    assert "connected" in told
    assert "0 of 72 files there" in told
    assert list(server.home.iterdir()) == [], "a check writes nothing"
    small = ["--method", "source_only", "--steps", "2", "--batch", "8", "--image-size", "16", "--threads", "1"]
    run = tmp_path / "run"
    assert workbench("adapt", *domains, *small, "--cache", tmp_path / "cache", "--on", NAME, "--out", run) == 0
    assert (run / "result.json").is_file()
    assert "Sending files to near" not in (run / "log.txt").read_text(encoding="utf-8")
    assert goes_on_elsewhere(run) == ""
    capsys.readouterr()
    workbench("hosts", "check", NAME, "--data", domains[0])
    assert "72 of 72 files there" in capsys.readouterr().out
    assert workbench("hosts", "clean", NAME) == 2, "without a terminal it has to be confirmed"
    assert workbench("hosts", "clean", NAME, "--yes") == 0
    assert list(server.home.iterdir()) == []


@pytest.mark.parametrize(
    ("host", "sentence"),
    [
        (Host(NAME, python="/nowhere/python"), f"workbench hosts check {NAME} --install"),
        (Host("nobody.invalid"), "HostName in your ssh_config"),
    ],
)
def test_that_a_host_that_cannot_be_used_says_the_remedy(
    host: Host, sentence: str, domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--python", host.python] if host.python else []
    workbench("hosts", "add", host.name, *words)
    assert workbench("hosts", "check", host.name) == 2
    assert sentence in capsys.readouterr().err
    assert workbench("adapt", *domains, "--on", host.name, "--out", tmp_path / "run") == 2
    assert sentence in capsys.readouterr().err


def test_that_a_host_that_lets_nobody_in_says_so(
    server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", wrong], check=True)
    (tmp_path / "ssh").write_text(
        f'#!/bin/sh\nexec {server.bin}/ssh -i {wrong} -o IdentityFile={wrong} -o UserKnownHostsFile=/dev/null "$@"\n'
    )
    (tmp_path / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    workbench("hosts", "add", NAME)
    assert workbench("hosts", "check", NAME) == 2
    assert f"Connect once by hand: ssh {NAME}" in capsys.readouterr().err


def test_that_an_unknown_host_is_no_place(domains: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert workbench("adapt", *domains, "--on", "gpu9") == 2
    assert "Add it: workbench hosts add gpu9" in capsys.readouterr().err


@pytest.fixture
def bare(server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SshServer]:
    """A host without Python, in the place of the one of the module."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "mkdir", "cat"):
        (tools / name).symlink_to(shutil.which(name) or name)
    (tmp_path / "sshd").mkdir()
    with ssh_server(tmp_path / "sshd", {"PATH": str(tools)}) as running:
        assert running.bin != server.bin
        monkeypatch.setenv("PATH", f"{running.bin}{os.pathsep}{os.environ['PATH']}")
        workbench("hosts", "add", NAME)
        yield running


@pytest.mark.usefixtures("bare")
def test_that_a_host_without_the_program_says_how_to_install_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert workbench("hosts", "check", NAME) == 2
    assert f"workbench hosts check {NAME} --install" in capsys.readouterr().err


def test_that_an_environment_that_cannot_be_made_says_why(bare: SshServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert workbench("hosts", "check", NAME, "--install", "--yes") == 2
    told = capsys.readouterr()
    assert "python3 -m venv" in told.out, "the commands are shown before they are executed"
    assert "domain-workbench==" in told.err
    assert "--wheel FILE" in told.err
    assert [place.name for place in bare.home.iterdir()] == [".domain-workbench"]
