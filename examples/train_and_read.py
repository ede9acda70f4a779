"""Train a network of your own on MNIST, in seconds, and read with it.

    python examples/train_and_read.py

Needs the extra `train`. The run is kept in runs/fast-seed0, with a page about how well it does.
"""

from pathlib import Path

import digitink
from digitink import Ink
from digitink.train import recipe, run
from digitink.train.device import best_device

result = run.start(recipe.find("fast"), seed=0, device=best_device(None), out=Path("runs"))
assert result is not None  # it would be, had it been stopped
print(f"{result.test_accuracy:.2%} of MNIST's test digits, in {result.training_seconds:.1f} s")

model = digitink.load_model(result.model)
seven = Ink([[(0, 4), (62, 0), (45, 40), (22, 100)]])
print(digitink.read(seven, model=model).text)
