"""A small network that learns from a large one: Hinton, Vinyals and Dean, 2015."""

from typing import Any

import keras
from keras import ops

SOFTENED = 2.0
"""Both networks' logits are divided by this, so that small chances count: a 4 is nearly a 9."""
TOLD = 0.9
"""Share of the loss that comes from the teacher; the rest comes from the labels."""


class Pupil(keras.Model):  # type: ignore[misc]  # Keras has no types
    """Trains `network` [N, 28, 28, 1] -> [N, 11] logits on the answers of `teacher`."""

    def __init__(self, network: keras.Model, teacher: keras.Model) -> None:
        super().__init__()
        self.network = network
        self.teacher = teacher
        teacher.trainable = False

    def call(self, x: Any, training: bool | None = None) -> Any:
        return self.network(x, training=training)

    def compute_loss(
        self, x: Any = None, y: Any = None, y_pred: Any = None, *rest: Any, **more: Any
    ) -> Any:
        told = ops.softmax(self.teacher(x, training=False) / SOFTENED)
        learnt = ops.log_softmax(ops.cast(y_pred, "float32") / SOFTENED)
        # Times the square, so that the gradients are as large as those of the labels.
        apart = -(SOFTENED**2) * ops.mean(ops.sum(told * learnt, axis=-1))
        return TOLD * apart + (1 - TOLD) * super().compute_loss(x, y, y_pred, *rest, **more)
