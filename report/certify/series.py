"""Polylogarithms of small negative arguments, enclosed at any precision."""

from math import ceil, isqrt, log2

from flint import arb, ctx


def polylogarithms(z: arb, orders: tuple[int, ...]) -> tuple[arb, ...]:
    """Enclose Li_s(-z) for every positive s in ``orders``, for one 0 < z < 3/4.

    The alternating series of (-z)^k / k^s is summed in blocks of about the square root of its
    length, so that few full multiplications are needed (D. M. Smith's rectangular splitting),
    each block at the precision it deserves. The terms left out alternate and shrink, so that
    together they stay below the first of them; that is added to the radius.
    """
    if not 0 < z < 0.75:
        raise ValueError(f"z: {z} is not a number in (0, 3/4)")
    prec = ctx.prec
    bits_per_term = -log2(float(z))
    block = isqrt(int(prec / bits_per_term)) + 1
    blocks = int(prec / bits_per_term / block) + 1
    powers = [arb(1)]
    for _ in range(block):
        powers.append(-z * powers[-1])
    totals = [arb(0) for _ in orders]
    for start in range((blocks - 1) * block, -1, -block):
        with ctx.workprec(max(64, ceil(prec - start * bits_per_term) + 32)):
            for at, order in enumerate(orders):
                terms = (powers[i] / (start + i) ** order for i in range(block) if start + i)
                totals[at] = totals[at] * powers[block] + sum(terms, arb(0))
    first_omitted = (abs(powers[block]) ** blocks).upper()
    return tuple(total + arb(0, first_omitted) for total in totals)
