"""DigitClassifier: a recipe's network as an estimator of scikit-learn."""

import math
from dataclasses import replace
from typing import Any, Self

import cv2
import numpy as np
import numpy.typing as npt
import torch
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from digitink.errors import TrainingError
from digitink.model import softmax
from digitink.train.device import Device, best_device
from digitink.train.fit import Data, as_frames, begin, fit
from digitink.train.recipe import find

Array = npt.NDArray[Any]

SIDE = 28
CLASSES = 10  # outputs of a network
STEPS = 100  # at least so many, however few samples there are, unless epochs are given
BATCH = 256  # frames a prediction: always as many, so that one does not depend on its neighbours


class DigitClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """Fits a recipe's network to pictures, as estimators of scikit-learn do.

    `X`: (N, 784) or (N, 28, 28) of any numbers, such as MNIST's 0..255; or (N, F), for any F: the
    features are laid row by row in the smallest square that holds them and enlarged or reduced to
    28x28, so the 64 of scikit-learn's own digits are 8x8 pictures. The least and the greatest
    number of all that was fitted become 0 and 1. `y`: (N,) labels of at most ten classes.

    `recipe`: a name in `digitink.train.recipe.RECIPES`; `epochs`, `batch` and `rate` take the place
    of the recipe's own where they are given; there is no second network. Everything in `X` is
    trained on and the last epoch counts; without `epochs`, small sets get more of them, for 100
    steps in all. `random_state`: an int for the same network again, on the same processor.

    Fitted: `classes_` (C,), `network_`, `epochs_`, `low_` and `high_`, `n_features_in_`.
    """

    def __init__(
        self,
        recipe: str = "fast",
        *,
        epochs: int | None = None,
        batch: int | None = None,
        rate: float | None = None,
        random_state: Any = None,
    ) -> None:
        self.recipe = recipe
        self.epochs = epochs
        self.batch = batch
        self.rate = rate
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> Self:  # noqa: N803  scikit-learn's name
        """Train a new network. Raises ValueError on data that are not fit, TrainingError."""
        X, y = validate_data(self, _flat(X), y)  # noqa: N806
        check_classification_targets(y)
        self.classes_, labels = np.unique(y, return_inverse=True)
        if not 2 <= len(self.classes_) <= CLASSES:
            raise ValueError(
                f"{len(self.classes_)} of y's labels differ; expected more than one class, and at"
                f" most {CLASSES}"
            )
        self.low_, self.high_ = float(X.min()), float(X.max())
        device = best_device()
        images = torch.from_numpy(self._images(X)).to(device.torch)
        self._train(images, torch.from_numpy(labels).to(device.torch), device)
        return self

    def predict_proba(self, X: Any) -> Array:  # noqa: N803
        """The probabilities (N, C) float64 of the classes, in the order of `classes_`.

        Raises ValueError on other features than were fitted, NotFittedError before anything was.
        """
        check_is_fitted(self)
        images = self._images(validate_data(self, _flat(X), reset=False))
        device = best_device().torch
        network = self.network_.to(device).eval()
        rows = []
        with torch.inference_mode():
            for start in range(0, len(images), BATCH):
                part = images[start : start + BATCH]
                filled = np.zeros((BATCH, *images.shape[1:]), np.uint8)
                filled[: len(part)] = part
                logits, _ = network(as_frames(torch.from_numpy(filled).to(device)))
                rows.append(logits[: len(part), : len(self.classes_)].cpu().numpy())
        self.network_.cpu()
        return softmax(np.concatenate(rows).astype(np.float64))

    def predict(self, X: Any) -> Array:  # noqa: N803
        """The likeliest class (N,) of each, one of `classes_`. Raises as `predict_proba`."""
        likeliest = self.predict_proba(X).argmax(axis=1)
        return self.classes_[likeliest]  # type: ignore[no-any-return]

    def _images(self, X: Array) -> npt.NDArray[np.uint8]:  # noqa: N803
        """Features (N, F) as images (N, 1, 28, 28), 0 for `low_` to 255 for `high_`."""
        span = self.high_ - self.low_
        ink = np.clip((X - self.low_) / (span if span > 0 else 1), 0, 1).astype(np.float32)
        n, features = ink.shape
        side = math.ceil(math.sqrt(features))
        squares = np.pad(ink, ((0, 0), (0, side * side - features))).reshape(n, side, side)
        if side != SIDE:
            method = cv2.INTER_AREA if side > SIDE else cv2.INTER_LINEAR
            squares = np.stack(
                [cv2.resize(each, (SIDE, SIDE), interpolation=method) for each in squares]
            )
        return np.rint(255 * squares).astype(np.uint8)[:, None]

    def _train(self, images: torch.Tensor, labels: torch.Tensor, device: Device) -> None:
        given: dict[str, Any] = {"epochs": self.epochs, "batch": self.batch, "rate": self.rate}
        recipe = replace(find(self.recipe), **{k: v for k, v in given.items() if v is not None})
        self.epochs_ = recipe.epochs
        if self.epochs is None:
            self.epochs_ = max(
                self.epochs_, math.ceil(STEPS / math.ceil(len(labels) / recipe.batch))
            )
        # The loop chooses nothing here: it wants a validation, whose outcome is not looked at.
        recipe = replace(recipe, epochs=self.epochs_, patience=self.epochs_)
        data = Data(images, labels, images[:1], labels[:1])
        seed = int(check_random_state(self.random_state).randint(2**31))
        with torch.random.fork_rng():
            state = begin(recipe, seed, device)
            ending = fit(
                state,
                recipe,
                seed,
                data,
                device,
                keep=lambda _epoch, _better: None,
                report=lambda _: None,
                stop=lambda: False,
            )
        if ending == "diverged":
            raise TrainingError("the loss is no finite number", hint="try a lower rate")
        self.network_ = state.network.cpu().eval()


def _flat(X: Any) -> Any:  # noqa: N803
    """Pictures (N, H, W) or (N, H, W, 1) as rows of features; all else as it is."""
    shape: tuple[int, ...] = getattr(X, "shape", ())
    if len(shape) == 3 or (len(shape) == 4 and shape[3] == 1):
        return np.asarray(X).reshape(shape[0], -1)
    return X
