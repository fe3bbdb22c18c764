"""What runs the network: TensorFlow, or LiteRT where memory and the time to start are scarce.

An engine is made from a model file whose checksum is right, and is a function from glyphs
[N, 28, 28, 1] float32 to chances [N, 11] float32 that several threads may call at once.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognizer.model_file import ModelError, verified

MODELS = {
    "tensorflow": Path(__file__).parents[1] / "models" / "digits.keras",
    "litert": Path(__file__).parents[1] / "models" / "digits.tflite",
}
"""By engine, the network that ships: the same one in two formats."""
BLOCK = 8
"""Glyphs that LiteRT takes at a time: another size of a batch would have to be set up first."""

Run = Callable[[NDArray[np.float32]], NDArray[np.float32]]


def open_engine(model: Path) -> Run:
    """The engine for the format of `model`: `.keras` or `.tflite`, and no other.

    Raises `ModelError`.
    """
    engine = {".keras": tensorflow, ".tflite": litert}.get(model.suffix)
    if not engine:
        raise ModelError(f"The network can't be loaded: {model.name} is no .keras or .tflite file.")
    data = verified(model)
    try:
        return engine(model, data)
    except ImportError as error:
        missing = "tensorflow" if engine is tensorflow else "lite"
        raise ModelError(
            f"The network can't be loaded: {error}. Install the extra that runs {model.suffix} "
            f"files, `pip install .[{missing}]`, or choose the other engine."
        ) from error
    except Exception as error:
        reason = " ".join(str(error).split())[:300]
        raise ModelError(f"The network can't be loaded: {model} is refused: {reason}") from error


def tensorflow(model: Path, _: bytes) -> Run:
    """Keras's file as a compiled function, which keeps no state between calls.

    Lambda layers, whose code would come with the file, are refused by Keras's safe mode.
    """
    import keras  # noqa: PLC0415  (TensorFlow takes seconds: only who reads photos waits)
    import tensorflow as tf  # noqa: PLC0415

    network = keras.models.load_model(model, compile=False, safe_mode=True)
    signature = tf.TensorSpec((None, 28, 28, 1), tf.float32)
    compiled = tf.function(lambda x: tf.nn.softmax(network(x, training=False)))
    concrete = compiled.get_concrete_function(signature)  # a call needn't look for it any more

    def run(glyphs: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(concrete(tf.constant(glyphs)))

    return run


def litert(_: Path, data: bytes) -> Run:
    """LiteRT's format, one interpreter a thread, since each keeps the glyphs it works on."""
    from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415

    own = threading.local()

    def interpreter() -> Any:
        if not hasattr(own, "interpreter"):
            made = Interpreter(model_content=data, num_threads=1)
            made.resize_tensor_input(made.get_input_details()[0]["index"], (BLOCK, 28, 28, 1))
            made.allocate_tensors()
            own.interpreter = made
            own.ends = (made.get_input_details()[0]["index"], made.get_output_details()[0]["index"])
        return own.interpreter

    interpreter()  # what is wrong with the file shows now

    def run(glyphs: NDArray[np.float32]) -> NDArray[np.float32]:
        worker = interpreter()
        glyphs_in, chances_out = own.ends
        found = []
        for start in range(0, len(glyphs), BLOCK):
            part = np.zeros((BLOCK, 28, 28, 1), np.float32)
            part[: len(glyphs) - start] = glyphs[start : start + BLOCK]
            worker.set_tensor(glyphs_in, part)
            worker.invoke()
            found.append(worker.get_tensor(chances_out))
        return np.concatenate(found)[: len(glyphs)]

    return run
