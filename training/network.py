"""The network: a small convolutional classifier, sized for a CPU that answers in milliseconds."""

import keras
from keras import layers

CLASSES = 11
"""0..9, and "not a digit"."""


def build() -> keras.Model:
    """28 x 28 x 1 float32 (0..1, white on black) to 11 logits; about 230,000 weights.

    The first convolution halves the picture at once: at 28 x 28 the time goes into memory
    traffic, and the figures on every source are the same (training/NOTES.md). The last two leave
    out the border, so that the widest layers work on the fewest pixels.
    """
    glyph = keras.Input((28, 28, 1), name="glyph")
    x = _convolution(glyph, 24, kernel=5, stride=2)
    x = _convolution(x, 32)
    x = layers.MaxPooling2D()(x)
    x = _convolution(x, 96)
    x = _convolution(x, 96, padding="valid")
    x = _convolution(x, 128, padding="valid")
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.2)(x)
    return keras.Model(glyph, layers.Dense(CLASSES, name="logits")(x), name="digits")


def _convolution(
    x: keras.KerasTensor, filters: int, *, kernel: int = 3, stride: int = 1, padding: str = "same"
) -> keras.KerasTensor:
    x = layers.Conv2D(filters, kernel, strides=stride, padding=padding, use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.ReLU()(x)
