"""Small results of the right types, made up but consistent, for drawing."""

import types
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin

import msgspec
import numpy as np
from scipy import ndimage

from report.results import (
    benchmark,
    certificates,
    dataset,
    equations,
    frameworks,
    network,
    pieces,
    slopes,
    survey,
)
from report.results.bundle import Results
from report.results.text import Text

T = TypeVar("T")
RANDOM = 7
"""Seed of everything made up here."""


def blank(kind: Any) -> Any:
    """Make a value of a type: empty tuples and mappings, None where allowed, zero, "1"."""
    origin, inner = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        if kind is Text:
            return Text(ja="名前", en="name")
        fields = msgspec.structs.fields(kind)
        return kind(**{field.name: blank(field.type) for field in fields})
    if origin is tuple:
        return () if Ellipsis in inner else tuple(blank(part) for part in inner)
    if origin in (Union, types.UnionType):
        return None if type(None) in inner else blank(inner[0])
    if origin is Literal:
        return inner[0]
    return "1" if kind is str else (origin or kind)()


def made(kind: type[T], **fields: Any) -> T:
    """Make a struct whose fields are blank but for those given."""
    return cast(T, msgspec.structs.replace(blank(kind), **fields))


def interval(mean: float, half: float, runs: int = 20) -> network.Interval:
    """Put an interval around a mean, as decimal strings."""
    low, high = f"{mean - half:.6f}", f"{mean + half:.6f}"
    return network.Interval(f"{mean:.6f}", low, high, f"{2 * half:.6f}", runs)


def digit(label: int) -> np.ndarray:
    """Draw a ring and a bar that depends on the label, 28 by 28."""
    y, x = np.mgrid[-14:14, -14:14] + 0.5
    ring = np.exp(-((np.hypot(x, y - label / 3) - 7) ** 2) / 4)
    bar = np.exp(-((x - label + 4) ** 2) / 5) * (abs(y) < 9)
    return np.asarray(np.clip(255 * np.maximum(ring, bar), 0, 255).astype(int))


def rows(image: np.ndarray) -> network.Image:
    """Turn an image into what the results hold."""
    return tuple(tuple(int(pixel) for pixel in row) for row in image)


def sample(label: int) -> network.Sample:
    """Make up a test image, with its two Prewitt responses by SciPy."""
    image = digit(label)
    vertical, horizontal = (
        np.abs(ndimage.prewitt(image, axis=axis, mode="constant")) for axis in (1, 0)
    )
    return network.Sample(100 + label, label, rows(image), rows(vertical), rows(horizontal))


def training(model: str, first: float, last: float, epochs: int = 15) -> network.Training:
    """Make up runs whose accuracy climbs from ``first`` to ``last`` with some noise."""
    random = np.random.default_rng([RANDOM, len(model)])
    means = last - (last - first) / np.arange(1, epochs + 1)
    correct = np.rint(10_000 * (means + 0.002 * random.standard_normal((20, epochs)))).astype(int)
    runs = [
        made(network.Run, seed=seed, correct=tuple(int(c) for c in counts))
        for seed, counts in enumerate(correct)
    ]
    accuracy = [interval(float(c.mean()) / 10_000, 0.001) for c in correct.T]
    return made(
        network.Training,
        architecture=made(network.Architecture, id=model, parameters=15_690),
        epochs=epochs,
        test_images=10_000,
        runs=tuple(runs),
        accuracy=tuple(accuracy),
    )


def portrait() -> network.Portrait:
    """Make up a confusion matrix, the images misread, and smooth weights."""
    random = np.random.default_rng(RANDOM)
    confusion = random.poisson(4, (10, 10)) * (random.random((10, 10)) < 0.6)
    np.fill_diagonal(confusion, random.integers(900, 1100, 10))
    weights = ndimage.gaussian_filter(random.standard_normal((2, 10, 28, 28)), (0, 0, 1.5, 1.5))
    misread = [
        network.Misread(200 + k, k % 10, (k + 3) % 10, f"0.9{9 - k % 10}1234", rows(digit(k % 10)))
        for k in range(12)
    ]
    return network.Portrait(
        seed=0,
        confusion=rows(confusion),
        misread=tuple(misread),
        weights=tuple(tuple(tuple(map(tuple, image.tolist())) for image in f) for f in weights),
    )


