"""Training: from MNIST to a checked, exported model. Needs the extra `train`."""
