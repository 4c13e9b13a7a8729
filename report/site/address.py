"""What a site says once it knows where it will be found: in its pages, and to search engines."""

import re

from markupsafe import Markup

from report import entries
from report.results.text import LANGUAGES, Language
from report.site import card
from report.workspace import InputError

_AFTER = "</title>"
_MAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}</urlset>
"""
_HERE = re.compile(r"http://(?:localhost|127\.0\.0\.1)(?::[0-9]{1,5})?(?:/[\w./-]*)?", re.ASCII)
"""A server on the machine itself, on which the site is tried out."""
_ENDS = ("html", "pdf")
_CLOSED = "default-src 'none';"
"""How the policy of a page begins. Lighthouse reads the host's robots.txt from within the page, so
that this one file has to be let through; the pages themselves ask for nothing."""


def checked(text: str) -> str:
    """Give the address of the site's folder with a slash at its end; nothing for nothing.

    Raises InputError when the text is not an address on the web.
    """
    if not text:
        return ""
    plain = _HERE.fullmatch(text) or (entries.is_address(text) and not set("?#") & set(text))
    if not plain:
        raise InputError(
            f"SITE_URL={text}: give the address of the site's folder, such as"
            " https://example.org/report/, without ? and #, or leave it out"
        )
    return text if text.endswith("/") else f"{text}/"


def told(html: str, page: str, address: str, language: Language) -> str:
    """Tell a page where it is found, and where the report is in either language."""
    html = html.replace(_AFTER, f"{_AFTER}\n{tags(page, address, language)}", 1)
    return html.replace(_CLOSED, f"{_CLOSED} connect-src {_host(address)}robots.txt;", 1)


def tags(page: str, address: str, language: Language) -> Markup:
    """Make the metadata that needs full addresses: that of the page, of its kin, of its picture."""
    kin = [("x-default", "")] + [(each, f"report.{each}.html") for each in LANGUAGES]
    width, height = card.SIZE
    lines = [
        Markup('<link rel="canonical" href="{}">').format(page),
        *(
            Markup('<link rel="alternate" hreflang="{}" href="{}{}">').format(each, address, name)
            for each, name in kin
        ),
        *(
            Markup('<meta property="og:{}" content="{}">').format(name, content)
            for name, content in (
                ("url", page),
                ("image", address + card.name(language)),
                ("image:type", "image/png"),
                ("image:width", width),
                ("image:height", height),
                ("image:alt", card.ALT.in_(language)),
            )
        ),
    ]
    return Markup("\n").join(lines)


def maps(address: str) -> dict[str, bytes]:
    """Make the files for search engines: a map of the pages, and at a host's root its address."""
    pages = ["", *(f"report.{each}.{end}" for each in LANGUAGES for end in _ENDS)]
    found = "".join(Markup("<url><loc>{}{}</loc></url>\n").format(address, p) for p in pages)
    site = {"sitemap.xml": _MAP.format(found).encode()}
    if address == _host(address):
        site["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {address}sitemap.xml\n".encode()
    return site


def _host(address: str) -> str:
    """Give the root of the host that an address is on."""
    return "/".join(address.split("/")[:3]) + "/"
