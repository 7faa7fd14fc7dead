import numpy as np
import pytest

from afterimage_training.boxes import inside


def test_cells_in_a_box():
    cells = inside(np.array([0.25, 0.0, 1.0, 0.5]), 2, 4).reshape(2, 4)
    np.testing.assert_allclose(cells, [[0, 1, 1, 1], [0, 0, 0, 0]])


def test_cells_in_part_in_a_box():
    cells = inside(np.array([0.3, 0.1, 0.45, 0.9]), 2, 2).reshape(2, 2)
    np.testing.assert_allclose(cells, [[0.3 * 0.8, 0], [0.3 * 0.8, 0]])


@pytest.mark.parametrize("box", [(0, 0, 1, 1), (0.2, 0.4, 0.9, 0.7), (0.51, 0.52, 0.53, 0.54)])
def test_the_mean_is_the_boxs_share_of_the_picture(box):
    left, top, right, bottom = box
    assert inside(np.array(box), 6, 8).mean() == pytest.approx((right - left) * (bottom - top))
