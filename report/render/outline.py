"""What a document contains, in order, and the numbers its headings, figures and equations get.

A document is rendered twice. The first time through, a `Record` notes every anchor and every
reference; its outline then lets the second time print the right numbers, forward ones included.
"""

from typing import Literal

import msgspec

from report.results.finding import Finding

AnchorKind = Literal["section", "subsection", "figure", "table", "equation", "listing"]


class TemplateFaultError(ValueError):
    """A template asks for something that is not there: ``what`` is wrong and how to ``mend`` it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}; {mend}")
        self.what, self.mend = what, mend


class Anchor(msgspec.Struct, frozen=True):
    """A place that can be referred to. ``number`` is empty for an unnumbered heading."""

    kind: AnchorKind
    id: str
    number: str
    title: str = ""

    @property
    def target(self) -> str:
        """The id of its element; a section has its plain name, so that links read well."""
        return self.id if self.kind in ("section", "subsection") else f"{self.kind}-{self.id}"


class Outline(msgspec.Struct, frozen=True):
    """All anchors of a document in order, and all its references (``kind:id``) by first use."""

    anchors: tuple[Anchor, ...] = ()
    used: tuple[str, ...] = ()

    def find(self, kinds: tuple[AnchorKind, ...], id_: str) -> Anchor | None:
        """Find the anchor of one of these kinds with this id."""
        return next((a for a in self.anchors if a.kind in kinds and a.id == id_), None)

    def ids(self, kind: str) -> tuple[str, ...]:
        """List the ids used with references of one kind, such as "number"."""
        return tuple(ref.partition(":")[2] for ref in self.used if ref.startswith(f"{kind}:"))


class Record:
    """What one rendering pass has seen so far. Lives no longer than the pass."""

    def __init__(self) -> None:
        self.anchors: list[Anchor] = []
        self.used: dict[str, None] = {}
        self.findings: list[Finding] = []

    def use(self, kind: str, id_: str) -> str:
        """Note a reference and return it as ``kind:id``."""
        reference = f"{kind}:{id_}"
        self.used.setdefault(reference)
        return reference

    def anchor(
        self, kind: AnchorKind, id_: str, *, title: str = "", numbered: bool = True
    ) -> Anchor:
        """Note an anchor and number it.

        Raises TemplateFaultError when the document already has this anchor.
        """
        anchor = Anchor(kind, id_, self._next(kind) if numbered else "", title)
        if any(other.target == anchor.target for other in self.anchors):
            raise TemplateFaultError(
                f"{kind} {id_} appears twice", "show it once and refer to it elsewhere"
            )
        self.anchors.append(anchor)
        return anchor

    def outline(self) -> Outline:
        """Freeze what has been seen."""
        return Outline(tuple(self.anchors), tuple(self.used))

    def _next(self, kind: AnchorKind) -> str:
        if kind == "subsection":
            sections = [at for at, a in enumerate(self.anchors) if a.kind == "section"]
            if not sections or not self.anchors[sections[-1]].number:
                raise TemplateFaultError(
                    "a subheading stands outside a numbered section", "put a heading first"
                )
            since = self.anchors[sections[-1] :]
            return f"{since[0].number}.{1 + sum(a.kind == kind for a in since)}"
        return str(1 + sum(a.kind == kind and bool(a.number) for a in self.anchors))
