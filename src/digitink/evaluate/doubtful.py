"""Which labels of a data set are probably wrong."""

import numpy as np
import numpy.typing as npt

from digitink.evaluate.metrics import Array

RULE = (
    "some other digit is at least as probable as that digit is on average where it is the label"
    " (confident learning)"
)


def doubtful_labels(probabilities: Array, labels: Array) -> npt.NDArray[np.bool_]:
    """Which of labels (N,) are probably wrong, by calibrated probabilities (N, C).

    Confident learning (Northcutt et al., 2021, arXiv 1911.00068): an example counts as one of class
    j where the probability of j reaches the mean probability of j over all examples labelled j, and
    no other class that does is likelier; its label is doubtful where it is another class. The
    probabilities must come from a model, or the mean of several, that was not trained on these
    examples. A suspicion, not a verdict: a model that is sure and wrong raises it too.
    """
    classes = probabilities.shape[1]
    usual = np.array(
        [
            probabilities[labels == c, c].mean() if (labels == c).any() else np.inf
            for c in range(classes)
        ]
    )
    reached = np.where(probabilities >= usual, probabilities, -1.0)
    doubtful: npt.NDArray[np.bool_] = (reached.max(axis=1) >= 0) & (
        reached.argmax(axis=1) != labels
    )
    return doubtful
