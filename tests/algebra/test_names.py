from sidestream.algebra.names import Names


def test_names_join_the_labels_of_each_level():
    names = Names(([("a", "x"), ("b", "y")], [0, 1, 1]), (["Jan", "Feb"], [0, 0, 1]))

    assert list(names) == [("a", "x", "Jan"), ("b", "y", "Jan"), ("b", "y", "Feb")]
    assert names[2] == ("b", "y", "Feb")
    assert names[:2] == [("a", "x", "Jan"), ("b", "y", "Jan")]
    assert len(names) == 3


def test_names_at_some_places():
    names = Names((["a", "b", "c"], [2, 1, 0]))

    assert list(names.at([2, 0])) == [("a",), ("c",)]
