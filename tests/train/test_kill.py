"""A run that is killed, at a moment that nobody chose, ends as one that was not."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")


def kill_while_training(tiny, folder, seconds):
    """`digitink train` in a process of its own, killed so long after its training began."""
    command = [sys.executable, tiny.__file__, "--recipe", "tiny", "--threads", "1"]
    process = subprocess.Popen([*command, "--out", folder.parent], stderr=subprocess.DEVNULL)
    try:
        while not (folder / "metrics.jsonl").exists() and process.poll() is None:
            time.sleep(0.005)
        time.sleep(seconds)
    finally:
        process.kill()
    return process.wait()


def test_kill_9_and_resume_give_the_same_model_to_the_bit(tiny, device, tmp_path):
    import digitink.train.run as run

    whole = run.start(tiny.TINY, 0, device, tmp_path / "whole")
    moment = random.uniform(0, whole.training_seconds)
    assert kill_while_training(tiny, tmp_path / "tiny-seed0", moment) == -signal.SIGKILL
    killed = run.folder.find(tmp_path / "tiny-seed0")
    assert killed.device == device
    resumed = run.resume(killed)
    for name in ("best.safetensors", "last.safetensors", "model.onnx"):
        one, two = (Path(result.run, name).read_bytes() for result in (whole, resumed))
        assert one == two, f"{name} differs, killed after {moment:.4f} s"
    assert [epoch.epoch for epoch in killed.epochs()] == [1, 2, 3, 4]
    left = list(killed.folder.glob("*.part"))
    assert len(left) <= 1, "more than the file that was being written when it was killed"
