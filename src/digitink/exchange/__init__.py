"""Models of other libraries, in and out: Keras, ONNX, safetensors."""
