"""The drawing pad for notebooks: `from digitink.notebook import DigitPad`."""

from digitink.errors import MissingExtra

try:
    import anywidget as _anywidget  # noqa: F401
except ModuleNotFoundError as error:
    raise MissingExtra("notebook", "the notebook pad") from error

from digitink.notebook.pad import DigitPad

__all__ = ["DigitPad"]
