"""The faces of the report: where they are, what they cover, and subsets small enough to embed."""

import io
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec
from fontTools import subset
from fontTools.ttLib import TTFont

from report.render.addresses import WOFF2, address
from report.render.wanted import Wanted, slanted, wanted
from report.results.text import Language

FOLDER = Path(__file__).resolve().parent.parent / "fonts"


class Face(msgspec.Struct, frozen=True):
    """One font file and the name under which the style sheets know it."""

    family: str
    file: str
    weight: int = 400
    italic: bool = False

    @property
    def path(self) -> Path:
        """The font file; the face for mathematics comes with ziamath, which need not load."""
        if self.family != "Report Math":
            return FOLDER / self.file
        spec = find_spec("ziamath")
        if spec is None or spec.origin is None:
            raise ValueError("ziamath is not installed; it brings the font for mathematics")
        return Path(spec.origin).with_name("fonts") / self.file


Subsetter = Callable[[Face, frozenset[str]], bytes]
"""Reduces a face to some characters, as woff2."""

FACES = (
    Face("Report Sans", "IBMPlexSansJP-Regular.ttf"),
    Face("Report Sans", "IBMPlexSansJP-SemiBold.ttf", weight=600),
    Face("Report Serif", "STIXTwoText-Regular.ttf"),
    Face("Report Serif", "STIXTwoText-Italic.ttf", italic=True),
    Face("Report Serif", "STIXTwoText-SemiBold.ttf", weight=600),
    Face("Report Mono", "IBMPlexMono-Regular.ttf"),
    Face("Report Math", "STIXTwoMath-Regular.ttf"),
)
"""Every face; the names are ours, since a changed font may not keep a reserved one."""

TEXT_FEATURES = ["kern", "palt", "liga", "mark", "mkmk", "locl", "ccmp"]
FORMULA_FEATURES = ["ssty", "dtls", "kern", "ccmp"]
"""What browsers ask of a face for MathML: scripts' forms, dotless letters; no stylistic sets."""
UNUSED_TABLES = ["DSIG", "meta", "BASE", "VORG", "vhea", "vmtx"]
"""Tables that no browser reads here: nothing is set from top to bottom."""
TOO_WIDE = frozenset("±×÷…′″←↑→↓−")
"""Characters that the Japanese face has as wide as kanji; the face for mathematics has them as
wide as digits and Latin text need."""
MATHEMATICAL = frozenset(map(chr, (0x210E, *range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C))))
"""The italic letters that a browser draws for the plain one of an identifier in MathML."""
SIGNS = frozenset("\N{SQUARE ROOT}\N{OVERLINE}")
"""What it draws of MathML without its being written: a root's sign, the line over an expression."""
BOOK = 400


def by_file(file: str) -> Path:
    """Find one of the faces by its file name.

    Raises ValueError when no face has it or the file is missing.
    """
    for face in FACES:
        if face.file == file:
            if not face.path.is_file():
                raise ValueError(
                    f"the font {face.path.name} is missing; restore it from the source"
                )
            return face.path
    raise ValueError(f"no face has the file {file!r}")


@cache
def coverage(family: str) -> frozenset[int]:
    """List the code points that every weight of a family can show."""
    return frozenset.intersection(*(_characters(face) for face in FACES if face.family == family))


def _characters(face: Face) -> frozenset[int]:
    with TTFont(by_file(face.file), lazy=True) as font:
        return frozenset(font.getBestCmap())


def screen_css(html: str, language: Language, subset: Subsetter | None = None) -> str:
    """``@font-face`` rules for a page, with a subset of each face for its text, as woff2 data.

    Takes a second or two for a thousand kanji, and depends on nothing but its arguments.
    ``subset`` stands in for `subset_of`, such as one that remembers.
    """
    shown = wanted(html)
    make = subset or subset_of
    chosen = ((face, _needed(face, shown)) for face in FACES if _serves(face, shown, language))
    return "\n".join(_rule(face, address(WOFF2, make(face, needed))) for face, needed in chosen)


def _serves(face: Face, shown: Wanted, language: Language) -> bool:
    """Tell whether a page in a language uses a face at all."""
    if face.family == "Report Serif":
        return language == "en"
    return face.family != "Report Math" or bool(shown.formulas or _beyond(shown))


def _needed(face: Face, shown: Wanted) -> frozenset[str]:
    """Choose the characters that a face may have to show."""
    if face.family == "Report Math":
        return shown.formulas | _beyond(shown) | slanted(shown.letters, MATHEMATICAL) | SIGNS
    needed = shown.bold if face.weight > BOOK else shown.italic if face.italic else shown.plain
    return needed - TOO_WIDE if face.family == "Report Sans" else needed


def _beyond(shown: Wanted) -> frozenset[str]:
    """Find the characters that the face for prose does not show, so that the last one has to."""
    known = coverage("Report Sans")
    return frozenset(c for c in shown.plain if c in TOO_WIDE or (ord(c) not in known and c > " "))


def print_css(characters: frozenset[str]) -> str:
    """``@font-face`` rules for the PDF writer, whose fetcher resolves the ``face:`` addresses."""
    known = coverage("Report Sans")
    codes = sorted(ord(c) for c in (characters | {" "}) - TOO_WIDE if ord(c) in known)
    # The writer takes a range for what the face can show, so that it has to be exact.
    extent = " unicode-range: " + ", ".join(f"U+{code:X}" for code in codes) + ";"
    return "\n".join(
        _rule(face, f"face:{face.file}", extent if face.family == "Report Sans" else "")
        for face in FACES
    )


def _rule(face: Face, source: str, extent: str = "") -> str:
    style = "italic" if face.italic else "normal"
    return (
        f'@font-face {{ font-family: "{face.family}"; font-style: {style};'
        f" font-weight: {face.weight};{extent} src: url({source}); }}"
    )


@cache
def subset_of(face: Face, characters: frozenset[str]) -> bytes:
    """Reduce a face to some characters, renamed, as woff2; the same bytes every time."""
    options = subset.Options(
        layout_features=FORMULA_FEATURES if face.family == "Report Math" else TEXT_FEATURES,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        hinting=False,
        notdef_outline=True,
    )
    options.drop_tables += UNUSED_TABLES
    shrinker = subset.Subsetter(options)
    shrinker.populate(unicodes={ord(character) for character in characters})
    buffer = io.BytesIO()
    with TTFont(by_file(face.file), recalcTimestamp=False) as font:
        shrinker.subset(font)
        _rename(font, face)
        font.flavor = "woff2"
        font.save(buffer)
    return buffer.getvalue()


def _rename(font: TTFont, face: Face) -> None:
    """Give the changed font a name of its own, as the licence of a reserved name asks."""
    style = "Italic" if face.italic else "SemiBold" if face.weight > BOOK else "Regular"
    own = {1: face.family, 3: f"{face.family} {style} subset", 4: f"{face.family} {style}"}
    own[6] = own[4].replace(" ", "-")
    for record in font["name"].names:
        if record.nameID in own:
            record.string = own[record.nameID]
