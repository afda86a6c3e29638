"""The head of OVANet: one set of logits that carries the classes and the decision about unknown samples."""

import torch
import torch.nn.functional as F

from workbench.nets.one_vs_all import OneVsAllHead


def test_that_the_largest_logit_is_the_log_odds_of_its_class_and_the_softmax_is_the_closed_heads() -> None:
    torch.manual_seed(0)
    head, features = OneVsAllHead(6, 4), torch.randn(50, 6)
    logits, closed, odds = head(features), head.closed(features), head.one_vs_all(features)
    best = closed.argmax(dim=1)
    assert torch.equal(logits.argmax(dim=1), best)
    assert torch.equal(logits.amax(dim=1), odds[torch.arange(50), best])
    assert torch.allclose(logits.softmax(dim=1), closed.softmax(dim=1), atol=1e-6)


def test_that_the_task_teaches_the_closed_head_alone() -> None:
    torch.manual_seed(0)
    head, features, labels = OneVsAllHead(6, 4).double(), torch.randn(50, 6).double(), torch.arange(50) % 4
    (found,) = torch.autograd.grad(F.cross_entropy(head(features), labels), head.closed.weight, retain_graph=True)
    (expected,) = torch.autograd.grad(F.cross_entropy(head.closed(features), labels), head.closed.weight)
    assert torch.allclose(found, expected)
    F.cross_entropy(head(features), labels).backward()
    assert head.one_vs_all.own.grad is None


def test_that_log_odds_are_those_of_a_softmax_over_two_unit_vectors() -> None:
    torch.manual_seed(0)
    head, features = OneVsAllHead(6, 4).one_vs_all, torch.randn(5, 6)
    for k in range(4):
        pair = torch.stack([features @ row / row.norm() for row in (head.own[k], head.others[k])], dim=1)
        assert torch.allclose(head(features)[:, k].sigmoid(), pair.softmax(dim=1)[:, 0], atol=1e-6)
