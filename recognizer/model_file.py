"""The file of a network: nothing in it is looked at before its checksum is right."""

import hashlib
from pathlib import Path


class ModelError(ValueError):
    """A network that can't be used; the message names the file and says what to do."""


def checksums(model: Path) -> Path:
    """Where the checksums of `model` and its other formats stand, as `sha256sum` writes them."""
    return model.with_suffix(".sha256")


def verified(model: Path) -> bytes:
    """The content of `model`.

    Raises `ModelError` if it is missing, or not the file that was released.
    """
    try:
        data = model.read_bytes()
        lines = checksums(model).read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        name = Path(getattr(error, "filename", None) or checksums(model)).name
        raise ModelError(
            f"The network can't be loaded: {name} is missing or unreadable in {model.parent}. "
            "Get it from the release again."
        ) from error
    pairs = [line.split() for line in lines if len(line.split()) == 2]
    expected = {name.lstrip("*"): digest for digest, name in pairs}
    if hashlib.sha256(data).hexdigest() != expected.get(model.name):
        raise ModelError(
            f"The network can't be loaded: {model} does not match {checksums(model).name}. "
            "Get it from the release again."
        )
    return data


def record(*models: Path) -> None:
    """Write the checksums of `models`, formats of one network, beside them."""
    lines = [f"{hashlib.sha256(m.read_bytes()).hexdigest()}  {m.name}\n" for m in models]
    checksums(models[0]).write_text("".join(lines), encoding="ascii")
