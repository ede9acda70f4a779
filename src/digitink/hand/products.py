"""Products and inverses of matrices, in parts so small that BLAS leaves each to one thread.

All of it is little work to share, and on a busy machine the threads that share it wait for each
other far longer than they compute.
"""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Real = TypeVar("Real", np.float32, np.float64)

SERIAL = 2**18  # multiplications: up to so many OpenBLAS leaves to one thread
SERIAL_SIDE = 64  # of a matrix to be inverted


def product(a: npt.NDArray[Real], b: npt.NDArray[Real]) -> npt.NDArray[Real]:
    """The matrix product of (l, m) and (m, n)."""
    rows = max(1, SERIAL // max(1, a.shape[1] * b.shape[1]))
    parts = [a[i : i + rows] @ b for i in range(0, len(a), rows)] or [a @ b]
    return np.concatenate(parts)


def inverse_of(matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The inverse (n, n) of a symmetric positive definite matrix, by its Schur complement.

    Raises numpy.linalg.LinAlgError where it has none.
    """
    if len(matrix) <= SERIAL_SIDE:
        return np.linalg.inv(matrix).astype(np.float64)
    half = len(matrix) // 2
    a, b, d = matrix[:half, :half], matrix[:half, half:], matrix[half:, half:]
    a_inverse = inverse_of(a)
    a_inverse_b = product(a_inverse, b)
    lower = inverse_of(d - product(b.T, a_inverse_b))
    upper = -product(a_inverse_b, lower)
    return np.block([[a_inverse - product(upper, a_inverse_b.T), upper], [upper.T, lower]])
