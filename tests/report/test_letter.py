"""A letter is one page that needs nothing from elsewhere, whatever a park calls things."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from sidestream.report.letter import Bar, Letter, Scale, page

NASTY = "<b>=1+1</b> & \"Søn\" 'x' <script>alert(1)</script>"
LETTER = Letter(
    NASTY,
    NASTY,
    "Why is this pipe not built?",
    NASTY,
    NASTY,
    [(NASTY, NASTY), ("Capital cost", "20,000 EUR")],
    [Bar(NASTY, 100.0, "100 EUR", weighty=True), Bar("Costs", 110.0, "110 EUR"), Bar("Missing", -10.0, "10 EUR")],
    NASTY,
    [
        Scale(NASTY, 0.0, 500.0, 0.0, [(0.0, 20.0, "not built"), (20.0, 500.0, "built")], "20 EUR/t"),
        Scale("capital cost", 1.0, 100.0, 10.0, [(1.0, 10.0, "built"), (10.0, 100.0, "not decided")], "10 EUR"),
    ],
    ("built", "not built"),
    [NASTY],
    [NASTY],
    NASTY,
)


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.texts = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_names_are_text_and_nothing_else():
    tags = Tags(page([LETTER], NASTY))

    assert not tags.open
    assert set(tags.seen).isdisjoint({"b", "script", "img", "link", "iframe"})
    assert tags.texts.count(NASTY) >= 9


def test_nothing_comes_from_elsewhere():
    text = page([LETTER], "letters")

    assert not re.search(r"https?:|//|url\(|@import|src=", text)


def test_each_letter_is_a_sheet_of_paper():
    tags = Tags(page([LETTER, LETTER, LETTER], "letters"))

    assert tags.seen.count("main") == tags.seen.count("h1") == 3
    assert "size: A4" in page([LETTER], "letters")


def test_what_is_not_known_is_not_there():
    text = page([replace(LETTER, bars=(), turns=(), rests=())], "letter")

    assert "<svg" not in text
    assert "What would change" not in text
    assert "What this rests on" not in text


def test_scales_show_where_the_answer_is_which_and_what_is_now():
    # From 1 to 100 by equal factors: 10 is half way between 176 and 176 + 314.
    text = page([LETTER], "letter")

    assert "M333.0 23v18" in text
    assert re.search(r'<rect x="176.0" y="26" width="157.0" height="12" fill="#1f5c99"/>', text)
