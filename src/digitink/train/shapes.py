"""Digits as people write them elsewhere: the shapes that MNIST's American writers hardly use."""

from numpy.random import RandomState

from digitink.ink import Ink
from digitink.train import curves

# For each digit its shapes, as train/curves.py reads them.
SHAPES: dict[int, tuple[str, ...]] = {
    0: (
        "50 31 14 16 38 59 78 86 84 71 50 / 81 18",  # slashed, beyond the rim
        "50 31 14 16 38 59 78 86 84 71 50 / 72 27",  # slashed within
        "50 31 14 17 49 78 85 72 51 41 62 81",  # with a loop at its top
        "31 13 16 38 59 78 86 83 61",  # open at its top
        "71 51 22 14 17 49 78 85 72 50 30",  # ends crossing at the top
    ),
    1: (
        "50 59",
        "32 50. 59",  # a short flag
        "15 60. 69",  # a long one
        "07 60. 69",  # as long as the stem
        "33 41 50. 59",  # a bent flag
        "32 50. 59 / 29 89",  # with a foot
        "15 60. 69 / 39 99",
        "50 59 / 29 89",  # a foot alone
        "32 50. 58 79",  # a stem that runs out to the right
    ),
    2: (
        "12 21 50 72 64 37 19. 89",
        "12 31 60 73 55 37 19 08 17 38 69 88",  # a loop at the lower left
        "12 30 61 72 45 18. 37 58 89 98",  # a swan
        "33 22 21 40 71 73 46 19. 89",  # a curled top
        "12 31 60 73 65 38 19. 49 88 97",  # a base that swings up
    ),
    3: (
        "11 81. 44. 66 77 59 29 18",  # flat on top
        "12 30 61 72 44. 76 78 59 28 17",
        "12 30 61 73 54 35 44 65 77 59 28 17",  # a loop in the middle
        "10 71. 44 66 78 59 29 07",
    ),
    4: (
        "20 15. 75 / 61 59",  # open
        "30 16. 86 / 62 59",
        "10 14 35 74 / 71 69",  # round, the bar ends at the stem
        "30 17. 87 / 54 59",  # a short stem
        "60 06. 96 / 60 69",  # closed
        "96 06. 60. 69",  # closed, without lifting the pen
        "70 06. 96 / 64 69",  # closed, the stem begins low
    ),
    5: (
        "81 21. 14. 44 75 77 59 28 18",
        "20 14. 44 75 78 59 18 / 40 90",  # the bar stands loose
        "22 14. 44 75 78 59 18 / 30 80",  # the bar floats above
        "21 14. 44 75 78 59 18 / 32 90",  # the bar rises
        "80 40 12 24 55 77 69 39 18",  # one bend, like an S
        "71 21. 25. 44 76 69 39 18",
    ),
    6: (
        "60 32 14 17 39 69 77 65 35 17",
        "50 25 18 49 78 66 35 26",  # a straight stem
        "71 50 23 16 18 49 78 75 44 26",  # a curled stem
        "70 33 16 18 39 58 57 36 17",  # a small loop
    ),
    7: (
        "10 80. 39",
        "10 80. 39 / 35 75",  # crossed
        "10 80. 39 / 25 85",
        "13 11. 81. 39",  # a hook at the left
        "13 11. 81. 39 / 35 75",
        "13 21 42 60 81. 64 49",  # a wave on top
        "10 80. 54 49",  # a bent stem
        "10 80. 54 49 / 34 74",
        "10 80. 49 / 46 85",  # the cross rises
    ),
    8: (
        "71 40 21 33 55 77 69 39 18 36 64 72 71",
        "50 31 23 44 63 61 50 / 54 26 28 49 78 76 54",  # two rings
        "72 50 21 33 65 77 59 28 26 54 81",  # open at its top
        "21 50 72 64 35 17 29 69 77 55 33 21",  # begun at the left
    ),
    9: (
        "72 51 22 24 45 73 71. 69",
        "72 51 22 24 45 73 71. 77 59 28",  # a tail to the left
        "72 50 22 24 54 73 66 49 29",  # all of it bent
        "72 50 21 24 45 73. 49",  # a slanted stem
        "72 51 22 24 45 73 71. 68 89",  # a tail to the right
    ),
}

# Further ones: 1s with long flags of more lengths and slants, and the 7s nearest to them.
LONG_FLAGS: dict[int, tuple[str, ...]] = {
    1: (
        "24 60. 69",
        "16 60. 69",
        "08 50. 59",
        "09 60. 69",
        "07 50. 49",
        "26 44 60. 69",  # a bent flag
        "07 34 60. 69",
    ),
    7: (
        "12 80. 39",  # the top rises
        "11 80. 49 / 35 75",
    ),
}


def draw(random: RandomState, *, long_flags: bool = False) -> tuple[Ink, int]:
    """One of the digits in one of its shapes, each digit as likely as the others."""
    digit = int(random.randint(10))
    shapes = SHAPES[digit] + (LONG_FLAGS.get(digit, ()) if long_flags else ())
    return curves.drawn(shapes[random.randint(len(shapes))], random), digit
