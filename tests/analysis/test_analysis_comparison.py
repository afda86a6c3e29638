"""Runs side by side."""

from workbench.analysis.comparison import by_class, differences, evaluation_labels
from workbench.core.catalogue import MethodCard
from workbench.core.job import Job, Shot
from workbench.core.settings import Field

WEIGHT = Field("critic_weight", "float", 1.0, "Weight.")
CARD = MethodCard("dann", "DANN", "", "", (), (), (), (WEIGHT,))


def test_that_only_what_differs_is_told_and_defaults_stand_for_what_is_not_said() -> None:
    jobs = [
        Job(method="dann", source="s", target="t"),
        Job(method="dann", source="s", target="t", seed=1, settings={"critic_weight": 0.5}),
    ]
    told = {row.name: row.values for row in differences(jobs, {"dann": CARD})}
    assert told == {"seed": ("0", "1"), "critic_weight": (1.0, 0.5)}


def test_that_a_setting_of_one_method_is_unknown_to_the_other() -> None:
    jobs = [Job(method="dann", source="s", target="t"), Job(method="mcc", source="s", target="t")]
    told = {row.name: row.values for row in differences(jobs, {"dann": CARD})}
    assert told == {"method": ("dann", "mcc"), "critic_weight": (1.0, None)}


def test_that_classes_on_which_runs_differ_most_come_first() -> None:
    labels = {"1": "x", "2": "x", "3": "y"}
    rows = by_class([{"1": "x", "2": "x", "3": "x"}, {"1": "x", "2": "y", "3": "y"}, {}], labels)
    assert [(row.name, row.samples, row.shares) for row in rows] == [
        ("y", 1, (0.0, 1.0, None)),
        ("x", 2, (1.0, 0.5, None)),
    ]


def test_that_samples_from_which_any_run_learned_do_not_count() -> None:
    learned = Job(method="dann", source="s", target="t", shots=(Shot("1", "x"),))
    assert evaluation_labels({"1": "x", "2": "y"}, [learned]) == {"2": "y"}
