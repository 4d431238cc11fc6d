"""Reads Word documents: their headings, lists and tables as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from knowledge.loaders.html import to_markdown
from knowledge.loaders.source import BROKEN, Content, LoadError, Record, size_words

_OLE_MARK = b"\xd0\xcf\x11\xe0"  # the container of encrypted documents and of Word before 2007
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"


def read(content: Content) -> Iterator[Record | LoadError]:
    """A Word document as one record; pictures are left out."""
    data, limits = content.data, content.limits
    if data.startswith(_OLE_MARK):
        raise LoadError("encrypted, or of Word before 2007; save it as .docx without a password")
    import mammoth

    try:
        with ZipFile(BytesIO(data)) as parts:  # zipfile never unpacks more than the size a part declares
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > max(limits.max_file_bytes, len(data)):
            raise LoadError(f"unpacks to more than {size_words(limits.max_file_bytes)}")
        html = mammoth.convert_to_html(BytesIO(data), style_map=_STYLES, convert_image=lambda _: []).value
    except (BadZipFile, *BROKEN) as error:
        raise LoadError(f"a broken Word document: {error}") from error
    yield Record({"body": to_markdown(html)})
