import numpy as np
import pytest

from sidestream.algebra.codes import distinct


@pytest.mark.parametrize("keys", [[], [3], [5, 2, 5, 0], [10**12, 7, 10**12]])
def test_distinct_keys_in_order_and_their_places(keys):
    found, places = distinct(np.array(keys, np.int64))

    assert found.tolist() == sorted(set(keys))
    assert found[places].tolist() == keys
