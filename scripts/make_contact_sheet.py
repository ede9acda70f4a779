"""Make docs/images/errors.png and the tables of docs/errors.md: what the model still gets wrong.

    DIGITINK_DATA=... python scripts/make_contact_sheet.py [--model NAME|FILE.onnx]

What eyes made of an error stands in judgements.csv, by set and index, so that it outlives a model;
errors that nobody has looked at yet are counted as such. Of sets without a licence no picture is
shown. Needs Chromium, as make_screenshots.py does.
"""

import argparse
import csv
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from digitink.data import load
from digitink.evaluate.answers import ask
from digitink.evaluate.measure import digits
from digitink.evaluate.mistakes import Mistake, hardest
from digitink.evaluate.page import render
from digitink.model import Model, load_model
from make_screenshots import IMAGES
from photograph import photograph

HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "docs" / "errors.md"
BEGIN, END = "<!-- tables -->\n", "<!-- end of tables -->\n"
SETS = ("mnist-test", "pendigits.tes", "semeion", "usps.test", "digilets-a")
SHOWN = ("mnist-test", "pendigits.tes", "semeion")  # CC BY-SA 3.0, CC BY 4.0, CC BY 4.0
MARKED = ("mislabelled", "ambiguous", "unreadable")
WIDTH = 1240  # CSS px, as contact_sheet.html has it
UNSEEN = "not looked at yet"


@dataclass(frozen=True, slots=True)
class Errors:
    """The mistakes on one set, the hardest first, and what eyes made of each, by its index."""

    name: str
    n: int
    mistakes: list[Mistake]
    verdicts: dict[int, str]


def judgements() -> dict[tuple[str, int], tuple[str, str]]:
    """Verdict and reason by set and index."""
    with (HERE / "judgements.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["set"], int(row["index"])): (row["verdict"], row["reason"])
            for row in csv.DictReader(file)
        }


def errors_of(model: Model, name: str) -> Errors:
    answers = ask(model, digits(load(name)))
    found, judged = hardest(answers), judgements()
    verdicts = {m.index: judged.get((name, m.index), (UNSEEN, ""))[0] for m in found}
    return Errors(name, len(answers.frames), found, verdicts)


def tables(model: str, found: list[Errors]) -> str:
    """The counts, and each error that eyes marked, as Markdown."""
    lines = [
        f"Of the model `{model}`:",
        "",
        "| set | n | wrong | of these marked unsure | mislabelled | ambiguous | unreadable"
        " | readable | not looked at yet | suspected by rule | commonest |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for errors in found:
        counts = Counter(errors.verdicts.values())
        pairs = Counter((m.label, m.likeliest[0][0]) for m in errors.mistakes)
        common = ", ".join(f"{a} → {b} ({n})" for (a, b), n in pairs.most_common(3))
        cells = [
            errors.name,
            f"{errors.n:,}",
            len(errors.mistakes),
            sum(m.unsure for m in errors.mistakes),
            *(counts[verdict] for verdict in (*MARKED, "readable", UNSEEN)),
            sum(m.doubtful for m in errors.mistakes),
            common,
        ]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    suspected = [(e, m) for e in found for m in e.mistakes if m.doubtful]
    agreed = sum(e.verdicts[m.index] in MARKED for e, m in suspected)
    lines += [
        "",
        f"Of the {len(suspected)} that the rule suspects, eyes marked {agreed} as well.",
        "",
        "What eyes marked, by its number in the set, counted from 0:",
        "",
        "| set | number | label → answer | verdict | what it is |",
        "| --- | ---: | --- | --- | --- |",
    ]
    reasons = judgements()
    for errors in found:
        for mistake in sorted(errors.mistakes, key=lambda each: each.index):
            verdict, reason = reasons.get((errors.name, mistake.index), ("", ""))
            if verdict in MARKED:
                answer = mistake.likeliest[0][0]
                lines.append(
                    f"| {errors.name} | {mistake.index} | {mistake.label} → {answer}"
                    f" | {verdict} | {reason} |"
                )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--model", metavar="NAME|FILE.onnx", help="the default model if not given")
    model = load_model(parser.parse_args().model)
    found = [errors_of(model, name) for name in SETS]
    shown = [errors for errors in found if errors.name in SHOWN]
    values = {"model": model.name, "sets": shown, "marked": MARKED}
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "sheet.html"
        sheet.write_text(render("contact_sheet.html", values, HERE), encoding="utf-8")
        photograph(sheet, IMAGES / "errors.png", WIDTH)
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(BEGIN)
    text = f"{before}{BEGIN}\n{tables(model.name, found)}\n\n{END}{rest.partition(END)[2]}"
    DOCUMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
