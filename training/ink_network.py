"""The network that tells ink from paper: fully convolutional, for photos of any size."""

import keras
import numpy as np
from keras import layers, ops

CHANNELS = 2
"""Brightness and local contrast: `recognizer.segmentation.features`."""
KINDS = 2
"""Dark ink, light ink."""


def build(*, normalized: bool = True) -> keras.Model:
    """H x W x 2 float32, sides multiples of 32, to H/2 x W/2 x 2 logits; 165,000 weights.

    Five halvings and back, with what was seen at each size added on the way (Ronneberger et al.,
    2015): at the smallest size a place sees most of the photo. The first convolution takes two
    halvings in one, and pictures grow by moving channels into space (Shi et al., 2016), which costs
    next to nothing and works for any size in both engines. Most of the time goes where there are
    most pixels: there is one convolution at the start and one at the end. `normalized` is for
    training.
    """
    seen = keras.Input((None, None, CHANNELS), name="photo")
    quarter = _convolution(seen, 16, 6, 4, normalized=normalized)
    eighth = _convolution(quarter, 32, 3, 2, normalized=normalized)
    sixteenth = _convolution(eighth, 32, 3, 2, normalized=normalized)
    x = _convolution(sixteenth, 48, 3, 2, normalized=normalized)
    x = _convolution(x, 48, normalized=normalized)
    for _ in range(2):
        x = layers.Add()([x, _twice(x, 48, normalized=normalized)])
    for before in (sixteenth, eighth):
        x = _convolution(_onto(before, x), before.shape[-1], normalized=normalized)
    x = layers.ReLU()(_onto(quarter, x))
    x = layers.Conv2D(4 * KINDS, 3, padding="same")(x)
    return keras.Model(seen, ops.depth_to_space(x, 2), name="ink")


def _onto(before: keras.KerasTensor, x: keras.KerasTensor) -> keras.KerasTensor:
    """`x`, enlarged twice and added to what was seen at that size before."""
    larger = layers.Conv2D(4 * before.shape[-1], 1)(x)
    return layers.Add()([before, ops.depth_to_space(larger, 2)])


def _twice(x: keras.KerasTensor, filters: int, *, normalized: bool) -> keras.KerasTensor:
    """Two convolutions more, which see farther."""
    x = _convolution(x, filters, normalized=normalized)
    return _convolution(x, filters, normalized=normalized)


def _convolution(
    x: keras.KerasTensor, filters: int, kernel: int = 3, stride: int = 1, *, normalized: bool
) -> keras.KerasTensor:
    x = layers.Conv2D(filters, kernel, stride, padding="same", use_bias=not normalized)(x)
    if normalized:
        x = layers.BatchNormalization()(x)
    return layers.ReLU()(x)


def folded(network: keras.Model) -> keras.Model:
    """What `build` made, for use: chances, each normalization worked into the convolution before.

    See `training.network.folded`, which does the same for networks that are a plain chain.
    """
    convolutions = [layer for layer in network.layers if isinstance(layer, layers.Conv2D)]
    norms = iter(n for n in network.layers if isinstance(n, layers.BatchNormalization))
    ready = build(normalized=False)
    targets = [layer for layer in ready.layers if isinstance(layer, layers.Conv2D)]
    for one, target in zip(convolutions, targets, strict=True):
        weights = one.get_weights()
        if not one.use_bias:
            norm = next(norms)
            gamma, beta, mean, variance = norm.get_weights()
            scale = gamma / np.sqrt(variance + norm.epsilon)
            weights = [weights[0] * scale, beta - mean * scale]
        target.set_weights(weights)
    return keras.Model(ready.input, layers.Activation("sigmoid")(ready.output), name="ink")