MARKS = {"0.25": "quarter", "0.2": "fifth", "0.19233": "article", "0.16667": "sixth", "0.5": "half"}


def swap() -> network.Swap:
    """Make up accuracy and errors that are best at slopes a little above 1/5."""
    slopes_ = sorted({*np.round(np.arange(0.1, 0.52, 0.02), 3), *map(float, MARKS)})
    points = [
        made(
            network.SwapPoint,
            slope=f"{s:g}",
            mark=MARKS.get(f"{s:g}", ""),
            accuracy=interval(0.952 - 0.3 * (s - 0.22) ** 2, 0.001),
            output_error=interval(0.01 + 0.5 * (s - 0.21) ** 2, 0.001),
            hidden_error=interval(0.03 + 0.4 * (s - 0.2) ** 2, 0.001),
        )
        for s in slopes_
    ]
    return made(
        network.Swap,
        hidden=20,
        baseline=interval(0.953, 0.001),
        points=tuple(points),
        best_output=interval(0.21, 0.004),
        best_accuracy=interval(0.22, 0.01),
        best_hidden=interval(0.2, 0.003),
        data_slope=interval(0.203, 0.002),
    )


def slope_trainings() -> tuple[network.SlopeTraining, ...]:
    """Make up the sigmoid and five slopes, nearly alike."""
    slopes_ = {"sigmoid": "", **{mark: slope for slope, mark in MARKS.items()}}
    return tuple(
        made(
            network.SlopeTraining,
            mark=mark,
            slope=slope,
            epochs=15,
            accuracy=(interval(0.93, 0.001), interval(0.951 + 0.0004 * k, 0.0008)),
        )
        for k, (mark, slope) in enumerate(slopes_.items())
    )


def networks(*, close: bool = False) -> network.Network:
    """Make up all of the network stage that the figures read.

    ``close`` makes everything alike, so that labels would lie on top of each other.
    """
    ends = [0.968] * 4 if close else [0.968, 0.924, 0.952, 0.978]
    return made(
        network.Network,
        prewitt=made(network.Prewitt, samples=tuple(sample(label) for label in (0, 2, 4, 5, 7))),
        **{m: training(m, end - 0.02, end) for m, end in zip(network.MODELS, ends, strict=True)},
        portrait=portrait(),
        swap=swap(),
        slopes=slope_trainings(),
    )


WIDTHS = {"four": "4", "five": "5", "six": "6", "best": "5.19936381662864"}
HALF_ERRORS = {
    "four": "0.0123939410215113901",
    "five": "0.0051364390035927127",
    "six": "0.0077621043617629972",
    "best": "0.0049470056329875073",
}
PARABOLAS = {"four": ("4", "0.000824923526"), "best": ("3.99197948719976", "0.000824454651")}
CRITERIA = {
    "tangent": ("原点の接線", "tangent at the origin", "0.25"),
    "normal": ("L2(標準正規分布の重み)", "L2 weighted by a normal density", "0.214227"),
    "logistic": ("L2(ロジスティック分布の重み)", "L2 weighted by the logistic density", "0.203076"),
    "l1": ("L1", "L1", "0.200570"),
    "h1": ("H1 セミノルム", "H1 seminorm", "0.199400"),
    "l2": ("L2", "L2", "0.192331"),
    "minimax": ("最大誤差", "largest error", "0.177065"),
    "kl": ("KL ダイバージェンス(逆向き)", "reverse Kullback–Leibler divergence", "0.166667"),
    "hellinger": ("Hellinger 距離", "Hellinger distance", "0.153018"),
}
FRAMEWORKS = {
    "1/5": "Theano|Keras, tf.keras|tf_keras|ONNX|MXNet|Caffe2|Chainer|Deeplearning4j|ncnn|Burn",
    "1/6": "PyTorch|JAX|Keras 3|Paddle|tinygrad|candle|OpenVINO HSigmoid|MindSpore",
    "1/2": "BinaryConnect|JAX sparse_sigmoid",
}


