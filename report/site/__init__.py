"""The published site: the report with everything behind it, as a folder for any static host.

``files(made, found)`` is pure: from what a build made it gives the whole site, by file
name. ``folder`` reads the former and puts the latter in place. Everything in the site is found by
relative links, so that it works on any host and in any folder; only with an ``address`` do the
pages tell search engines and previews where they are.
"""

import gzip
import hashlib
from collections.abc import Mapping

import brotli

from report.results.text import LANGUAGES
from report.site import address as addresses
from report.site import card, index
from report.site.found import Found

SUMS = "SHA256SUMS"
Files = Mapping[str, bytes]
"""Contents by file name, which is relative to the site's folder."""


def files(made: Files, found: Found, address: str = "") -> dict[str, bytes]:
    """Make the whole site.

    ``made`` are the report, its results, figures and data, by file name. ``address`` is where the
    site will be found, ending with a slash, or empty if that is not known.
    """
    site = dict(made)
    for language in LANGUAGES:
        site[card.name(language)] = card.picture(found, language)
    if address:
        for language in LANGUAGES:
            name = f"report.{language}.html"
            page = addresses.told(site[name].decode(), address + name, address, language)
            site[name] = page.encode()
        site |= addresses.maps(address)
    site[".nojekyll"] = b""  # GitHub Pages is to publish the files as they are
    site["index.html"] = index.page(site, found, address).encode()
    site |= compressed(site)
    site[SUMS] = sums(site)
    return site


def compressed(site: Files) -> dict[str, bytes]:
    """Compress the pages as far as it goes, under the names that servers look for beside a file.

    Sent as it is, Brotli's form takes a sixth less than what a host compresses in passing.
    """
    pages = {name: content for name, content in site.items() if name.endswith(".html")}
    packed = {f"{name}.br": brotli.compress(content, quality=11) for name, content in pages.items()}
    return packed | {
        f"{name}.gz": gzip.compress(content, 9, mtime=0) for name, content in pages.items()
    }


def sums(site: Files) -> bytes:
    """List the SHA-256 of all files that readers get, as ``sha256sum --check`` wants it."""
    names = sorted(name for name in site if not name.startswith("."))
    lines = (f"{hashlib.sha256(site[name]).hexdigest()}  {name}\n" for name in names)
    return "".join(lines).encode()
