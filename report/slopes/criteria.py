"""The criteria, as data: one entry each. Adding an entry is all it takes to try another."""

from fractions import Fraction
from typing import TypeVar

from mpmath import mp

from report.results.slopes import Family
from report.results.text import Text
from report.slopes.criterion import Criterion, HalfLoss, Unsolvable, Width
from report.slopes.gaps import GreatestError, TangentGap, VarianceGap
from report.slopes.losses import (
    ABSOLUTE,
    CHI_SQUARED,
    CROSS_ENTROPY,
    FORWARD_KL,
    HELLINGER,
    JENSEN_SHANNON,
    REVERSE_KL,
    SQUARED,
    logistic_density,
    normal_density,
)
from report.slopes.measures import PointIntegral, SlopeIntegral, Sum

NORMAL = Text(ja="正規分布で重み付けした L2", en="L2 weighted by a normal density")

Form = TypeVar("Form", Width, HalfLoss)


def _line(form: Form) -> dict[Family, Form]:
    return {"line": form}


def _both(line: Form, parabolas: Form) -> dict[Family, Form]:
    return {"line": line, "parabolas": parabolas}


def normal(
    deviation: Fraction | int | str,
    id_: str = "normal",
    name: Text = NORMAL,
    density: str = r"\varphi_\sigma(x)",
) -> Criterion:
    """Make a criterion: least squares weighted by a normal density around 0.

    ``density`` is its LaTeX. In the variable of tanh(x) = 2 f(2x) - 1 the same density is twice
    as wide. ValueError unless the deviation is above 0.
    """
    exact = Fraction(deviation)
    if exact <= 0:
        raise ValueError(f"deviation: {deviation} is not above 0")

    def measure(scale: int) -> PointIntegral:
        return PointIntegral(SQUARED, normal_density(scale * exact.numerator, exact.denominator))

    definition = rf"\int_{{-\infty}}^{{\infty}} (f-g_a)^2\,{density}\,dx"
    return Criterion(id_, name, definition, measure(1), for_tanh=measure(2))


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        id="tangent",
        name=Text(ja="原点での接線", en="Tangent at the origin"),
        definition=r"|f'(0)-g_a'(0)|",
        measure=TangentGap(),
        widths=_both(Width("4", lambda: Fraction(4)), Width("4", lambda: Fraction(4))),
    ),
    normal(
        1,
        "normal_one",
        Text(ja="標準正規分布で重み付けした L2", en="L2 weighted by the standard normal density"),
        r"\varphi(x)",
    ),
    Criterion(
        id="logistic",
        name=Text(
            ja="ロジスティック分布で重み付けした L2", en="L2 weighted by the logistic density"
        ),
        definition=r"\int_{-\infty}^{\infty} (f-g_a)^2 f'\,dx",
        measure=PointIntegral(SQUARED, logistic_density),
    ),
    Criterion(
        id="l1",
        name=Text(
            ja="L1（Wasserstein-1 距離に等しい）", en="L1, equal to the Wasserstein-1 distance"
        ),
        definition=r"\int_{-\infty}^{\infty} |f-g_a|\,dx",
        measure=PointIntegral(ABSOLUTE),
        widths=_line(
            Width(r"4\sqrt{2}\,\log(1+\sqrt{2})", lambda: 4 * mp.sqrt(2) * mp.log(1 + mp.sqrt(2)))
        ),
        aliases=("w1", "absolute"),
    ),
    Criterion(
        id="h1_seminorm",
        name=Text(ja="導関数どうしの L2（H1 半ノルム）", en="L2 of the derivatives (H1 seminorm)"),
        definition=r"\int_{-\infty}^{\infty} (f'-g_a')^2\,dx",
        measure=SlopeIntegral(),
        half_losses=_both(
            HalfLoss(
                r"\frac{1}{12}-\frac{1}{2a}+\frac{2}{a\,(1+e^{a/2})}",
                lambda a: mp.mpf(1) / 12 - 1 / (2 * a) + 2 / (a * (1 + mp.exp(a / 2))),
            ),
            HalfLoss(
                r"\frac{1}{12}+\frac{4}{3a}-\frac{2}{a^2}\log\frac{1+e^a}{2}",
                lambda a: mp.mpf(1) / 12 + 4 / (3 * a) - 2 * mp.log((1 + mp.exp(a)) / 2) / a**2,
            ),
        ),
    ),
    normal(
        2,
        "normal_two",
        Text(
            ja="標準偏差を倍にした正規分布で重み付けした L2",
            en="L2 weighted by a normal density with twice the standard deviation",
        ),
        r"\tfrac{1}{2}\varphi(\tfrac{x}{2})",
    ),
    Criterion(
        id="h1",
        name=Text(
            ja="関数と導関数の L2 の和（H1 ノルム）", en="L2 of values and derivatives (H1 norm)"
        ),
        definition=r"\int_{-\infty}^{\infty} \left( (f-g_a)^2+(f'-g_a')^2 \right) dx",
        measure=Sum(PointIntegral(SQUARED), SlopeIntegral()),
        for_tanh=Sum(PointIntegral(SQUARED), SlopeIntegral(4)),
    ),
    Criterion(
        id="l2",
        name=Text(ja="L2（最小二乗、記事の基準）", en="L2 (least squares, the article's)"),
        definition=r"\int_{-\infty}^{\infty} (f-g_a)^2\,dx",
        measure=PointIntegral(SQUARED),
        half_losses=_both(
            HalfLoss(
                r"\frac{a}{24}-\frac{1}{2}+\frac{\pi^2}{6a}"
                r"+\frac{2}{a}\operatorname{Li}_2(-e^{-a/2})",
                lambda a: (
                    a / 24
                    - mp.mpf(1) / 2
                    + mp.pi**2 / (6 * a)
                    + 2 * mp.polylog(2, -mp.exp(-a / 2)) / a
                ),
            ),
            HalfLoss(
                r"\frac{a}{20}-\frac{1}{2}+\frac{\pi^2}{6a}"
                r"-\frac{1}{a^2}\left(\frac{3}{2}\zeta(3)+2\operatorname{Li}_3(-e^{-a})\right)",
                lambda a: (
                    a / 20
                    - mp.mpf(1) / 2
                    + mp.pi**2 / (6 * a)
                    - (3 * mp.zeta(3) / 2 + 2 * mp.polylog(3, -mp.exp(-a))) / a**2
                ),
            ),
        ),
        aliases=("least_squares",),
    ),
    Criterion(
        id="chi_squared",
        name=Text(ja="カイ二乗（Fisher 情報量で重み付け）", en="Chi-squared (Fisher weight)"),
        definition=r"\int_{-\infty}^{\infty} \frac{(f-g_a)^2}{f\,(1-f)}\,dx",
        measure=PointIntegral(CHI_SQUARED),
        half_losses=_line(
            HalfLoss(
                r"\frac{4}{a^2}\sinh\frac{a}{2}-\frac{2}{a}e^{-a/2}-\frac{a}{6}",
                lambda a: 4 * mp.sinh(a / 2) / a**2 - 2 * mp.exp(-a / 2) / a - a / 6,
            )
        ),
    ),
    Criterion(
        id="minimax",
        name=Text(ja="最大誤差の最小化（ミニマックス）", en="Smallest greatest error (minimax)"),
        definition=r"\sup_x |f-g_a|",
        measure=GreatestError(),
        aliases=("chebyshev", "kolmogorov"),
    ),
    Criterion(
        id="reverse_kl",
        name=Text(
            ja="逆向きの KL ダイバージェンス（Wasserstein-2 距離と同値）",
            en="Reverse KL divergence, equivalent to the Wasserstein-2 distance",
        ),
        definition=r"\int_{-\infty}^{\infty} \operatorname{KL}(g_a,f)\,dx",
        measure=PointIntegral(REVERSE_KL),
        widths=_both(
            Width("6", lambda: Fraction(6)),
            Width(
                r"16+12\log 2-16\sqrt{2}\,\log(1+\sqrt{2})",
                lambda: 16 + 12 * mp.log(2) - 16 * mp.sqrt(2) * mp.log(1 + mp.sqrt(2)),
            ),
        ),
        half_losses=_both(
            HalfLoss(
                r"\frac{\pi^2}{12}-\frac{a}{4}+\frac{a^2}{48}",
                lambda a: mp.pi**2 / 12 - a / 4 + a**2 / 48,
            ),
            HalfLoss(
                r"\frac{\pi^2}{12}"
                r"-\left(\frac{4}{3}+\log 2-\frac{4}{3}\sqrt{2}\,\log(1+\sqrt{2})\right)a"
                r"+\frac{a^2}{24}",
                lambda a: (
                    mp.pi**2 / 12
                    - (mp.mpf(4) / 3 + mp.log(2) - 4 * mp.sqrt(2) * mp.log(1 + mp.sqrt(2)) / 3) * a
                    + a**2 / 24
                ),
            ),
        ),
        aliases=("w2",),
    ),
    Criterion(
        id="jensen_shannon",
        name=Text(ja="Jensen–Shannon ダイバージェンス", en="Jensen–Shannon divergence"),
        definition=r"\int_{-\infty}^{\infty}"
        r" \frac{\operatorname{KL}(f,m_a)+\operatorname{KL}(g_a,m_a)}{2}\,dx,"
        r"\quad m_a=\frac{f+g_a}{2}",
        measure=PointIntegral(JENSEN_SHANNON),
    ),
    Criterion(
        id="variance",
        name=Text(ja="分散の一致", en="Equal variance"),
        definition=r"\left| \int_{-\infty}^{\infty} x^2 (f'-g_a')\,dx \right|",
        measure=VarianceGap(),
        widths=_both(
            Width(r"2\pi", lambda: 2 * mp.pi), Width(r"\sqrt{2}\,\pi", lambda: mp.sqrt(2) * mp.pi)
        ),
    ),
    Criterion(
        id="hellinger",
        name=Text(ja="Hellinger 距離", en="Hellinger distance"),
        definition=r"\int_{-\infty}^{\infty}"
        r" \left( 1-\sqrt{f\,g_a}-\sqrt{(1-f)(1-g_a)} \right) dx",
        measure=PointIntegral(HELLINGER),
    ),
    Criterion(
        id="forward_kl",
        name=Text(ja="順向きの KL ダイバージェンス", en="Forward KL divergence"),
        definition=r"\int_{-\infty}^{\infty} \operatorname{KL}(f,g_a)\,dx",
        measure=PointIntegral(FORWARD_KL),
        unsolvable=Unsolvable(
            "diverges",
            Text(
                ja="両端の節点の外では g が定数に達しているのに f は達しないため、"
                "どの幅でも無限大になる。",
                en="Beyond the knees g has reached its bounds and f has not, so it is infinite "
                "for every width.",
            ),
        ),
    ),
    Criterion(
        id="cross_entropy",
        name=Text(ja="交差エントロピー", en="Cross-entropy"),
        definition=r"-\int_{-\infty}^{\infty} \left( g_a \log f+(1-g_a)\log(1-f) \right) dx",
        measure=PointIntegral(CROSS_ENTROPY),
        half_losses=_both(
            HalfLoss(r"\frac{\pi^2}{12}+\frac{a^2}{48}", lambda a: mp.pi**2 / 12 + a**2 / 48),
            HalfLoss(r"\frac{\pi^2}{12}+\frac{a^2}{24}", lambda a: mp.pi**2 / 12 + a**2 / 24),
        ),
        unsolvable=Unsolvable(
            "degenerates",
            Text(
                ja="幅を縮めるほど小さくなり、最小となるのは階段関数だが、これは族に含まれない。",
                en="It keeps falling as the width shrinks; it is least for the step function, "
                "which does not belong to the family.",
            ),
        ),
    ),
)


def criterion(name: str) -> Criterion:
    """Find a criterion by id or alias; an unknown name is a ValueError that lists the ids."""
    for known in CRITERIA:
        if name == known.id or name in known.aliases:
            return known
    ids = ", ".join(known.id for known in CRITERIA)
    raise ValueError(f"criterion: {name!r} is unknown; choose one of {ids}")
