import json
import re

import pytest

from digitink.data import catalogue
from digitink.errors import DataError


def test_names_are_unique_and_found():
    names = catalogue.names()
    assert len(set(names)) == len(names)
    assert [catalogue.entry(name).name for name in names] == names


def test_a_wrong_name_lists_the_right_ones():
    with pytest.raises(DataError) as caught:
        catalogue.entry("pendigits")
    assert "no data set named 'pendigits'" in str(caught.value)
    assert all(name in str(caught.value) for name in catalogue.names())


def test_only_these_may_be_trained_on():
    trainable = [entry.name for entry in catalogue.ENTRIES if entry.trainable]
    assert trainable == ["mnist-train", "pendigits.tra", "optdigits.tra"]


@pytest.mark.parametrize("name", catalogue.names())
def test_every_set_says_all_that_people_need(name):
    entry = catalogue.entry(name)
    facts = json.loads(json.dumps(entry.to_dict()))
    assert facts["home"].startswith("http")
    assert all(facts[key] for key in ("what", "title", "licence", "citation", "files"))
    assert entry.n > 0
    for path, sha256 in entry.files.items():
        assert not path.startswith("/")
        assert ".." not in path
        assert re.fullmatch("[0-9a-f]{64}", sha256)
