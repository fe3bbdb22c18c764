"""Connected components are the same, whichever way is quickest."""

import cv2
import numpy as np

from recognizer.components import components, labels_of


def test_components_are_those_of_opencv() -> None:
    """Few pixels or many: as many components, of the same places and sizes."""
    rng = np.random.default_rng(1)
    for share in (0.02, 0.3, 0.9):
        mask = (rng.random((300, 400)) < share).astype(np.uint8)
        count, labels, stats = components(mask)
        expected, _, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        assert count == expected
        assert sorted(map(tuple, stats.tolist())) == sorted(map(tuple, boxes.tolist()))
        assert np.array_equal(labels > 0, mask > 0)
        assert (labels_of(mask)[0], labels_of(mask)[1].tolist()) == (count, labels.tolist())


def test_more_components_than_labels_of_16_bits_stay_apart() -> None:
    """A picture of single pixels has a label for each."""
    mask = np.zeros((600, 600), np.uint8)
    mask[::2, ::2] = 1
    count, labels, _ = components(mask)
    assert count == 300 * 300 + 1
    assert len(np.unique(labels)) == count
