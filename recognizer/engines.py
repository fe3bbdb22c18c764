"""What runs the networks.

LiteRT runs the one for ink; TensorFlow the one for digits, or LiteRT, too, where memory is scarce.

An engine is made from a model file whose checksum is right, and is a function from N pictures
[N, height, width, channels] float32 to chances [N, ..., classes] float32 that several threads may
call at once.
"""

import threading
from collections.abc import Callable, Iterable
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
INK_MODEL = Path(__file__).parents[1] / "models" / "ink.tflite"
"""The network that tells ink from paper, in whole numbers of 8 bits: nothing else is so quick."""
MOST = 64
"""Pictures that an engine takes at a time: it keeps buffers for so many."""
COUNTS = (*range(1, 8), *range(8, 16, 2), *range(16, 32, 4), *range(32, MOST + 1, 8))
"""Pictures that TensorFlow is given at a time, the last ones blank: its kernels are made anew for
each number, which takes longer than it takes to use them."""

Run = Callable[[NDArray[np.float32]], NDArray[np.float32]]


def open_engine(model: Path, shapes: Iterable[tuple[int, ...]] = ()) -> Run:
    """The engine for the format of `model`: `.keras` or `.tflite`, and no other.

    `shapes` are those that pictures often have: TensorFlow makes its kernels for them now.

    Raises `ModelError`.
    """
    engine = {".keras": tensorflow, ".tflite": litert}.get(model.suffix)
    if not engine:
        raise ModelError(f"The network can't be loaded: {model.name} is no .keras or .tflite file.")
    data = verified(model)
    try:
        run = engine(model, data)
        for shape in shapes if engine is tensorflow else ():
            run(np.zeros(shape, np.float32))
        return _in_parts(run)
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
    weights = [(variable, variable.numpy()) for variable in network.variables]

    def chances(pictures: Any) -> Any:
        # As constants, weights are laid out for the processor once and not at every call.
        with keras.StatelessScope([(name, tf.constant(value)) for name, value in weights]):
            return network(pictures, training=False)

    signature = tf.TensorSpec(network.input_shape, tf.float32)
    concrete = tf.function(chances).get_concrete_function(signature)
    # So small a network is run quicker by who calls than by a scheduler: a twentieth of a photo.
    options = tf.compat.v1.ConfigProto()
    options.experimental.executor_type = "SINGLE_THREADED_EXECUTOR"
    session = tf.compat.v1.Session(graph=concrete.graph, config=options)
    call = session.make_callable(concrete.outputs[0].name, [concrete.inputs[0].name])

    def run(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        count = len(pictures)
        blank = next(taken for taken in COUNTS if taken >= count) - count
        if blank:
            pictures = np.concatenate([
                pictures, np.zeros((blank, *pictures.shape[1:]), np.float32)
            ])  # fmt: skip
        return np.asarray(call(pictures))[:count]

    return run


def litert(_: Path, data: bytes) -> Run:
    """LiteRT's format, one interpreter a thread, since each keeps the pictures it works on."""
    from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415

    own = threading.local()

    def interpreter() -> Any:
        if not hasattr(own, "interpreter"):
            own.interpreter = Interpreter(model_content=data, num_threads=1)
            own.interpreter.allocate_tensors()
        return own.interpreter

    interpreter()  # what is wrong with the file shows now

    def run(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        worker = interpreter()
        [pictures_in], [chances_out] = worker.get_input_details(), worker.get_output_details()
        if pictures.shape != tuple(pictures_in["shape"]):
            worker.resize_tensor_input(pictures_in["index"], pictures.shape)
            worker.allocate_tensors()
            [pictures_in] = worker.get_input_details()
        worker.set_tensor(pictures_in["index"], pictures)
        worker.invoke()
        return np.asarray(worker.get_tensor(chances_out["index"]))

    return run


def _in_parts(run: Run) -> Run:
    """The same for more than MOST pictures."""

    def run_all(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        starts = range(0, len(pictures), MOST)
        return np.concatenate([run(pictures[start : start + MOST]) for start in starts])

    return run_all
