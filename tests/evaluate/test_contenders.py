import json
from dataclasses import replace
from importlib.resources import files

import pytest

from digitink.errors import ModelError, TrainingError, UsageError
from digitink.evaluate import contenders
from digitink.limits import COMPARED
from digitink.model import load_model


@pytest.fixture
def ended(make_run):
    """ended(seed): the folder of a run with a model, a copy of one that comes with digitink."""
    shipped = load_model("mnist")

    def make(seed=0, **changes):
        folder = make_run(seed, **changes)
        (folder / "model.onnx").write_bytes(shipped.path.read_bytes())
        card = replace(shipped.card, name=folder.name)
        (folder / "model.json").write_text(card.to_json())
        return folder

    return make


def test_runs_models_cards_and_names_are_found(ended, make_run):
    folder, training = ended(0), make_run(1)
    given = [folder, folder / "model.onnx", folder / "model.json", "mnist", training]
    found = contenders.find([str(each) for each in given])
    assert [each.name for each in found] == [
        "tiny-seed0 (1)",
        "tiny-seed0 (2)",
        "tiny-seed0 (3)",
        "mnist",
        "tiny-seed1",
    ]
    assert [each.history is not None for each in found] == [True, True, True, False, True]
    assert [each.model is not None for each in found] == [True, True, True, True, False]


def test_a_card_alone_has_figures_and_no_model(ended, tmp_path):
    card = tmp_path / "alone.json"
    card.write_bytes((ended(0) / "model.json").read_bytes())
    alone, _ = contenders.find([str(card), "mnist"])
    assert alone.model is None
    assert alone.card.figures


def test_a_recipe_is_told_field_by_field(ended):
    run, model = contenders.find([str(ended(2, augmentation={"rotate": 8.0})), "mnist"])
    assert run.recipe() == {
        "name": "tiny",
        "batch": "50",
        "augmentation.rotate": "8.0",
        "seed": "2",
        "training data": "tiny aaaaaaaa",
    }
    assert model.recipe()["augmentation.rotate"] == "10"


def test_where_data_lay_is_no_difference_between_recipes(ended):
    given = [str(ended(data=["/elsewhere/mine.npz", "mnist-train"])), "mnist"]
    run, _ = contenders.find(given)
    assert run.recipe()["data"] == "['mine.npz', 'mnist-train']"


def test_an_imported_model_names_what_it_is(ended, tmp_path):
    card = json.loads((ended(0) / "model.json").read_text())
    (tmp_path / "a.json").write_text(json.dumps(card | {"recipe": "imported", "training": {}}))
    found, _ = contenders.find([str(tmp_path / "a.json"), "mnist"])
    assert found.recipe() == {"name": "imported", "seed": "3", "training data": "- -"}


@pytest.mark.parametrize("n", [0, 1, COMPARED + 1])
def test_too_few_and_too_many_are_one_clear_error(n):
    with pytest.raises(UsageError, match=f"{n} to compare; give 2 to {COMPARED} runs or models"):
        contenders.find(["mnist"] * n)


def test_what_is_neither_run_nor_model_is_one_clear_error(tmp_path):
    with pytest.raises(ModelError, match=r"no run and no model is named 'nmist'; give a run's"):
        contenders.find(["mnist", "nmist"])
    with pytest.raises(
        ModelError, match=r"is no training run: no run\.json is there; give the folder"
    ):
        contenders.find(["mnist", str(tmp_path)])


def test_a_run_without_history_is_one_clear_error(make_run):
    with pytest.raises(TrainingError, match="holds no history"):
        contenders.find(["mnist", str(make_run(epochs=0))])


def test_a_model_without_card_is_one_clear_error(ended):
    folder = ended(0)
    (folder / "model.json").unlink()
    with pytest.raises(ModelError, match=r"the model's card .*model\.json is missing"):
        contenders.find(["mnist", str(folder / "model.onnx")])


def test_a_run_of_another_format_is_one_clear_error(ended):
    folder = ended(0)
    (folder / "metrics.jsonl").write_text('{"epoch": 1, "error": 0.5}\n')
    with pytest.raises(TrainingError, match="written by another version of digitink"):
        contenders.find(["mnist", str(folder)])


def test_the_shipped_models_are_where_they_are_looked_for():
    assert load_model("mnist").path.parent == files("digitink") / "models"


def test_two_networks_are_told_apart_by_the_second_too(ended, tmp_path):
    card = json.loads((ended(0) / "model.json").read_text())
    second = {"corpus": "more", "sha256": "0123456789", "epochs": 7}
    card["training"]["second"] = second
    (tmp_path / "a.json").write_text(json.dumps(card))
    found, other = contenders.find([str(tmp_path / "a.json"), "mnist"])
    assert found.recipe()["second network"] == "more 01234567, epochs 7"
    assert "second network" not in other.recipe()
