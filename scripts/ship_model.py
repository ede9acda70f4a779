"""Put the model of a training run among those that come with digitink.

    python scripts/ship_model.py runs/standard-seed0 mnist

The network is copied as it is; on its card the run's name gives way to the model's own.
"""

import sys
from dataclasses import replace
from pathlib import Path

from digitink.model import load_model

SHIPPED = Path(__file__).parent.parent / "src" / "digitink" / "models"


def main(run: Path, name: str) -> None:
    model = load_model(run / "model.onnx")
    SHIPPED.mkdir(exist_ok=True)
    (SHIPPED / f"{name}.onnx").write_bytes(model.path.read_bytes())
    card = replace(model.card, name=name)
    (SHIPPED / f"{name}.json").write_text(card.to_json(), encoding="utf-8")
    print(f"{name}: {card.sha256}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2])
