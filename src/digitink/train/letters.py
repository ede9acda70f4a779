"""Letters and signs that no one takes for a digit, as train/curves.py reads them.

Left out is what some hand writes like a digit: B b c D G g I i J j l O o Q q S s y Z z, an a with a
roof (a looped 2), brackets and single strokes.
"""

from numpy.random import RandomState

from digitink.ink import Ink
from digitink.train import curves

TRAINED = (
    "19 50. 89 / 26 76",  # A
    "19 40 61 89 / 15 75",
    "82 60 31 14 17 39 69 87",  # C
    "81 21. 29. 89 / 25 75",  # E
    "82 51 22 34 55. 26 28 59 88",
    "10 19 / 80 89 / 15 85",  # H
    "20 29 / 80 25. 89",  # K
    "20 29. 89",  # L
    "19 20. 57. 80. 89",  # M
    "20 29 / 20 61 73 55 25",  # P
    "20 29 / 20 61 73 55 25 / 45 89",  # R
    "10 90 / 50 59",  # T
    "10 16 39 69 86 80",  # U
    "10 59. 90",  # V
    "00 29. 42. 69. 90",  # W
    "10 89 / 80 19",  # X
    "10 45 / 80 45. 49",  # Y
    "73 52 14 17 39 68 74. 77 89",  # a
    "74 44 16 18 39 68 75 70. 79",  # d
    "15 75 62 41 13 16 39 79",  # e
    "72 50 33 39 / 14 64",  # f
    "20 29. 25 54 76 79",  # h
    "20 29 / 74 26. 79",  # k
    "13 19. 15 33 45 49. 45 63 75 79",  # m
    "22 29. 25 53 75 79",  # n
    "50 57 69 88 / 23 83",  # t
    "13 17 39 69 76 73. 79",  # u
    "00 17 39 53 69 87 90",  # w
    "50 59 / 05 95",  # plus
    "13 83 / 16 86",  # equals
    "30 28 / 70 68 / 03 93 / 06 96",  # hash
    "16 39. 90",  # tick
    "05 95. 62 / 95 68",  # arrow
    "15 33 55 76 94",  # tilde
    "50 19. 89. 50",  # triangle
    "38 50. 69. 13. 93. 38",  # star
    "80 19 / 20 12 23 31 20 / 77 68 79 88 77",  # per cent
    "82 50 23 26 59 88 / 04 64 / 06 56",  # euro
    "55 33 15 37 55 73 95 77 55",  # infinity
    "12 92 / 32 39 / 72 79",  # pi
    "30 33 / 60 63",  # inches
)
HELD_BACK = (
    "80 20. 29 / 25 65",  # F
    "19 20. 79. 80",  # N
    "22 29. 25 43 73",  # r
    "13 59. 93",  # v
    "13 89 / 83 19",  # x
    "81 11. 45. 19. 89",  # Sigma
    "50 59 / 12 87 / 82 17",  # asterisk
    "53 31 13 36 59. 86 93 71 53",  # heart
    "82 15. 88",  # less than
)


def draw(random: RandomState, templates: tuple[str, ...]) -> Ink:
    """One of the templates, each as likely as the others."""
    return curves.drawn(templates[random.randint(len(templates))], random)
