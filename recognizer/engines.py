"""What runs the networks: LiteRT, which TensorFlow compiles Keras's files for.

An engine is made from a model file whose checksum is right, and is a function from N pictures
[N, height, width, channels] float32 to chances [N, ..., classes] float32 that several threads may
call at once.
"""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognizer.model_file import ModelError, verified

MODELS = {
    "tensorflow": Path(__file__).parents[1] / "models" / "digits.keras",
    "litert": Path(__file__).parents[1] / "models" / "digits.tflite",
}
"""By engine, the network that ships: compiled when it is loaded, or long before."""
INK_MODEL = Path(__file__).parents[1] / "models" / "ink.tflite"
"""The network that tells ink from paper, in whole numbers of 8 bits: nothing else is so quick."""
MOST = 64
"""Pictures that an engine takes at a time: it keeps buffers for so many."""

Run = Callable[[NDArray[np.float32]], NDArray[np.float32]]


def open_engine(model: Path) -> Run:
    """The engine for the format of `model`: `.keras` or `.tflite`, and no other.

    Raises `ModelError`.
    """
    if model.suffix not in {".keras", ".tflite"}:
        raise ModelError(f"The network can't be loaded: {model.name} is no .keras or .tflite file.")
    data, is_ready = verified(model), model.suffix == ".tflite"
    try:
        return _in_parts(litert(data if is_ready else compiled(model)))
    except ImportError as error:
        missing = "lite" if is_ready else "tensorflow"
        raise ModelError(
            f"The network can't be loaded: {error}. Install the extra that runs {model.suffix} "
            f"files, `pip install .[{missing}]`, or choose the other engine."
        ) from error
    except Exception as error:
        reason = " ".join(str(error).split())[:300]
        raise ModelError(f"The network can't be loaded: {model} is refused: {reason}") from error


def compiled(model: Path) -> bytes:
    """Keras's file in LiteRT's format, its weights in whole numbers of 8 bits: a second's work.

    A third of the time, and what is read is the same: each picture's own numbers are put into 8
    bits by their range (https://ai.google.dev/edge/litert/conversion/tensorflow/quantization).
    Lambda layers, whose code would come with the file, are refused by Keras's safe mode.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # else it tells of each of its steps
    import keras  # noqa: PLC0415  (TensorFlow takes seconds: only who reads photos waits)
    import tensorflow as tf  # noqa: PLC0415

    network = keras.models.load_model(model, compile=False, safe_mode=True)
    with TemporaryDirectory() as folder:
        lite = Path(folder, "network.tflite")
        network.export(
            lite, format="litert", verbose=False, optimizations=[tf.lite.Optimize.DEFAULT]
        )
        return lite.read_bytes()


def litert(data: bytes) -> Run:
    """A file in LiteRT's format: one interpreter a thread, since each keeps what it works on."""
    from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415

    own = threading.local()

    def interpreter() -> Any:
        if not hasattr(own, "interpreter"):
            own.interpreter = Interpreter(model_content=data, num_threads=1)
            own.interpreter.allocate_tensors()
            own.shape = None
        return own.interpreter

    worker = interpreter()  # what is wrong with the file shows now
    [pictures_in], [chances_out] = (
        [place["index"] for place in places]
        for places in (worker.get_input_details(), worker.get_output_details())
    )

    def run(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        worker = interpreter()
        if pictures.shape != own.shape:
            worker.resize_tensor_input(pictures_in, pictures.shape)
            worker.allocate_tensors()
            own.shape = pictures.shape
        worker.set_tensor(pictures_in, pictures)
        worker.invoke()
        return np.asarray(worker.get_tensor(chances_out))

    return run


def _in_parts(run: Run) -> Run:
    """The same for more than MOST pictures."""

    def run_all(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        if len(pictures) <= MOST:
            return run(pictures)
        starts = range(0, len(pictures), MOST)
        return np.concatenate([run(pictures[start : start + MOST]) for start in starts])

    return run_all
