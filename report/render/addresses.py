"""Addresses that hold what they lead to: faces on the page, images on their way to paper."""

import re
from base64 import b64decode, b64encode

FIGURE, FORMULA, WOFF2 = "image/svg+xml", "application/json", "font/woff2"


def address(kind: str, content: bytes) -> str:
    """Put content into an address; ``kind`` is its media type."""
    return f"data:{kind};base64,{b64encode(content).decode()}"


def addressed(kind: str, html: str) -> dict[str, bytes]:
    """Find what the images of a kind in a document show, by their addresses."""
    pattern = rf'(?<=src=")data:{re.escape(kind)};base64,([\w+/=]+)(?=")'
    return {match[0]: b64decode(match[1]) for match in re.finditer(pattern, html)}
