import numpy as np
import pytest

from sidestream.algebra.books import NONE, Book


def test_entries_broadcast_and_zeros_are_not_written():
    book = Book(("payer", "account"))
    book.enter(payer=[0, 1], account=3, moment=NONE, column=[7, NONE], value=[2.0, 0.0])

    entries = book.read()
    assert entries["payer"].tolist() == [0]
    assert entries["account"].tolist() == [3]
    assert entries["column"].tolist() == [7]


def test_amounts_weigh_moments_and_count_constants_once():
    # payer 0: 2 * x0 in moment 1, weighted 10, is 2 * 3 * 10 = 60; and a constant of 5 once a year.
    book = Book(("payer",))
    book.enter(payer=0, moment=1, column=0, value=2.0)
    book.enter(payer=0, moment=NONE, column=NONE, value=5.0)

    amounts = book.amounts(np.array([3.0]), np.array([1.0, 10.0]))
    assert amounts["amount"].tolist() == pytest.approx([65.0])


def test_a_book_refuses_other_keys():
    with pytest.raises(TypeError, match="kept by"):
        Book(("payer",)).enter(causer=1, moment=0, column=0, value=1.0)
