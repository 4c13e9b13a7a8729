"""Which characters each face has to show on a page, so that no more of it is embedded.

Found from the finished page: its text, and the style sheet that says what is bold or italic. Where
the style sheet leaves it open (a state, a class that a script may give) the answer is "all of it":
a character too many costs a hundred bytes, one too few would show in a foreign face.
"""

import re
import string
from collections.abc import Iterable, Iterator
from unicodedata import normalize

import lxml.html
import msgspec
from lxml import etree
from lxml.html import HtmlElement

ALWAYS = frozenset(string.digits + string.ascii_letters + string.punctuation + " ")
"""What a script may write into any element: values, signs, names of what they are called."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"")
_DECLARED = re.compile(r"(?:^|;)\s*(font(?:-weight|-style)?)\s*:\s*([^;]*)")
_NESTED = re.compile(r"@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_BOLD = re.compile(r"\b(?:bold|bolder|[6-9]00|1000)\b|var\(|calc\(")
_ITALIC = re.compile(r"\b(?:italic|oblique)\b|var\(")
_GROUPED = re.compile(r"::?[\w-]+\([^()]*\)|\[[^\]]*\]|::?[\w-]+")
_PART = re.compile(r"(\.?)(?<!#)\b([\w-]+)")
_BY_NATURE = {
    "bold": ("b", "strong", "th", *(f"h{level}" for level in range(1, 7))),
    "italic": ("i", "em", "cite", "var", "dfn", "address"),
}
"""Elements that browsers set so by themselves, unless the style sheet says otherwise of all."""
_PROPERTY = {"bold": "font-weight", "italic": "font-style"}
Subject = tuple[frozenset[str], frozenset[str]]
"""Of a selector: the tag, if any, and the classes that an element must have."""


class Wanted(msgspec.Struct, frozen=True):
    """Characters by the way they are set.

    plain: all that occur. bold, italic: those in elements that may be set so. formulas: those in
    MathML, ``letters`` those of them that are a name by themselves, which browsers slant.
    """

    plain: frozenset[str]
    bold: frozenset[str]
    italic: frozenset[str]
    formulas: frozenset[str]
    letters: frozenset[str]


def wanted(html: str) -> Wanted:
    """Find out which characters a page sets how."""
    root = lxml.html.document_fromstring(html)
    css = _COMMENT.sub("", "\n".join(sheet.text or "" for sheet in root.iter("style")))
    written = frozenset("".join(_STRING.findall(css)))
    formulas = list(root.iter("math"))
    names = ((mi.text or "").strip() for math in formulas for mi in math.iter("mi"))
    return Wanted(
        plain=frozenset("".join(_texts(root))) | ALWAYS | written,
        bold=_set(root, css, "bold", _BOLD) | ALWAYS | written,
        italic=_set(root, css, "italic", _ITALIC) | written,
        formulas=_characters(formulas),
        letters=frozenset(name for name in names if len(name) == 1),
    )


def slanted(letters: Iterable[str], italics: Iterable[str]) -> frozenset[str]:
    """Choose of the mathematical italics those that browsers draw for some letters."""
    wanted_ = frozenset(letters)
    return frozenset(italic for italic in italics if normalize("NFKC", italic) in wanted_)


def _texts(root: HtmlElement) -> Iterator[str]:
    """Every text of the page, with what scripts write and what form fields show."""
    yield from root.xpath(".//text()")  # comments have none
    for element in root.iter(etree.Element):
        yield from (element.get(name, "") for name in ("value", "placeholder", "label"))


def _set(root: HtmlElement, css: str, nature: str, pattern: re.Pattern[str]) -> frozenset[str]:
    """Collect the characters of all elements that a style sheet may set in one way."""
    known = {name for classes in set(root.xpath("//@class")) for name in classes.split()}
    selectors = [_subject(selector, known) for selector in _selectors(css, pattern)]
    plain = _set_plain(css, nature, pattern)
    selectors += [(frozenset({tag}), frozenset()) for tag in _BY_NATURE[nature] if tag not in plain]
    drawn = root.xpath("//*[@font-weight or @font-style]")
    return _characters(
        (
            *(element for element in root.iter(etree.Element) if _matches(element, selectors)),
            *(e for e in drawn if pattern.search(f"{e.get('font-weight')} {e.get('font-style')}")),
        )
    )


def _set_plain(css: str, nature: str, pattern: re.Pattern[str]) -> frozenset[str]:
    """Find the tags whose elements a style sheet sets otherwise, all of them and always."""
    return frozenset(
        selector.strip()
        for prelude, body in _RULE.findall(_NESTED.sub("", css))
        for name, value in _DECLARED.findall(body)
        if name == _PROPERTY[nature] and not pattern.search(value)
        for selector in prelude.split(",")
    )


def _characters(elements: Iterable[HtmlElement]) -> frozenset[str]:
    return frozenset("".join(element.xpath("string()") for element in elements))


def _selectors(css: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """Find the selectors of the rules that set type in one way."""
    for prelude, body in _RULE.findall(css):
        if prelude.strip().startswith("@"):
            continue
        if any(pattern.search(value) for _, value in _DECLARED.findall(body)):
            yield from _split(prelude)


def _split(prelude: str) -> Iterator[str]:
    """Split a list of selectors, first freed of states, attributes and pseudo-elements."""
    bare = prelude
    while (shorter := _GROUPED.sub("", bare)) != bare:
        bare = shorter
    yield from bare.split(",")


def _subject(selector: str, known: Iterable[str]) -> Subject:
    """Read the subject of a selector; what stands before it is taken for granted.

    Classes that nothing on the page has are left out: a script may give them to anything.
    """
    parts = _PART.findall(re.split(r"[\s>+~]+", selector.strip())[-1])
    tags = frozenset(name.lower() for mark, name in parts if not mark)
    return tags, frozenset(name for mark, name in parts if mark == ".").intersection(known)


def _matches(element: HtmlElement, subjects: Iterable[Subject]) -> bool:
    own = element.get("class", "").split()
    return any(tags <= {element.tag} and classes.issubset(own) for tags, classes in subjects)
