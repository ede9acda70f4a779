import pytest

from digitink.errors import UnknownName
from digitink.train.recipe import RECIPES, Recipe, find


def test_an_unknown_name_lists_the_right_ones():
    with pytest.raises(UnknownName, match=r"no recipe named 'clasic'; known: classic, fast, stan"):
        find("clasic")


def test_classic_is_the_textbook_system():
    recipe = find("classic")
    assert (recipe.batch, recipe.epochs, recipe.rate, recipe.schedule) == (32, 10, 0.01, "constant")
    assert (recipe.momentum, recipe.decay, recipe.smoothing) == (0, 0, 0)
    assert recipe.augmentation is None
    assert recipe.patience < recipe.epochs


def test_a_constant_rate_is_constant():
    recipe = Recipe("r", "fast", 1, 1, 0.3, schedule="constant")
    assert {recipe.rate_at(progress / 10) for progress in range(11)} == {0.3}


def test_one_cycle_climbs_to_the_rate_and_falls_to_nothing():
    recipe = Recipe("r", "fast", 1, 1, 0.5, warmup=0.2)
    assert recipe.rate_at(0) == 0
    assert recipe.rate_at(0.1) == pytest.approx(0.25)
    assert recipe.rate_at(0.2) == pytest.approx(0.5)
    assert recipe.rate_at(0.6) == pytest.approx(0.25)
    assert recipe.rate_at(1) == 0


def test_names_are_keys():
    assert all(name == recipe.name for name, recipe in RECIPES.items())
