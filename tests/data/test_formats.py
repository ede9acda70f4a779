import gzip
import json

import cv2
import numpy as np
import pytest

from digitink.data import formats
from digitink.errors import DataError

IMAGE = np.zeros((28, 28), np.uint8)
IMAGE[6:22, 12:16] = 255
IDX_IMAGE = b"\0\0\x08\x03\0\0\0\x01\0\0\0\x1c\0\0\0\x1c" + IMAGE.tobytes()
IDX_LABEL = b"\0\0\x08\x01\0\0\0\x01\x01"


def folder(at):
    (at / "set" / "1").mkdir(parents=True)
    cv2.imwrite(str(at / "set" / "1" / "a.png"), IMAGE)
    return at / "set"


def table(at):
    (at / "set.csv").write_text("label," + ",".join(map(str, range(784))) + "\n1" + ",0" * 784)
    return at / "set.csv"


def packed_table(at):
    (at / "SET.CSV.GZ").write_bytes(gzip.compress(table(at).read_bytes()))
    return at / "SET.CSV.GZ"


def archive(at):
    np.savez(at / "set.npz", images=IMAGE[None], labels=[1])
    return at / "set.npz"


def ink(at):
    (at / "set.json").write_text(json.dumps([{"label": "1", "strokes": [[[0, 0], [0, 9]]]}]))
    return at / "set.json"


def idx(at):
    (at / "set-images").write_bytes(IDX_IMAGE)
    (at / "set-labels").write_bytes(IDX_LABEL)
    return at / "set-images"


def packed_idx(at):
    (at / "set-images.gz").write_bytes(gzip.compress(IDX_IMAGE))
    (at / "set-labels.gz").write_bytes(gzip.compress(IDX_LABEL))
    return at / "set-images.gz"


@pytest.mark.parametrize("write", [folder, table, packed_table, archive, ink, idx, packed_idx])
def test_the_format_is_found_out(tmp_path, write):
    path = write(tmp_path)
    samples = formats.read(path)
    assert samples.name == str(path)
    assert samples.labels.tolist() == [1]
    assert len(samples.sources) == 1


@pytest.mark.parametrize("content", [b"", b"\0", b"\x89PNG\r\n", b"label", gzip.compress(b"x")])
def test_other_content_is_refused_with_what_is_expected(tmp_path, content):
    path = tmp_path / "set"
    path.write_bytes(content)
    with pytest.raises(DataError, match="set is in no known format; expected a folder of folders"):
        formats.read(path)
