"""The QR code of a link, to print."""

from __future__ import annotations

from io import BytesIO

import segno


def qr_code(link: str) -> BytesIO:
    """A PNG that a phone reads off paper, folded and copied; the same link, the same bytes."""
    out = BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="png", scale=8, border=2)
    out.seek(0)
    return out
