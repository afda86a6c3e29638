"""The groups of methods follow from what each method declares."""

from workbench.core.method_groups import MethodGroup, group_of, grouped
from workbench.engine.registry import methods


def test_that_every_method_has_its_group() -> None:
    cards = [method.card() for method in methods().values()]
    names = {group: {card.name for card in members} for group, members in grouped(cards, "classify").items()}
    assert list(names) == list(MethodGroup)
    assert names[MethodGroup.RECOMMENDED] == {card.name for card in cards if "classify" in card.short_listed}
    assert {"mme", "pac", "s_plus_t"} <= names[MethodGroup.WITH_SHOTS]
    assert {"dance", "ovanet"} <= names[MethodGroup.CATEGORY_SHIFT]
    assert sum(map(len, names.values())) == len(cards)
    (fda,) = (card for card in cards if card.name == "fda")
    assert (group_of(fda, "segment"), group_of(fda, "classify")) == (MethodGroup.RECOMMENDED, MethodGroup.EXPERT)
