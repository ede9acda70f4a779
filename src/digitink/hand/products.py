"""Products and inverses of matrices, in parts so small that BLAS leaves each to one thread.

All of it is little work to share, and on a busy machine the threads that share it wait for each
other far longer than they compute.
"""

import numpy as np
import numpy.typing as npt

from digitink.model import Real

Matrix = npt.NDArray[np.float64]

SERIAL = 2**18  # multiplications: up to so many OpenBLAS leaves to one thread
SERIAL_SIDE = 64  # of a matrix to be inverted


def product(a: npt.NDArray[Real], b: npt.NDArray[Real]) -> npt.NDArray[Real]:
    """The matrix product of (l, m) and (m, n)."""
    rows = max(1, SERIAL // max(1, a.shape[1] * b.shape[1]))
    parts = [a[i : i + rows] @ b for i in range(0, len(a), rows)] or [a @ b]
    return np.concatenate(parts)


def inverse_of(matrix: Matrix) -> Matrix:
    """The inverse of a symmetric positive definite matrix, (n, n), through its Cholesky factor.

    Not by Schur complements of inverses, which lose all digits where a matrix is hardly regular.
    """
    root = _inverse_root(matrix)
    return product(root.T, root)


def _inverse_root(matrix: Matrix) -> Matrix:
    """The inverse of the Cholesky factor: lower triangular."""
    if len(matrix) <= SERIAL_SIDE:
        return np.linalg.inv(np.linalg.cholesky(matrix))
    half = len(matrix) // 2
    upper = _inverse_root(matrix[:half, :half])
    below = product(matrix[half:, :half], upper.T)
    lower = _inverse_root(matrix[half:, half:] - product(below, below.T))
    corner = -product(lower, product(below, upper))
    return np.block([[upper, np.zeros_like(corner.T)], [corner, lower]])
