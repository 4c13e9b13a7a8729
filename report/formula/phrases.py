"""The words in which formulas are spoken, in both languages."""

from report.results.text import Text

PHRASES = {
    "dots": Text(ja="以下同様", en="and so on"),
    "comma": Text(ja="、", en=", "),
    "semicolon": Text(ja="。", en="; "),
    "prime.1": Text(ja="プライム", en="prime"),
    "prime.2": Text(ja="ダブルプライム", en="double prime"),
    "prime.3": Text(ja="トリプルプライム", en="triple prime"),
    "element": Text(ja="{name} の添字 {indices}", en="{name} sub {indices}"),
    "call.short": Text(ja="{name}、引数 {arguments}", en="{name} of {arguments}"),
    "call": Text(
        ja="{name}、引数 {arguments}、引数終わり", en="{name} of {arguments}, end of argument,"
    ),
    "fraction.short": Text(
        ja="{denominator} 分の {numerator}", en="{numerator} over {denominator}"
    ),
    "fraction": Text(
        ja="分数、分母 {denominator}、分子 {numerator}、分数終わり",
        en="the fraction {numerator}, over {denominator}, end fraction",
    ),
    "power.2": Text(ja="{base} の二乗", en="{base} squared"),
    "power.3": Text(ja="{base} の三乗", en="{base} cubed"),
    "power.short": Text(ja="{base} の {exponent} 乗", en="{base} to the power {exponent}"),
    "power": Text(
        ja="{base} の指数 {exponent}、指数終わり", en="{base} to the power {exponent}, end power"
    ),
    "transposed": Text(ja="{matrix} の転置", en="{matrix} transposed"),
    "root.short": Text(ja="平方根 {radicand}", en="the square root of {radicand}"),
    "root": Text(ja="平方根 {radicand}、根号終わり", en="the square root of {radicand}, end root"),
    "group": Text(ja="かっこ {inner} かっこ閉じ", en="open parenthesis {inner} close parenthesis"),
    "pair": Text(ja="組 {items}、組終わり", en="the pair {items}, end pair"),
    "interval.closed": Text(
        ja="閉区間 {items}、区間終わり", en="the closed interval {items}, end interval"
    ),
    "interval.half": Text(
        ja="半開区間 {items}、区間終わり", en="the half-open interval {items}, end interval"
    ),
    "absolute.short": Text(ja="{inner} の絶対値", en="the absolute value of {inner}"),
    "absolute": Text(
        ja="絶対値 {inner}、絶対値終わり", en="the absolute value of {inner}, end absolute value"
    ),
    "floor": Text(ja="床関数 {inner}、床関数終わり", en="the floor of {inner}, end floor"),
    "integral": Text(
        ja="{lower} から {upper} までの {variable} による積分、{integrand}、積分終わり",
        en="the integral from {lower} to {upper} of {integrand} d {variable}",
    ),
    "integral.open": Text(
        ja="{variable} による積分、{integrand}、積分終わり",
        en="the integral of {integrand} d {variable}",
    ),
    "derivative": Text(
        ja="{variable} による{order}微分、{operand}、微分終わり",
        en="the {order}derivative with respect to {variable} of {operand}, end derivative",
    ),
    "derivative.partial": Text(
        ja="{variable} による{order}偏微分、{operand}、微分終わり",
        en="the {order}partial derivative with respect to {variable} of {operand}, end derivative",
    ),
    "limit": Text(
        ja="{variable} を {target} に近づけた極限、{operand}、極限終わり",
        en="the limit as {variable} approaches {target} of {operand}, end limit",
    ),
    "limit-": Text(
        ja="{variable} を {target} に下から近づけた極限、{operand}、極限終わり",
        en="the limit as {variable} approaches {target} from below of {operand}, end limit",
    ),
    "limit+": Text(
        ja="{variable} を {target} に上から近づけた極限、{operand}、極限終わり",
        en="the limit as {variable} approaches {target} from above of {operand}, end limit",
    ),
    "series": Text(
        ja="{variable} が {lower} から {upper} までの総和、{term}、総和終わり",
        en="the sum from {variable} equals {lower} to {upper} of {term}, end sum",
    ),
    r"\sup": Text(
        ja="{variable} についての上限、{operand}", en="the supremum over {variable} of {operand}"
    ),
    r"\inf": Text(
        ja="{variable} についての下限、{operand}", en="the infimum over {variable} of {operand}"
    ),
    "evaluated": Text(
        ja="{operand} を {variable} イコール {lower} から {upper} まで差し引いた値",
        en="{operand}, evaluated from {variable} equals {lower} to {upper},",
    ),
    "order": Text(ja="{argument} のオーダーの剰余", en="a remainder of order {argument}"),
    "branch": Text(ja="{condition} のとき {value}", en="{value} if {condition}"),
    "cases": Text(ja="場合分け、{branches}。場合分け終わり", en="by cases: {branches}; end cases"),
    "row": Text(ja="{number} 行目 {entries}", en="row {number}: {entries}"),
    "matrix": Text(
        ja="{rows} 行 {columns} 列の行列、{entries}。行列終わり",
        en="the {rows} by {columns} matrix, {entries}; end matrix",
    ),
}
"""Phrases by construct; ``.short`` is for parts that are single words."""

