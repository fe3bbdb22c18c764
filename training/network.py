"""The networks: a small convolutional classifier that ships, and a large one that teaches it."""

from typing import Any

import keras
import numpy as np
from keras import layers

from recognizer.classifier import CLASSES

WIDTHS = (24, 32, 96, 96, 128)
"""Filters of the five convolutions of the network that ships."""


def build(widths: tuple[int, ...] = WIDTHS) -> keras.Model:
    """28 x 28 x 1 float32 (0..1, white on black) to 11 logits; 230,000 weights with WIDTHS.

    Sized for a CPU that answers in milliseconds. The first convolution halves the picture at once:
    at 28 x 28 the time goes into memory traffic, and the figures on every source are the same
    (training/NOTES.md). The last two leave out the border, so that the widest layers work on the
    fewest pixels.
    """
    first, second, third, fourth, last = widths
    glyph = keras.Input((28, 28, 1), name="glyph")
    x = _convolution(glyph, first, kernel=5, stride=2)
    x = _convolution(x, second)
    x = layers.MaxPooling2D()(x)
    x = _convolution(x, third)
    x = _convolution(x, fourth, padding="valid")
    x = _convolution(x, last, padding="valid")
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.2)(x)
    return keras.Model(glyph, layers.Dense(CLASSES, name="logits")(x), name="digits")


def teacher() -> keras.Model:
    """The same in and out with 2.7 million weights: a residual network (He et al., 2016).

    Forty-five times the work: for a graphics card, and only while the small one learns.
    """
    glyph = keras.Input((28, 28, 1), name="glyph")
    x = _convolution(glyph, 64)
    for width, stride in ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1)):
        x = _block(x, width, stride)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.3)(x)
    logits = layers.Dense(CLASSES, name="logits", dtype="float32")(x)
    return keras.Model(glyph, logits, name="teacher")


def folded(network: keras.Model) -> keras.Model:
    """What `build` made, for use: the same answers with an eighth less time.

    Each batch normalization is worked into the convolution before it (Jacob et al., 2018,
    section 3.2), and what only training needs is left out.
    """
    glyph = x = keras.Input(network.input_shape[1:], name="glyph")
    weights: list[Any] = []
    for layer in network.layers:
        if isinstance(layer, layers.Conv2D):
            weights.append(layer.get_weights())
            x = layers.Conv2D.from_config({**layer.get_config(), "use_bias": True})(x)
        elif isinstance(layer, layers.BatchNormalization):
            gamma, beta, mean, variance = layer.get_weights()
            scale = gamma / np.sqrt(variance + layer.epsilon)
            weights[-1] = [weights[-1][0] * scale, beta - mean * scale]
        elif not isinstance(layer, layers.InputLayer | layers.Dropout):
            if layer.weights:
                weights.append(layer.get_weights())
            x = type(layer).from_config(layer.get_config())(x)
    ready = keras.Model(glyph, x, name=network.name)
    ready.set_weights([part for layer in weights for part in layer])
    return ready


def _block(x: keras.KerasTensor, filters: int, stride: int) -> keras.KerasTensor:
    """Two convolutions, and what came in added to what comes out."""
    y = _convolution(x, filters, stride=stride)
    y = layers.Conv2D(filters, 3, padding="same", use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    if stride > 1 or x.shape[-1] != filters:
        x = layers.AveragePooling2D(stride)(x) if stride > 1 else x
        x = layers.Conv2D(filters, 1, use_bias=False)(x)
        x = layers.BatchNormalization()(x)
    return layers.ReLU()(layers.Add()([x, y]))


def _convolution(
    x: keras.KerasTensor, filters: int, *, kernel: int = 3, stride: int = 1, padding: str = "same"
) -> keras.KerasTensor:
    x = layers.Conv2D(filters, kernel, strides=stride, padding=padding, use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.ReLU()(x)
