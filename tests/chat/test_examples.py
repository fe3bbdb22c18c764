"""The examples in the docstrings of `chat/` do what they say."""

import doctest
import importlib
import pkgutil

import pytest

import chat

MODULES = [f"chat.{module.name}" for module in pkgutil.iter_modules(chat.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    """Each example gives what stands under it."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0
