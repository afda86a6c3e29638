"""The list of hosts: names and paths that a shell or ssh could read in another way are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import UserError
from workbench.store.hosts import (
    Host,
    add_host,
    checked_name,
    checked_path,
    host_named,
    hosts_file,
    read_hosts,
    remove_host,
)


@pytest.mark.parametrize("name", ["gpu1", "gpu-1.lab.example", "me@gpu_1", "10.0.0.7", "A"])
def test_that_names_of_an_ssh_config_are_taken(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "here",
        "-oProxyCommand=touch x",
        "a b",
        "a;b",
        "$(a)",
        "a\n",
        "`a`",
        "a/b",
        "../a",
        "a@-b",
        "me@",
        "é",
        "a" * 999,
    ],
)
def test_that_other_names_are_refused(name: str) -> None:
    with pytest.raises(UserError, match="not a name of a host") as refused:
        add_host(Host(name))
    assert str(refused.value).isprintable()
    assert read_hosts() == ()


@given(st.text(alphabet=" -;|&$`'\"\\\n\t/~a1@.", min_size=1))
def test_that_no_name_that_is_taken_is_an_option_or_more_than_one_word(name: str) -> None:
    try:
        taken = checked_name(name)
    except UserError:
        return
    assert taken[0] not in "-.@"
    assert not set(taken) & set(" ;|&$`'\"\\\n\t/~")


@pytest.mark.parametrize("path", ["~/a", "/scratch/me/a b", "~/.domain-workbench/"])
def test_that_paths_on_a_host_are_taken(path: str) -> None:
    assert checked_path(path) == path.rstrip("/")


@pytest.mark.parametrize(
    "path", ["", "/", "~", "~/", "a", "../a", "/a/../b", "/a;b", "~me/a", "/$(a)", "/a'b", "/a\nb"]
)
def test_that_other_paths_are_refused(path: str) -> None:
    with pytest.raises(UserError, match="not a path on a host"):
        add_host(Host("gpu1", root=path))


def test_that_hosts_are_added_changed_and_removed() -> None:
    add_host(Host("gpu1"))
    add_host(Host("gpu2", root="/scratch/me"))
    add_host(Host("gpu1", limit_gb=2.0))
    assert [host.name for host in read_hosts()] == ["gpu2", "gpu1"]
    assert host_named("gpu1").limit_gb == 2.0
    remove_host("gpu2")
    with pytest.raises(
        UserError, match=r"There is no host “gpu2”. Add it: workbench hosts add gpu2, or use one of: gpu1"
    ):
        host_named("gpu2")


@pytest.mark.parametrize("rate", [-1.0, 2e6, float("nan")])
def test_that_a_rate_out_of_range_is_refused(rate: float) -> None:
    with pytest.raises(UserError, match="out of range"):
        add_host(Host("gpu1", rate_mb=rate))


def test_that_a_damaged_list_is_told_and_not_replaced() -> None:
    add_host(Host("gpu1"))
    hosts_file().write_text("[{")
    with pytest.raises(UserError, match="is damaged"):
        add_host(Host("gpu2"))
    assert hosts_file().read_text() == "[{"


def test_that_a_name_in_an_edited_list_is_checked_as_well() -> None:
    add_host(Host("gpu1"))
    hosts_file().write_text('[{"name": "-oProxyCommand=x"}]')
    with pytest.raises(UserError, match="not a name of a host"):
        read_hosts()
