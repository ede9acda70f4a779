"""Several modules as one."""

import re

import pytest

from digitink.bundle import one_module


def bundled(**modules):
    return one_module("main", modules.__getitem__)


def test_a_module_alone_stays_as_it_is():
    assert bundled(main="export default 1;\n") == "export default 1;\n"


def test_what_is_imported_comes_first_and_keeps_its_scope():
    text = bundled(
        main='import { area } from "./circle.js";\nexport default area(2);\n',
        circle="const PI = 3.14;\nexport function area(r) {\n  return PI * r * r;\n}\n",
    )
    assert text == (
        "const circle_js = (() => {\n"
        "const PI = 3.14;\nfunction area(r) {\n  return PI * r * r;\n}\n\n"
        "return { area };\n})();\n\n"
        "const { area } = circle_js;\nexport default area(2);\n"
    )


def test_each_module_once_after_those_it_imports():
    text = bundled(
        main='import { a } from "./a.js";\nimport { c } from "./c.js";\n',
        a='import { c } from "./c.js";\nexport const a = c;\n',
        c="export const c = 1;\n",
    )
    assert re.findall(r"^const (\w+) = \(", text, re.MULTILINE) == ["c_js", "a_js"]


def test_names_over_several_lines_and_other_names():
    text = bundled(
        main='import {\n  one,\n  two as deux,\n} from "./some-numbers.js";\n',
        **{"some-numbers": "export class one {}\nexport async function two() {}\n"},
    )
    assert "const {\n  one,\n  two: deux,\n} = some_numbers_js;" in text
    assert "return { one, two };" in text


def test_words_within_comments_and_text_stay():
    kept = ' * @typedef {import("./a.js").A} A\nconst text = "export default";\n'
    assert bundled(main=kept) == kept


@pytest.mark.parametrize(
    ("line", "of"),
    [
        ('import a from "./a.js";', "main"),
        ('import * as a from "./a.js";', "main"),
        ('import "./a.js";', "main"),
        ('import { a } from "elsewhere";', "main"),
        ("export default 1;", "b"),
        ("export { a };", "b"),
        ("export let a = 1;", "b"),
        ('export * from "./a.js";', "b"),
    ],
)
def test_what_is_not_understood_is_refused(line, of):
    modules = {"main": 'import { b } from "./b.js";', "b": "export const b = 1;"}
    modules[of] += f"\n{line}\n"
    with pytest.raises(ValueError, match=re.escape(f"{of}.js: not understood: {line}")):
        bundled(**modules)


def test_circles_are_refused():
    with pytest.raises(ValueError, match="modules import each other: main > a > main"):
        bundled(main='import { a } from "./a.js";', a='import { m } from "./main.js";')
