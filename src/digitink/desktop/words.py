"""Readings in words, as the page says them."""

from digitink.reading import Digit, Reading

NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
EVEN_ODDS = 0.5  # of a digit that is more likely none


def no_digit(digit: Digit) -> bool:
    """Whether none of the ten is even as likely as not."""
    return digit.unsure and digit.probability < EVEN_ODDS


def percent(probability: float) -> str:
    """99.8 %: rounded down, so that nothing but certainty is called 100."""
    return f"{int(probability * 1000 + 1e-9) / 10:.1f} %"


def spelled(reading: Reading) -> str:
    """The number digit by digit, "three one four", lines parted by a comma."""
    return ", ".join(" ".join(map(_name, line.digits)) for line in reading.lines)


def certainty(reading: Reading) -> str:
    """How sure a reading of at least one digit is."""
    digits = reading.digits
    unsure = [i for i, digit in enumerate(digits) if digit.unsure]
    if len(digits) == 1:
        return _alone(digits[0])
    if not unsure:
        return "sure of every digit"
    if len(unsure) > 2:
        return f"not sure of {len(unsure)} of the {len(digits)} digits"
    return f"not sure of {' and '.join(map(_nth, unsure))}"


def _name(digit: Digit) -> str:
    return "no digit" if no_digit(digit) else NAMES[digit.value]


def _alone(digit: Digit) -> str:
    if not digit.unsure:
        return f"{percent(digit.probability)} sure"
    if no_digit(digit):
        return f"or perhaps {NAMES[digit.value]}, {percent(digit.probability)} likely"
    ranked = sorted(range(10), key=digit.probabilities.__getitem__)
    return f"not sure; perhaps {NAMES[ranked[-2]]}, perhaps no digit"


def _nth(i: int) -> str:
    return f"the {ORDINALS[i]} digit" if i < len(ORDINALS) else f"digit {i + 1}"
