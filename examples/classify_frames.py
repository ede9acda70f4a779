"""Classify many 28x28 frames at once.

    python examples/classify_frames.py

Here they are the 10,000 test images of MNIST, which lies in the package.
"""

import time

import digitink
from digitink.data import mnist

test = mnist("test")  # images (10000, 28, 28) uint8, labels (10000,)

start = time.perf_counter()
probabilities = digitink.classify(test.images)  # (10000, 10) float32, each row summing to 1
seconds = time.perf_counter() - start

digits = probabilities.argmax(axis=1)
sure = probabilities.max(axis=1) > 0.99
print(f"{len(digits) / seconds:,.0f} frames a second")
print(f"{(digits == test.labels).mean():.2%} right")
print(f"{(digits == test.labels)[sure].mean():.2%} right among the {sure.mean():.0%} surest")
