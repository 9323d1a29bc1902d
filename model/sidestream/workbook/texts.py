"""The texts that the cells of a workbook share, each kept once in a part of its own."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

from openpyxl.reader.strings import read_string_table

PLAIN = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<&\x00-\x08\x0b-\x1f]*)</t></si>')
OTHERWISE = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-8[\"'])", re.IGNORECASE)
"""Names another encoding than UTF-8."""


def shared_texts(xml: bytes) -> list[str]:
    """Return them in order, without their formatting. Raises ParseError or ValueError where the part is damaged."""
    if not OTHERWISE.match(xml):
        parts = PLAIN.split(xml)
        around = b"".join(parts[::2])
        if b"<si" not in around and not len(ElementTree.fromstring(around)):
            return [text.decode().replace("x005F_", "") for text in parts[1::2]]
    texts: list[str] = read_string_table(io.BytesIO(xml))
    return texts
