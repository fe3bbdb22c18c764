"""A network that learns from the answers of others: Hinton, Vinyals and Dean, 2015."""

from typing import Any

import keras
from keras import ops

SOFTENED = 2.0
"""Both networks' logits are divided by this, so that small chances count: a 4 is nearly a 9."""
TOLD = 0.9
"""Share of the loss that comes from the teachers; the rest comes from the labels."""


TINY = 1e-7
"""Added to a chance before its logarithm is taken."""


class Pupil(keras.Model):  # type: ignore[misc]  # Keras has no types
    """Trains `network` [N, 28, 28, 1] -> [N, 11] logits on the mean of what `teachers` answer."""

    def __init__(self, network: keras.Model, teachers: list[keras.Model]) -> None:
        super().__init__()
        self.network = network
        self.teachers = teachers
        for teacher in teachers:
            teacher.trainable = False

    def call(self, x: Any, training: bool | None = None) -> Any:
        return self.network(x, training=training)

    def compute_loss(
        self, x: Any = None, y: Any = None, y_pred: Any = None, *rest: Any, **more: Any
    ) -> Any:
        """Batches are `x`, labels `y` [N, 11] of ones and zeros, and logits `y_pred`."""
        chances = [ops.softmax(teacher(x, training=False)) for teacher in self.teachers]
        told = ops.softmax(ops.log(sum(chances) / len(chances) + TINY) / SOFTENED)
        learnt = ops.log_softmax(ops.cast(y_pred, "float32") / SOFTENED)
        # Times the square, so that the gradients are as large as those of the labels.
        apart = -(SOFTENED**2) * ops.mean(ops.sum(told * learnt, axis=-1))
        return TOLD * apart + (1 - TOLD) * super().compute_loss(x, y, y_pred, *rest, **more)
