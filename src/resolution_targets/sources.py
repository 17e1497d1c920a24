"""Sources: the documents and pages that the data were read from."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Source:
    """A document or page that the data were read from.

    Attributes:
        id: The identifier that targets and observations name.
        title_vi: The Vietnamese title.
        title_en: The English title.
        path: The file with its text, inside the data version's folder; "" if none ships.
        url: Its address; "" if none is known.
        comment: What else a reader must know.
        text: The text that ships with the data; "" if none does.
    """

    id: str
    title_vi: str
    title_en: str
    path: str = ""
    url: str = ""
    comment: str = ""
    text: str = attrs.field(default="", repr=False)
