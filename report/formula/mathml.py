"""LaTeX to a MathML tree that browsers and ziamath both set well.

latex2mathml does the conversion. It passes over what it does not know, leaves every sign an
infix operator, and gives names of functions no space; the passes below mend the tree once, for
the page and for the PDF.
"""

import re
from html import unescape
from xml.etree.ElementTree import Element, SubElement

from latex2mathml.converter import Converter

from report.formula.reader import FormulaError

_SIGNS = ("−", "+", "±")
_OPENING, _CLOSING = ("(", "[", "{"), (")", "]", "}")
_POSTFIX = ("′", "″", "‴")
_LIMITS = ("lim", "sup", "inf")
_SCRIPTS = ("msub", "msup", "msubsup", "munder", "mover", "munderover")
_PARTS = {"mfrac": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
_THIN = "0.1667em"
_NO_SPACE = {"lspace": "0em", "rspace": "0em"}

_FORBIDDEN = {
    r"\\operatorname\*": r"write \operatorname",
    r"\\mathop\b": r"write \operatorname",
    r"\\label\b": "equations are named in equations.toml",
    r"\\tag\b": "equations are numbered by the template",
    r"\\limits\b": "where limits go is decided by the style",
    r"\\begin\{(align\*?|equation\*?|gather\*?|array|split)\}": r"write \begin{aligned}",
}
"""What latex2mathml or ziamath set wrongly without a word, and what to write instead."""


def tree(latex: str, *, display: bool) -> Element:
    """Convert LaTeX to a ``math`` element.

    Raises FormulaError for what would come out wrong in silence: the constructs of
    ``_FORBIDDEN``, characters that the maths font does not have, commands that survive the
    conversion, elements with a wrong number of parts.
    """
    check_source(latex)
    # aligned is set like align*, whose columns latex2mathml and ziamath line up at the relation.
    source = latex.replace("{aligned}", "{align*}")
    root = Converter(display="block" if display else "inline").convert_to_element(source)
    del root.attrib["xmlns"]
    for element in root.iter():
        element.text = unescape(element.text or "") or None
    _remove_invisible_fences(root)
    _check_tree(root, latex)
    for element in list(root.iter()):
        _mend_token(element)
        _mend_scripts(element, display=display)
        _group_matrices(element)
    for row in list(root.iter()):
        _mark_bars(row)
        _mark_signs(row)
        _space_names(row)
    _close_up_scripts(root)
    _mark_tables(root)
    return root


def check_source(latex: str) -> None:
    """Raise FormulaError for LaTeX that would be set wrongly without a warning."""
    for construct, mend in _FORBIDDEN.items():
        if found := re.search(construct, latex):
            raise FormulaError(f"{latex!r}: {found[0]} is set wrongly; {mend}")
    if not latex.isascii():
        strange = next(char for char in latex if not char.isascii())
        raise FormulaError(f"{latex!r}: the maths font has no {strange!r}; put words outside")


def _check_tree(root: Element, latex: str) -> None:
    shown = "".join(root.itertext())
    if survivor := re.search(r"\\[A-Za-z]*|&\w*;?", shown):
        raise FormulaError(f"{latex!r}: {survivor[0]} would be printed as it stands")
    for element in root.iter():
        if _PARTS.get(element.tag, len(element)) != len(element):
            raise FormulaError(f"{latex!r}: a {element.tag} of {len(element)} parts; add braces")


def _remove_invisible_fences(root: Element) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == "mo" and not child.text:
                parent.remove(child)


def _mark_signs(row: Element) -> None:
    """Tell a sign from an operator, which has space around it."""
    if row.tag in _SCRIPTS:
        return
    for position, child in enumerate(row):
        if child.tag == "mo" and child.text in _SIGNS:
            sign = not _ends_operand(_before(row, position))
            child.set("form", "prefix" if sign else "infix")


def _mark_bars(row: Element) -> None:
    for position, child in enumerate(row):
        if child.tag == "mo" and child.text == "|" and "form" not in child.attrib:
            opening = not _ends_operand(_before(row, position))
            child.set("form", "prefix" if opening else "postfix")


def _before(row: Element, position: int) -> Element | None:
    """Find what stands before a position of a row, space aside."""
    return next((row[i] for i in range(position - 1, -1, -1) if row[i].tag != "mspace"), None)


def _ends_operand(element: Element | None) -> bool:
    """Tell whether an operator after this element has something to operate on."""
    if element is None:
        return False
    if element.tag != "mo":
        return True
    closing = element.text in (*_CLOSING, *_POSTFIX) or element.get("form") == "postfix"
    return closing and element.get("form") != "prefix"


def _mend_token(element: Element) -> None:
    """Make identifiers of names and constants, operators of primes; no space around a slash."""
    text = element.text or ""
    if element.tag == "mo" and (text.isalpha() or text in ("∞", "∂")):
        element.tag = "mi"
        element.attrib.clear()
    elif element.tag == "mi" and text in _POSTFIX:
        element.tag = "mo"
        element.set("class", "prime")
    elif element.tag == "mo" and text == "/":
        element.attrib.update(_NO_SPACE)


def _mend_scripts(element: Element, *, display: bool) -> None:
    """Let limits go below where there is room: browsers decide for sums, not for lim."""
    if element.tag in ("msub", "msup", "msubsup") and element[0].text == "∑":
        element.tag = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}[element.tag]
    if element.tag == "msub" and display and element[0].text in _LIMITS:
        element.tag = "munder"


def _group_matrices(row: Element) -> None:
    """Put a matrix into a row of its own, lest its fences grow with its neighbours."""
    position = 0
    while position < len(row) - 2:
        fence, table, closing = row[position : position + 3]
        if (fence.text, table.tag, closing.text) == ("(", "mtable", ")"):
            group = Element("mrow")
            group.extend((fence, table, closing))
            for child in group:
                row.remove(child)
            row.insert(position, group)
        position += 1


