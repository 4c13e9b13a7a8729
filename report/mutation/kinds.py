"""The kinds of faults, by the names under which they are asked for."""

from collections.abc import Mapping

import msgspec

from report.mutation import claims, data, formulas, images, prose, results
from report.mutation.mutant import Maker


class Kind(msgspec.Struct, frozen=True):
    """What one kind of fault is, what makes its faults, and how many are tried unless told."""

    means: str
    make: Maker
    sample: int | None = None


KINDS: Mapping[str, Kind] = {
    "claims": Kind("a digit of a claim", claims.claims),
    "thresholds": Kind("a digit of a predicate's threshold or meaning", claims.thresholds),
    "results": Kind("a result that a number shows: sign, last digit, two swapped", results.results),
    "formulas": Kind("a sign, a coefficient, an exponent of an equation", formulas.formulas, 400),
    "slopes": Kind("a digit of a framework's slope or knee", data.slopes),
    "literature": Kind("a digit of a published approximation", data.printed),
    "references": Kind("a reference's id", data.cited),
    "versions": Kind("a digit of a version", data.versions),
    "removed": Kind("a reference that one language lacks", prose.removed),
    "reordered": Kind("headings, figures, equations or tables in another order", prose.reordered),
    "captions": Kind("a number that a caption lacks in one language", prose.captions),
    "typed": Kind("a digit typed into prose: ASCII, full-width, kanji", prose.typed),
    "undefined": Kind("a name or an id that does not exist", prose.undefined, 120),
    "unused": Kind("an entry that nothing shows", prose.unused),
    "images": Kind("a byte of the images or labels", images.images, 40),
    "kernel": Kind("an entry of the Prewitt kernels", images.kernel),
    "files": Kind("a result's file, edited by hand", images.files),
}
