"""How well a model does: metrics of arrays, and the measurement of a model on a data set."""
