"""What a desktop says, said by small programs of the test's own."""

import sys

import pytest

from digitink.desktop import system


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Makes the only programs there are: what they print, and how they end."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("GDK_SCALE", raising=False)

    def make(name, text, *, code=0, seconds=0):
        program = tmp_path / name
        lines = "".join(f"print({line!r}, flush=True)\n" for line in text.splitlines())
        wait = f"import time; time.sleep({seconds})\n" if seconds else ""
        program.write_text(f"#!{sys.executable} -S\n{lines}{wait}raise SystemExit({code})\n")
        program.chmod(0o755)

    return make


@pytest.mark.parametrize(
    ("said", "dark"), [("'prefer-dark'", True), ("'default'", False), ("'prefer-light'", False)]
)
def test_dark_by_the_desktops_own_word(programs, monkeypatch, said, dark):
    monkeypatch.setattr(system, "PATIENCE", 10)
    programs("gsettings", said)
    assert system.is_dark() is dark


def test_light_where_nobody_can_tell(programs, monkeypatch):
    assert not system.is_dark()
    programs("gsettings", "", code=1)
    assert not system.is_dark()
    monkeypatch.setattr(sys, "platform", "freebsd14")
    assert not system.is_dark()


def test_a_desktop_that_does_not_answer_is_not_waited_for(programs):
    programs("gsettings", "", seconds=60)
    assert not system.is_dark()


@pytest.mark.parametrize(
    ("resources", "zoom"),
    [
        ("Xft.dpi:\t192", 2),
        ("Xcursor.size:\t24\nXft.dpi:\t144\nXft.rgba:\tnone", 1.5),
        ("Xft.dpi:\t72", 1),
        ("Xft.dpi:\t9600", 4),
        ("Xft.dpi:\tlarge", 1),
        ("", 1),
    ],
)
def test_zoom_by_the_x_servers_resources(programs, monkeypatch, resources, zoom):
    monkeypatch.setattr(system, "PATIENCE", 10)
    programs("xrdb", resources)
    assert system.x11_zoom() == zoom


@pytest.mark.parametrize(("given", "zoom"), [("2", 2), ("1.5", 1.5), ("0", 1), ("two", 1), ("", 1)])
def test_zoom_as_other_programs_are_told(programs, monkeypatch, given, zoom):
    monkeypatch.setenv("GDK_SCALE", given)
    assert system.x11_zoom() == zoom
