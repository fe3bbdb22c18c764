"""Quantiles are those of NumPy that lie among the values."""

import numpy as np
import pytest

from recognizer.quantile import quantile


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.998, 1.0])
def test_quantiles_are_those_of_numpy(share: float) -> None:
    """Of any number of values, in any shape, floating or not."""
    rng = np.random.default_rng(1)
    for values in (rng.random(7), rng.random(1), rng.integers(0, 9, (20, 30)).astype(np.uint8)):
        expected = np.quantile(values, share, method="inverted_cdf")
        assert quantile(values, share) == expected
