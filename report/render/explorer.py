"""The explorer's markup: its controls, empty graphs and marks, and the words that it speaks.

The page's script (``templates/html/explorer.js``) draws the graphs; the numbers it needs stand in
``data-`` attributes of the markup, and all of them come from the results.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup

from report.context import Explorer, Mark
from report.render import cells
from report.results.text import Language, Text

if TYPE_CHECKING:
    from report.render.functions import Functions

STEP, STRIDE = "0.01", "0.1"
"""How far the arrow keys move the width, and the page keys or the arrow keys with Shift."""
LONGEST = 24
"""Characters that may be typed for a number."""

SHOWN: dict[str, Text] = {
    "name": Text(ja="対話型の図", en="Explorer"),
    "how": Text(
        ja="グラフの上を左右にドラッグするか、つまみを動かすか、矢印キーを使うか、"
        "幅または傾きを入力する。名前を選ぶと、その幅に移る。破線はもう一方の近似である。",
        en="Drag sideways on a graph, move the slider, use the arrow keys, or type a width or a"
        " slope. A name in the list takes you to its width. The dashed curves belong to the other"
        " approximation.",
    ),
    "family": Text(ja="近似の種類", en="Approximation"),
    "line": Text(ja="折れ線", en="Line"),
    "parabolas": Text(ja="二つの放物線", en="Two parabolas"),
    "width": Text(ja="幅 {{ m('a') }}", en="Width {{ m('a') }}"),
    "slider": Text(ja="幅 a", en="Width a"),
    "slope": Text(ja="傾き {{ f('one_over_a') }}", en="Slope {{ f('one_over_a') }}"),
    "sigmoid": Text(ja="シグモイド {{ m('f') }}", en="Sigmoid {{ m('f') }}"),
    "curve": Text(ja="近似 {{ f('g_a') }}", en="Approximation {{ f('g_a') }}"),
    "gap": Text(ja="差の絶対値 {{ m('|f-g_a|') }}", en="Absolute difference {{ m('|f-g_a|') }}"),
    "most": Text(ja="最大", en="at most"),
    "error": Text(ja="二乗誤差の半分 {{ m('E(a)') }}", en="Half the squared error {{ m('E(a)') }}"),
    "ratio": Text(ja="誤差と最小値との比", en="Error over the least"),
    "derivative": Text(ja="""導関数 {{ m("E'(a)") }}""", en="""Its derivative {{ m("E'(a)") }}"""),
    "nearest": Text(ja="最も近い印", en="Nearest mark"),
    "criteria": Text(ja="基準ごとの最良の幅", en="Best width by criterion"),
    "users": Text(ja="実装が用いる幅", en="Width in use"),
    "shape_seen": Text(
        ja="シグモイドと近似のグラフ", en="Graph of the sigmoid and its approximation"
    ),
    "gap_seen": Text(ja="差の絶対値のグラフ", en="Graph of the absolute difference"),
    "error_seen": Text(
        ja="幅に対する二乗誤差の半分のグラフ",
        en="Graph of half the squared error against the width",
    ),
    "derivative_seen": Text(
        ja="幅に対する導関数のグラフ", en="Graph of the derivative against the width"
    ),
}
"""What the markup shows or says, as Jinja sources."""

SPOKEN: dict[str, Text] = {
    "slider": Text(
        ja="a = {a}、傾き {slope}、二乗誤差の半分 {error}",
        en="a = {a}, slope {slope}, half the squared error {error}",
    ),
    "summary": Text(
        ja="{family}、a = {a}、傾き {slope}。二乗誤差の半分は {error}、最小値の {ratio} 倍。"
        "最大の誤差は {most}。最も近い印：{nearest}。",
        en="{family}, a = {a}, slope {slope}. Half the squared error is {error}, {ratio} times the"
        " least. Greatest error {most}. Nearest mark: {nearest}.",
    ),
    "here": Text(ja="{name}、ちょうどこの幅", en="{name}, exactly here"),
    "away": Text(ja="{name}、a\xa0=\xa0{a}", en="{name}, at a\xa0=\xa0{a}"),
    "empty": Text(
        ja="何も入力されていない。{value} のままとした。",
        en="Nothing was typed. The value stays {value}.",
    ),
    "unread": Text(
        ja="「{text}」は数として読めない。{value} のままとした。",
        en="“{text}” is not a number. The value stays {value}.",
    ),
    "outside": Text(
        ja="{text} は {low} から {high} までの範囲の外にある。{value} とした。",
        en="{text} lies outside {low} to {high}. The value is set to {value}.",
    ),
    "between": Text(ja="；", en="; "),
}
"""What the script says; it fills in what stands in braces."""

ELSEWHERE = Text(
    ja="{{ figref('lines') }}、{{ figref('derivative') }}、{{ figref('error') }}、"
    "{{ figref('parabolas') }}は、同じものをいくつかの幅について示す。",
    en="{{ figref('lines') }}, {{ figref('derivative') }}, {{ figref('error') }} and"
    " {{ figref('parabolas') }} show the same for some of the widths.",
)
UNSCRIPTED = Text(
    ja="ここには対話型の図があるが、JavaScript が動いていないため操作できない。",
    en="The explorer needs JavaScript, which is not running here.",
)
ON_PAPER = Text(
    ja="対話型の図は本稿の HTML 版にある。", en="The explorer is part of the HTML edition."
)


def markup(explorer: Explorer, functions: "Functions") -> Markup:
    """The explorer for a page, hidden until the script shows it; on paper, where to find it."""
    language, paper = functions.language, functions.medium == "pdf"
    absent = (ON_PAPER if paper else UNSCRIPTED).in_(language)
    values = {
        "absent": absent + ("" if language == "ja" else " "),
        "elsewhere": functions.rich(ELSEWHERE, "the explorer"),
        "on_paper": paper,
        "explorer": explorer,
        "step": STEP,
        "stride": STRIDE,
        "longest": LONGEST,
        "words": _shown(functions),
        "script_words": _spoken(language),
        "criteria": {
            family: _marks(marks, functions) for family, marks in explorer.criteria.items()
        },
        "users": _marks(explorer.users, functions),
        "families": tuple(explorer.criteria),
    }
    return functions.from_template("explorer.html", values)


def _shown(functions: "Functions") -> dict[str, Markup]:
    return {name: functions.rich(text, f"the explorer's {name}") for name, text in SHOWN.items()}


def _spoken(language: Language) -> str:
    """Encode the script's words for an attribute, characters as they are: fonts depend on them."""
    words = {name: text.in_(language) for name, text in SPOKEN.items()}
    return msgspec.json.encode(words).decode()


def _marks(marks: Iterable[Mark], functions: "Functions") -> list[dict[str, object]]:
    return [
        {
            "a": mark.a,
            "colour": mark.colour,
            "short": cells.shown(mark.short, functions),
            "names": [cells.shown(name, functions) for name in mark.names],
        }
        for mark in marks
    ]