def slope_results() -> slopes.Slopes:
    """Give the slopes as the article and its sequel have them, to a few digits."""
    line = [
        made(
            slopes.HalfError,
            at=at,
            a=WIDTHS[at],
            value=value,
            ratio=f"{float(value) / 0.0049470056:.6f}",
        )
        for at, value in HALF_ERRORS.items()
    ]
    parabolas = [
        made(slopes.HalfError, at=at, a=a, value=value) for at, (a, value) in PARABOLAS.items()
    ]
    criteria = [
        made(
            slopes.Criterion,
            id=id_,
            family="line",
            name=Text(ja=ja, en=en),
            best_slope=slope,
            best_a=str(1 / float(slope)),
        )
        for id_, (ja, en, slope) in CRITERIA.items()
    ]
    return made(
        slopes.Slopes,
        least_squares=(
            made(
                slopes.LeastSquares,
                family="line",
                best_a=WIDTHS["best"],
                best_slope="0.192331222",
                errors=tuple(line),
            ),
            made(
                slopes.LeastSquares,
                family="parabolas",
                best_a=PARABOLAS["best"][0],
                errors=tuple(parabolas),
            ),
        ),
        criteria=tuple(criteria),
        crossing=made(slopes.Crossing, abscissa="1.16762113924", error="0.0291905285"),
        taylor=("1/2", "1/4", "0", "-1/48", "0", "1/480", "0", "-17/80640"),
    )


def survey_results() -> survey.Survey:
    """Say who ships which slope; one of them no longer."""
    entries = tuple(
        made(
            survey.Framework,
            id=name.lower(),
            name=name,
            slope=slope,
            until="2.15" if name == "Keras, tf.keras" else None,
        )
        for slope, names in FRAMEWORKS.items()
        for name in names.split("|")
    )
    return made(survey.Survey, frameworks=entries)


OPTIMA = {3: "0.0098940112", 5: "0.0011862145", 7: "0.00030205196", 9: "0.00010949023"}
PUBLISHED = {
    "A-law": (9, "0.0129"),
    "Alippi–Storti-Gajani": (None, "0.0021"),
    "PLAN": (7, "0.00104415"),
    "CRI (coarse)": (5, "0.0033"),
    "CRI (middle)": (9, "0.0018"),
    "CRI (fine)": (17, "0.0014"),
    "Zhang": (None, "0.00164985"),
}


def piece_results() -> pieces.Pieces:
    """Give the best polygons and the literature, to a few digits."""
    return made(
        pieces.Pieces,
        optima=tuple(made(pieces.Optimum, pieces=n, error=error) for n, error in OPTIMA.items()),
        asymptote="0.70538148",
        methods=tuple(
            made(pieces.Method, name=Text(ja=name, en=name), pieces=n, l2=error)
            for name, (n, error) in PUBLISHED.items()
        ),
    )


def benchmark_results(*, close: bool = False) -> benchmark.Benchmark:
    """Make up ratios that differ by engine, or hardly do."""
    ratios = {"numpy": 4.0, "eager": 0.7, "graph": 1.05, "xla": 1.6}
    ratios = {engine: 1 + 0.01 * ratio for engine, ratio in ratios.items()} if close else ratios
    return made(
        benchmark.Benchmark,
        throughput=tuple(
            made(
                benchmark.Throughput,
                engine=engine,
                size=size,
                ratio=benchmark.Spread(
                    f"{ratio * grow:.3f}",
                    f"{ratio * grow * 0.93:.3f}",
                    f"{ratio * grow * 1.1:.3f}",
                    31,
                ),
            )
            for engine, ratio in ratios.items()
            for size, grow in ((1_024, 0.9), (16_384, 1.0), (262_144, 1.1), (4_194_304, 1.15))
        ),
    )


def results(*, close: bool = False) -> Results:
    """Put all together; ``close`` makes labels collide unless they are moved."""
    return Results(
        dataset=blank(dataset.Dataset),
        network=networks(close=close),
        slopes=slope_results(),
        certificates=blank(certificates.Certificates),
        pieces=piece_results(),
        frameworks=blank(frameworks.Frameworks),
        survey=survey_results(),
        equations=blank(equations.Equations),
        benchmark=benchmark_results(close=close),
    )
