import re

import pytest
from numpy.random import RandomState

from digitink.train.letters import HELD_BACK, TRAINED, draw

TEMPLATE = re.compile(r"\d\d\.?( \d\d\.?)*( / \d\d\.?( \d\d\.?)*)*")


def test_templates_are_well_formed_and_none_is_there_twice():
    assert all(map(TEMPLATE.fullmatch, TRAINED + HELD_BACK))
    assert len(set(TRAINED + HELD_BACK)) == len(TRAINED) + len(HELD_BACK)


@pytest.mark.parametrize("templates", [TRAINED, HELD_BACK])
def test_each_of_them_is_drawn(templates):
    random = RandomState(0)
    strokes = {len(draw(random, templates).strokes) for _ in range(300)}
    assert strokes == {template.count("/") + 1 for template in templates}
