"""Images that hold in their address what they show: figures and formulas on their way to paper."""

import re
from base64 import b64decode, b64encode

FIGURE, FORMULA = "image/svg+xml", "application/json"


def address(kind: str, content: bytes) -> str:
    """Put what an image shows into its address; ``kind`` is its media type."""
    return f"data:{kind};base64,{b64encode(content).decode()}"


def addressed(kind: str, html: str) -> dict[str, bytes]:
    """Find what the images of a kind in a document show, by their addresses."""
    pattern = rf'(?<=src=")data:{re.escape(kind)};base64,([\w+/=]+)(?=")'
    return {match[0]: b64decode(match[1]) for match in re.finditer(pattern, html)}
