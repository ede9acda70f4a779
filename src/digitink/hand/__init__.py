"""What one person taught: their corrections, and the model that reads with them."""

from digitink.hand.hand import Hand, Taught
from digitink.hand.store import Correction

__all__ = ["Correction", "Hand", "Taught"]
