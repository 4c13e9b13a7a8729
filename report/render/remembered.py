"""What takes longest about a document, kept from build to build: reduced fonts, drawn formulas."""

from functools import partial
from hashlib import sha256

import msgspec

from report.cache import Cache
from report.render import fonts, formulas
from report.results.text import Language


def faces(cache: Cache, html: str, language: Language) -> str:
    """Do what `fonts.screen_css` does, with every reduced face from the cache if it is there."""
    return fonts.screen_css(html, language, partial(_subset, cache, language))


def drawn(cache: Cache, latex: str, display: bool) -> tuple[str, str]:
    """Do what `formulas.drawn` does, with the drawing from the cache if it is there."""
    key = f"{display} {latex}"
    slot = f"formula-{sha256(key.encode()).hexdigest()[:16]}.json"
    kept = cache.get(slot, key, lambda: msgspec.json.encode(formulas.drawn(latex, display)))
    return msgspec.json.decode(kept, type=tuple[str, str])


def _subset(
    cache: Cache, language: Language, face: fonts.Face, characters: frozenset[str]
) -> bytes:
    key = "".join(sorted(characters))
    slot = f"{language}-{face.file}.woff2"
    return cache.get(slot, key, lambda: fonts.subset_of(face, characters))
