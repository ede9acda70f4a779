"""The report that a run leaves at its end."""

from dataclasses import dataclass
from pathlib import Path

from digitink.errors import DigitinkError
from digitink.evaluate import page, report
from digitink.evaluate.answers import Answers
from digitink.model import read_card
from digitink.train.examine import Examination
from digitink.train.folder import Run


@dataclass(frozen=True, slots=True)
class Reported:
    """The report lies at `path`; or it was not written, and `problem` says why."""

    path: Path
    problem: str = ""


def write_report(run: Run, found: Examination) -> Reported:
    """Write the report of a run whose model is exported, on the digits that were examined.

    Whatever goes wrong is told and not raised: the run itself is whole without it.
    """
    path = run.folder / "report.html"
    try:
        page.check(path)
        card = read_card(run.model)
        histories, no_history = report.found_beside(run.model)
        contents = report.Contents(
            card=card,
            size=run.model.stat().st_size,
            looked_at=(Answers.of(card, found.digits, found.logits),),
            histories=histories,
            no_history=no_history,
        )
        page.write(path, report.html(contents))
    except DigitinkError as error:
        return Reported(path, str(error))
    except Exception as error:
        return Reported(path, f"unexpected {type(error).__name__}: {error}")
    return Reported(path)
