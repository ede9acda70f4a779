"""The answers as /openapi.json describes them; the `to_dict` of each makes them."""

from pydantic import BaseModel, Field

Box = tuple[float, float, float, float]


class DigitAnswer(BaseModel):
    """One digit as it was read."""

    value: int = Field(ge=0, le=9, description="The likeliest digit.")
    probability: float = Field(ge=0, le=1, description="Of that digit, calibrated.")
    probabilities: list[float] = Field(
        min_length=10, max_length=10, description="Of 0 to 9, summing to 1."
    )
    unsure: bool = Field(description="Probably no digit, or not surely this one.")
    box: Box = Field(description="x0, y0, x1, y1 in the units of the source, y down.")


class LineAnswer(BaseModel):
    """One line of digits, from left to right."""

    text: str
    box: Box
    digits: list[DigitAnswer]


class ReadingAnswer(BaseModel):
    """All that was read, lines from top to bottom; no lines where there is no ink."""

    text: str = Field(description="The lines, joined by line feeds.")
    lines: list[LineAnswer]
    frames: list[str] | None = Field(
        default=None,
        description="Only where asked for: of each digit its 28x28 bytes, 0 paper to 255 ink, in"
        " base64.",
    )


class Complaint(BaseModel):
    """What is wrong, and what to do about it."""

    message: str
    hint: str


class ProblemAnswer(BaseModel):
    """The one form of every answer that is no success."""

    error: Complaint


class StatusAnswer(BaseModel):
    """How the server is, and with which model it reads."""

    status: str
    model: str
    version: str


class InkBody(BaseModel):
    """Ink: pen strokes, y down, in any unit; a stroke of one point is a dot."""

    strokes: list[list[list[float]]] = Field(
        examples=[[[[12.0, 4.0], [12.5, 30.0]]]],
        description="Strokes of points [x, y], [x, y, t] or [x, y, t, pressure].",
    )


class LabelledInkBody(InkBody):
    """Ink that is one digit, and which."""

    label: int = Field(ge=0, le=9, description="The digit that the ink is.")


LABELLED_INK = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": LabelledInkBody.model_json_schema()}},
    }
}
"""The body of a route that reads it itself."""


class SwitchBody(BaseModel):
    """Whether readings follow what was taught."""

    enabled: bool


class TaughtAnswer(BaseModel):
    """What became of a correction."""

    id: int = Field(description="Its number, by which it can be forgotten.")
    applied: bool = Field(description="Whether readings follow it.")
    why: str = Field(description="That in a sentence for people.")


class CorrectionAnswer(InkBody):
    """One correction that is kept."""

    id: int
    label: int = Field(ge=0, le=9)
    when: str = Field(description="ISO 8601, in UTC.")
    applied: bool


class HandAnswer(BaseModel):
    """All that was taught."""

    enabled: bool
    applied: int = Field(description="How many corrections readings follow.")
    corrections: list[CorrectionAnswer] = Field(description="The oldest first.")


class InsideBody(BaseModel):
    """One digit to be looked into."""

    frame: str = Field(
        description="What the network sees: 28x28 bytes, 0 paper to 255 ink, in base64, as readings"
        " have it.",
    )
    digit: int | None = Field(
        default=None, ge=0, le=9, description="The answer to look into; the likeliest if not given."
    )
    personal: bool = Field(default=False, description="Whether to read as the user taught it.")


class ConvolutionAnswer(BaseModel):
    """What one convolution makes of the frame, after its activation."""

    maps: int = Field(description="How many maps there are.")
    height: int
    width: int
    lowest: float
    highest: float
    levels: str = Field(
        description="A byte a pixel, map by map, 0 for the lowest to 255 for the highest; base64."
    )


class InsideAnswer(BaseModel):
    """Which ink speaks for and against an answer, and what the network sees on its way to it."""

    digit: int = Field(ge=0, le=9)
    probability: float = Field(ge=0, le=1)
    attribution: str = Field(
        description="28x28 signed bytes, above 0 for ink that speaks for the digit, below 0 against"
        " it, 127 for the strongest; base64."
    )
    strongest: float = Field(description="The strongest of them, in log-odds.")
    convolutions: list[ConvolutionAnswer] = Field(
        description="In order; none where there are none."
    )
    without_maps: str = Field(description="Why there are none; empty where there are.")


class CollectionAnswer(BaseModel):
    """How far a collection is."""

    folder: str = Field(description="Where it is kept.")
    times: int = Field(description="How many of each digit are asked for.")
    counts: list[int] = Field(
        min_length=10, max_length=10, description="How many there are of 0 to 9."
    )
