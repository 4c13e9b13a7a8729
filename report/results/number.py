"""A number of the report, with what a reader needs to judge it."""

from typing import Literal

import msgspec

from report.results.text import Text

Kind = Literal["exact", "certified", "computed", "counted", "sampled", "recorded", "configured"]
"""How far a number can be trusted.

exact       a rational or a closed form known exactly
certified   enclosed by ball arithmetic; every digit given is right
computed    two independent methods agree on every digit given
counted     an integer read off the data or the program
sampled     an average over seeded runs; has a spread
recorded    measured once by the benchmark and read from its file
configured  a choice of the recipe, not a finding
"""


class Number(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One number the prose may refer to.

    ``value`` is a decimal string carrying every digit that is known to be right
    (truncated, not rounded, for certified and computed numbers); it is empty where the runs do
    not determine it.
    ``low`` and ``high`` bound a sampled number (95 % interval unless ``method`` says
    otherwise), ``runs`` counts its runs. ``spread`` tells that it would have that interval, if
    its runs differed. ``from_data`` tells that the value depends
    on the image data, so that it says nothing about MNIST when other data is used.
    ``tentative`` tells that it rests on fewer runs than the report's statements ask for.
    """

    id: str
    label: Text
    value: str
    kind: Kind
    method: Text
    low: str | None = None
    high: str | None = None
    runs: int | None = None
    spread: bool = False
    from_data: bool = False
    tentative: bool = False


class Origin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a number comes from: the line that defines it, and the result that it is read off.

    ``file`` is the path of the source in the project and ``line`` counts from one. ``data`` is
    the path of the result's file in the build folder, ``sha256`` the hash of that file in hex.
    """

    file: str
    line: int
    data: str
    sha256: str
