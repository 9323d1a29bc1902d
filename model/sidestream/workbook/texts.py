"""The texts that the cells of a workbook share, each kept once in a part of its own."""

from __future__ import annotations

import io
import re

from openpyxl.reader.strings import read_string_table

PLAIN = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<&\r]*)</t></si>')
ALMOST = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>|(<si\b[^<>]*/>|<si\b.*?</si>)', re.DOTALL)
ENTITIES = {b"&lt;": b"<", b"&gt;": b">", b"&quot;": b'"', b"&apos;": b"'", b"&amp;": b"&"}


def shared_texts(xml: bytes) -> list[str]:
    """Return them in order, without their formatting. Raises ParseError or ValueError where the part is damaged."""
    plain = PLAIN.findall(xml)
    if len(plain) == xml.count(b"<si"):
        return [text.decode().replace("x005F_", "") for text in plain]
    texts: list[str] = read_string_table(io.BytesIO(xml))
    return texts
