"""Several ES modules as one, when they are asked for: nothing is built beforehand.

A notebook takes no more than one, and a page is sooner there with one request than with forty.
"""

import re
from collections.abc import Callable

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function|const) (\w+))", re.MULTILINE)
OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def one_module(name: str, source_of: Callable[[str], str]) -> str:
    """The module `name` and all that it imports, as the text of one module.

    `source_of` gives the text of a module by its name, that of its file without `.js`. What is
    imported keeps a scope of its own, a function that gives back its exports; the module `name`
    stands last, as it is. Understood are `import { a, b as c } from "./d.js";` and `export` before
    a class, function or const, each at the start of a line. Raises ValueError on any other in
    what is imported, on any other import, and on modules that import each other.
    """
    scopes: dict[str, str] = {}

    def linked(module: str, importers: tuple[str, ...]) -> str:
        if module in importers:
            raise ValueError(f"modules import each other: {' > '.join((*importers, module))}")

        def bound(found: re.Match[str]) -> str:
            names, other = found.groups()
            if other not in scopes:
                scopes[other] = _scope(other, linked(other, (*importers, module)))
            return f"const {{{names.replace(' as ', ': ')}}} = {_variable(other)};"

        return IMPORT.sub(bound, source_of(module))

    entry = linked(name, ())
    _refuse(name, [left for left in OTHER.findall(entry) if left.startswith("import")])
    return "\n".join([*scopes.values(), entry])


def _scope(module: str, text: str) -> str:
    names = ", ".join(EXPORT.findall(text))
    body = EXPORT.sub("", text)
    _refuse(module, OTHER.findall(body))
    return f"const {_variable(module)} = (() => {{\n{body}\nreturn {{ {names} }};\n}})();\n"


def _refuse(module: str, lines: list[str]) -> None:
    if lines:
        raise ValueError(f"{module}.js: not understood: {lines[0]}")


def _variable(module: str) -> str:
    return f"{module.replace('-', '_')}_js"
