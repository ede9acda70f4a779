"""A web service of your own that reads.

    uvicorn --app-dir examples embed_in_fastapi:app
    curl --data-binary @tests/golden/number.png -H content-type:image/png localhost:8000/meter

This one takes a picture of a meter's number, and says whether it was written legibly.
"""

from typing import Annotated

from fastapi import Body, FastAPI, HTTPException

import digitink

app = FastAPI()
model = digitink.load_model()  # once, so that the first request waits for nothing


@app.post("/meter")
def meter(picture: Annotated[bytes, Body(media_type="image/*")]) -> dict[str, object]:
    """Read the meter's number; a plain `def`, so that FastAPI reads in a thread of its own."""
    try:
        reading = digitink.read(picture, model=model)
    except digitink.DigitinkError as error:
        raise HTTPException(422, str(error)) from error
    unsure = [place for place, digit in enumerate(reading.digits) if digit.unsure]
    return {"number": reading.text, "legible": bool(reading.digits) and not unsure, "look": unsure}
