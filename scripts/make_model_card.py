"""Make MODEL_CARD.md, in the form that the Hugging Face Hub reads, of a model that is shipped.

    digitink evaluate --suite --corrupt --json > measured.jsonl
    python scripts/make_model_card.py measured.jsonl [--model NAME]

All numbers come from the model's own card and from what was measured, the goals from the benchmarks
that set them; the prose around them stands in model_card.md.
"""

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from digitink.data import catalogue
from digitink.model import DEFAULT, Card, load_model

HERE = Path(__file__).parent
TARGET = HERE.parent / "MODEL_CARD.md"
TYPES = {"mnist-test": "ylecun/mnist"}  # the Hub's own names; other sets keep ours


def measured_of(lines: list[str], card: Card) -> list[dict[str, Any]]:
    """The records, which must be of this very model: its figure on the test images is the proof."""
    records: list[dict[str, Any]] = [json.loads(line) for line in lines]
    known = {figure["data"]: figure["accuracy"] for figure in card.figures}
    proof = [r for r in records if r.get("data") == "mnist-test" and "corruption" not in r]
    if not proof or abs(proof[0]["accuracy"] - known["mnist-test"]) > 1e-6:
        sys.exit(f"what was measured is not of the model {card.name}; measure it again")
    return records


def values(card: Card, size: int, records: list[dict[str, Any]]) -> dict[str, Any]:
    """What the template is filled with."""
    corruptions = [record for record in records if "corruption" in record]
    digits = [record for record in records if "confusion" in record and record not in corruptions]
    letters = [record for record in records if record not in [*corruptions, *digits]]
    training = card.training
    return {
        "card": card,
        "size": size,
        "types": TYPES,
        "trained": [
            {**catalogue.entry(data["name"]).to_dict(), **data} for data in training["data"]
        ],
        "frames": training["frames"],
        "made": training["recipe"],
        "second": training.get("second"),
        "recipe": recipe_in_words(training["recipe"]),
        "digits": digits,
        "letters": letters,
        "corruptions": corruptions,
        "weakest": min(digits, key=accuracy),
        "worst": min(corruptions, key=accuracy),
        "goals": goals(records, size),
    }


def goals(records: list[dict[str, Any]], size: int) -> list[Any]:
    """What the benchmarks of accuracy ask of a model, each a `claims.Target`."""
    sys.path.append(str(HERE.parent / "benchmarks"))
    import people
    import robust
    from claims import Target

    known = {r["data"]: r for r in records if "corruption" not in r}
    (mean,) = [r for r in records if r.get("corruption") == "mean"]

    def of(name: str, figure: str) -> float:
        return float(known[name][figure]) if name in known else math.nan

    corrupted = Target("mean of the corruptions: right", 100 * accuracy(mean), robust.MEAN, " %")
    return [*people.targets(of, size), corrupted]


def accuracy(record: dict[str, Any]) -> float:
    return float(record["accuracy"])


def recipe_in_words(recipe: dict[str, Any]) -> str:
    """Every number of the recipe, on one line."""
    flat = {
        **{name: value for name, value in recipe.items() if name != "augmentation"},
        **{f"augmentation {name}": v for name, v in (recipe["augmentation"] or {}).items()},
    }
    return "The recipe: " + ", ".join(f"{name} {value}" for name, value in flat.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "measured", type=Path, help="what evaluate --suite --corrupt --json printed"
    )
    parser.add_argument("--model", default=DEFAULT, help=f"a model that is shipped, or {DEFAULT}")
    given = parser.parse_args()
    model = load_model(given.model)
    records = measured_of(given.measured.read_text(encoding="utf-8").splitlines(), model.card)
    environment = Environment(
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        autoescape=False,  # it is Markdown
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["percent"] = lambda share: f"{100 * share:.2f}"
    template = environment.get_template("model_card.md")
    text = template.render(values(model.card, model.path.stat().st_size, records))
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
