"""The page as it is served."""

import re
from importlib import resources

import pytest

FILES = sorted(
    file.name
    for file in resources.files("digitink").joinpath("web").iterdir()
    if not file.name.startswith(".")
)


def path_of(name):
    return "/" if name == "index.html" else f"/{name}"


@pytest.fixture
def parts(client):
    """The names of all that the page is made of."""
    page = client.get("/").text
    return {"index.html", *re.findall(r'(?:src|href)="([^"/]+)"', page)}


def test_all_of_the_page_weighs_less_than_100_kilobytes(client, parts):
    answers = [client.get(path_of(name)) for name in parts]
    assert sum(int(answer.headers["content-length"]) for answer in answers) < 100_000


def test_who_does_not_unpack_gets_files_as_they_are(client):
    plain = client.get("/app.js", headers={"accept-encoding": "identity"})
    packed = client.get("/app.js", headers={"accept-encoding": "br, gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.headers["vary"] == packed.headers["vary"] == "accept-encoding"
    assert plain.content == packed.content
    assert int(plain.headers["content-length"]) > 2 * int(packed.headers["content-length"])
    assert plain.headers["etag"] != packed.headers["etag"]


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".js")])
def test_a_script_comes_with_all_that_it_imports(client, name):
    text = client.get(path_of(name)).text
    assert not re.search("^import ", text, re.MULTILINE)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_served_with_its_type_and_kept_by_its_etag(client, name):
    response = client.get(path_of(name))
    assert response.status_code == 200
    kind = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
    assert response.headers["content-type"].startswith(kind[name.rpartition(".")[2]])
    assert response.headers["cache-control"] == "no-cache"
    again = client.get(path_of(name), headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(path_of(name), headers={"if-none-match": '"other"'})
    assert other.status_code == 200
    head = client.head(path_of(name))
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_loaded_from_elsewhere(client, name):
    text = client.get(path_of(name)).text.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"(https?:)?//[\w-]+\.\w+", text)
    assert "@import" not in text


def test_the_page_keeps_to_its_own_policy(client):
    page = client.get("/").text
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", page)


def test_the_page_names_only_what_is_there(parts):
    assert parts <= set(FILES)
