"""Connected components are the same, whichever way is quickest."""

import cv2
import numpy as np

from recognizer.components import components, labels_of


def test_components_are_those_of_opencv() -> None:
    """Few pixels or many, all over or apart: as many components, as large, in the same places."""
    rng = np.random.default_rng(1)
    everywhere, apart = np.s_[:, :], np.s_[40:200, 90:350]
    for share, place in ((0.02, everywhere), (0.3, everywhere), (0.9, apart), (0, apart)):
        mask = np.zeros((300, 400), np.uint8)
        mask[place] = rng.random(mask[place].shape) < share
        count, labels, stats = components(mask)
        expected, _, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        assert count == expected
        assert sorted(map(tuple, stats[1:].tolist())) == sorted(map(tuple, boxes[1:].tolist()))
        assert np.array_equal(labels > 0, mask > 0)
        assert (labels_of(mask)[0], labels_of(mask)[1].tolist()) == (count, labels.tolist())


def test_more_components_than_labels_of_16_bits_stay_apart() -> None:
    """A picture of single pixels has a label for each."""
    mask = np.zeros((600, 600), np.uint8)
    mask[::2, ::2] = 1
    count, labels, _ = components(mask)
    assert count == 300 * 300 + 1
    assert len(np.unique(labels)) == count
