"""From the bytes of a manifest to its text, whatever the tool that wrote it says about the encoding.

What the bytes show counts more than what the XML declaration claims: a byte order mark, zero bytes of UTF-16, and
text that is valid UTF-8 are hard evidence; the declared name is believed only where there is none.
"""

from __future__ import annotations

import codecs
import re

from connect_desktop.scorm.cam.reading import FindingLog

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([A-Za-z0-9._-]{1,40})""")
# Codecs an author's tool may name. Others that Python knows ("zip", "idna") are not encodings of text.
_TEXT_ENCODING = re.compile(
    r"utf-?(8|16|32)\S*|us-ascii|ascii|(iso|latin|windows|cp|gb|big5|shift|sjis|euc|koi8|mac|x-sjis|hz|ks_c)\S*", re.I
)
# Browsers read the left ones as the right ones, which are supersets; so do the people who declare them.
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 65_536


def decode(data: bytes, log: FindingLog) -> str:
    """The text of a manifest without byte order mark; undecodable bytes become U+FFFD. Never raises."""
    declared = _declared(data, log)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _marked(data.removeprefix(mark), encoding, declared, log)
    if encoding_of_zeros := _encoding_of_zeros(data):
        _compare(declared, encoding_of_zeros, log)
        return data.decode(encoding_of_zeros, errors="replace")
    return _unmarked(data, declared, log)


def _declared(data: bytes, log: FindingLog) -> str | None:
    match = _DECLARED.search(data[:1024].replace(b"\0", b""))
    if match is None:
        return None
    name = match[1].decode("ascii")
    try:
        if not _TEXT_ENCODING.fullmatch(name):
            raise LookupError
        encoding = codecs.lookup(name).name
    except LookupError:
        log.warning(
            "unknown-encoding",
            "The first line names an encoding nobody knows, “{declared}”; save the manifest as UTF-8.",
            line=1,
            clause="CAM 3.4",
            declared=name,
        )
        return None
    return _SUPERSETS.get(encoding, encoding)


def _encoding_of_zeros(data: bytes) -> str | None:
    """UTF-16 shows in the zero byte beside every `<` and space of the first line."""
    head = data[:64]
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[0::2].count(0) > len(head) // 4:
        return "utf-16-be"
    return None


def _marked(data: bytes, encoding: str, declared: str | None, log: FindingLog) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8":
            return _unmarked(data, None if declared == encoding else declared, log)
        text = data.decode(encoding, errors="replace")
    _compare(declared, encoding, log)
    return text


def _unmarked(data: bytes, declared: str | None, log: FindingLog) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _eight_bit(data, declared, log)
    if text.isascii() or declared in (None, "utf-8"):
        return text
    # Two-byte sequences of UTF-8 are also characters of the Asian encodings; three-byte ones hardly ever are.
    if declared != "cp1252" and max(text) < "\u0800":
        try:
            return data.decode(declared or "")
        except UnicodeDecodeError:
            pass
    _compare(declared, "utf-8", log)
    return text


def _eight_bit(data: bytes, declared: str | None, log: FindingLog) -> str:
    if declared is not None and declared != "utf-8" and not declared.startswith(("utf-16", "utf-32")):
        try:
            return data.decode(declared)
        except UnicodeDecodeError:
            if declared == "cp1252":
                return data.decode(declared, errors="replace")
    encoding = _guessed(data)
    _compare(declared or "utf-8", encoding, log)
    return data.decode(encoding, errors="replace")


def _guessed(data: bytes) -> str:
    """The likeliest encoding of bytes that are neither UTF nor what was declared."""
    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE]
    runs = _NOT_ASCII.findall(telling)
    # Accented letters stand alone among plain ones; other alphabets come in runs. Statistics fail on short titles.
    if sum(map(len, runs)) < 1.5 * len(runs):
        return "cp1252"
    # Slow to import and needed for few packages.
    from charset_normalizer import from_bytes

    best = from_bytes(telling).best()
    if best is None or best.encoding.startswith(("utf", "ascii")):
        return "cp1252"
    return _SUPERSETS.get(codecs.lookup(best.encoding).name, best.encoding)


def _compare(declared: str | None, actual: str, log: FindingLog) -> None:
    if declared is None or declared == actual or actual.startswith(f"{declared}-"):
        return
    log.warning(
        "wrong-encoding",
        "The manifest should be in {declared} but is written in {actual}; it was read as {actual}. "
        "Save it as UTF-8, so that accents and signs are the same everywhere.",
        line=1,
        clause="CAM 3.4",
        declared=declared,
        actual=actual,
    )