SIGNS = {
    "+": Text(ja="プラス", en="plus"),
    "-": Text(ja="マイナス", en="minus"),
    r"\pm": Text(ja="プラスマイナス", en="plus or minus"),
    "": Text(ja="かける", en="times"),
    r"\cdot": Text(ja="かける", en="times"),
    r"\times": Text(ja="かける", en="by"),
    "*": Text(ja="との畳み込み", en="convolved with"),
}

RELATIONS = {
    "=": Text(ja="イコール", en="equals"),
    "<": Text(ja="小なり", en="is less than"),
    ">": Text(ja="大なり", en="is greater than"),
    r"\le": Text(ja="小なりイコール", en="is at most"),
    r"\ge": Text(ja="大なりイコール", en="is at least"),
    r"\ne": Text(ja="ノットイコール", en="is not equal to"),
    r"\approx": Text(ja="ほぼ等しい", en="is approximately"),
    r"\in": Text(ja="属する", en="is in"),
    r"\to": Text(ja="近づく先", en="tends to"),
    r"\mapsto": Text(ja="写る先", en="maps to"),
    r"\sim": Text(ja="従う", en="is distributed as"),
}

LINKS = {
    ",": Text(ja="。", en="; "),
    r"\iff": Text(ja="。これは次と同値、", en=", if and only if "),
    r"\implies": Text(ja="。ゆえに、", en=", so that "),
}

ORDINALS = {2: Text(ja="二階", en="second "), 3: Text(ja="三階", en="third ")}

CONSTANTS = {
    r"\pi": Text(ja="パイ", en="pi"),
    r"\infty": Text(ja="無限大", en="infinity"),
    r"\mathbb{R}": Text(ja="実数全体", en="the real numbers"),
}

SPELLED = {
    r"\alpha": Text(ja="アルファ", en="alpha"),
    r"\beta": Text(ja="ベータ", en="beta"),
    r"\gamma": Text(ja="ガンマ", en="gamma"),
    r"\delta": Text(ja="デルタ", en="delta"),
    r"\varepsilon": Text(ja="イプシロン", en="epsilon"),
    r"\theta": Text(ja="シータ", en="theta"),
    r"\lambda": Text(ja="ラムダ", en="lambda"),
    r"\mu": Text(ja="ミュー", en="mu"),
    r"\rho": Text(ja="ロー", en="rho"),
    r"\sigma": Text(ja="シグマ", en="sigma"),
    r"\tau": Text(ja="タウ", en="tau"),
    "a^*": Text(ja="a スター", en="a star"),
    "x^*": Text(ja="x スター", en="x star"),
    "K_1": Text(ja="K の添字 1", en="K sub 1"),
    "K_2": Text(ja="K の添字 2", en="K sub 2"),
    r"\Delta_1": Text(ja="デルタの添字 1", en="delta sub 1"),
    r"\Delta_2": Text(ja="デルタの添字 2", en="delta sub 2"),
    r"\Delta_3": Text(ja="デルタの添字 3", en="delta sub 3"),
    "L^1": Text(ja="L1", en="L 1"),
    "L^2": Text(ja="L2", en="L 2"),
    r"L^\infty": Text(ja="L 無限大", en="L infinity"),
    "H^1": Text(ja="H1", en="H 1"),
    "W_1": Text(ja="W1", en="W 1"),
    "W_2": Text(ja="W2", en="W 2"),
    r"\log": Text(ja="ログ", en="log"),
    r"\ln": Text(ja="自然対数", en="natural log"),
    r"\exp": Text(ja="指数関数", en="the exponential"),
    r"\tanh": Text(ja="双曲線正接", en="the hyperbolic tangent"),
    r"\sinh": Text(ja="双曲線正弦", en="the hyperbolic sine"),
    r"\cosh": Text(ja="双曲線余弦", en="the hyperbolic cosine"),
    r"\zeta": Text(ja="ゼータ", en="zeta"),
    r"\max": Text(ja="最大値", en="the maximum"),
    r"\min": Text(ja="最小値", en="the minimum"),
    r"\varphi": Text(ja="ファイ", en="phi"),
    r"\mathcal{N}": Text(ja="正規分布", en="the normal distribution"),
    r"\operatorname{clip}": Text(ja="クリップ", en="clip"),
    r"\operatorname{KL}": Text(ja="KL 情報量", en="the KL divergence"),
    r"\operatorname{Li}": Text(ja="多重対数関数 Li", en="the polylogarithm Li"),
}
"""Names that are not spoken as they are written."""