def _close_up_scripts(root: Element) -> None:
    """Take the space from around operators in subscripts and superscripts, as TeX does."""
    for element in root.iter():
        if element.tag in _SCRIPTS:
            for script in element[1:]:
                for operator in script.iter("mo"):
                    operator.attrib.update(_NO_SPACE)


def _space_names(row: Element) -> None:
    """Put thin space around names of functions, as TeX does, except next to fences."""
    if row.tag in _PARTS:
        return
    for name in [child for child in row if _is_name(child)]:
        position = list(row).index(name)
        if position + 1 < len(row) and _begins_operand(row[position + 1]):
            row.insert(position + 1, Element("mspace", width=_THIN))
        before = row[position - 1] if position else None
        if before is not None and before.tag != "mspace" and _is_ordinary(before):
            row.insert(position, Element("mspace", width=_THIN))


def _is_name(element: Element) -> bool:
    if element.tag in _SCRIPTS:
        return _is_name(element[0])
    return element.tag == "mi" and len(element.text or "") > 1


def _is_ordinary(element: Element) -> bool:
    return _ends_operand(element) or (element.get("form") == "prefix" and element.text in _SIGNS)


def _begins_operand(element: Element) -> bool:
    while element.tag == "mrow" and len(element):
        element = element[0]
    return element.tag not in ("mo", "mspace")


def _mark_tables(root: Element) -> None:
    """Name the kinds of tables, so that a style sheet can space them."""
    for parent in root.iter():
        for before, table in zip([None, *parent], parent, strict=False):
            if table.tag != "mtable":
                continue
            if table.get("displaystyle"):
                table.attrib.update({"class": "aligned", "columnspacing": "0em"})
                table.set("rowspacing", "0.5em")
            elif before is not None and before.text == "{":
                table.attrib.update({"class": "cases", "columnspacing": "1em"})
                table.set("rowspacing", "0.25em")
            else:
                table.attrib.update({"class": "matrix", "columnspacing": "0.8em"})
                table.set("rowspacing", "0.45em")


def for_browsers(root: Element) -> Element:
    """Allow for what browsers do differently from ziamath, in a tree of `tree`.

    The prime of the maths font is drawn raised, for use beside a letter; browsers, which cannot
    reach the form meant for superscripts, would raise and shrink it once more.
    """
    for parent in list(root.iter()):
        for position, child in enumerate(list(parent)):
            if child.tag in ("msup", "msubsup") and child[-1].get("class") == "prime":
                prime = child[-1]
                prime.attrib.update(_NO_SPACE)
                child.remove(prime)
                if child.tag == "msup":
                    child.tag = "mrow"
                    child.append(prime)
                else:
                    lowered = SubElement(child, "mpadded", voffset="-0.4em", height="0.3em")
                    SubElement(lowered, "mstyle", scriptlevel="0").append(prime)
                parent[position] = child
    return root


def for_ziamath(root: Element) -> Element:
    """Allow for what ziamath does differently from browsers, in a tree of `tree`.

    An em is a third too wide in it, which shows in every space (so that the spaces of the
    operator dictionary are given here). It pads names and fractions of its own accord. What
    can stretch does not count for the height of the fences around it, which large operators
    must, and limits below a sum take no room.
    """
    for element in list(root.iter()):
        if _is_name(element) and element.tag == "mi":
            element.tag = "mtext"
        if element.tag not in _PARTS:
            _space_for_ziamath(element)
    for element in root.iter():
        if element.tag == "mo":
            for key, space in _dictionary_space(element).items():
                element.attrib.setdefault(key, space)
        elif element.tag == "mi" and element.text == "∂":
            element.attrib.update(_NO_SPACE)
        for key in ("width", "columnspacing", "rowspacing", "lspace", "rspace"):
            if element.get(key, "").endswith("em"):
                element.set(key, f"{float(element.attrib[key][:-2]) * _EM_OF_ZIAMATH:.4f}em")
    return root


_EM_OF_ZIAMATH = 0.75


def _space_for_ziamath(row: Element) -> None:
    for child in list(row):
        position = list(row).index(child)
        if child.tag == "mfrac" and position:
            row.insert(position, Element("mspace", width="-0.12em"))
        elif child.tag in _SCRIPTS and child[0].text in ("∑", "∫"):
            row.insert(position + 1, Element("mspace", width=_THIN))
        elif child.get("class") == "matrix":
            row.insert(position + 1, Element("mspace", width=_THIN))
            row.insert(position, Element("mspace", width=_THIN))


def _dictionary_space(operator: Element) -> dict[str, str]:
    text = operator.text or ""
    if text in ("∑", "∫"):
        return {"stretchy": "false", **_NO_SPACE}
    if text in (*_OPENING, *_CLOSING, *_POSTFIX, "|") or operator.get("form") == "prefix":
        return _NO_SPACE
    if text == ",":
        return {"lspace": "0em", "rspace": _THIN}
    space = "0.2222em" if text in (*_SIGNS, "⋅", "×", "*") else "0.2778em"
    return {"lspace": space, "rspace": space}


def annotated(root: Element, latex: str) -> Element:
    """Wrap what a ``math`` element holds together with its LaTeX, to be copied from the page."""
    semantics = Element("semantics")
    content = list(root)
    row = content[0] if len(content) == 1 else Element("mrow")
    if len(content) != 1:
        row.extend(content)
    for child in content:
        root.remove(child)
    semantics.append(row)
    SubElement(semantics, "annotation", encoding="application/x-tex").text = latex
    root.append(semantics)
    return root
