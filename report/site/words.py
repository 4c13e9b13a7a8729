"""What the site's first page says besides the report's own title and description."""

from report.results.text import Text

WORDS: dict[str, Text] = {
    "language": Text(ja="日本語", en="English"),
    "read": Text(ja="報告書を読む", en="Read the report"),
    "paper": Text(ja="PDF 版", en="PDF"),
    "found": Text(ja="検証の結果", en="What was found"),
    "behind": Text(ja="報告書の元になるもの", en="What the report rests on"),
    "behind_intro": Text(
        ja="報告書中の数値と図は、すべて次のファイルに収めた計算結果から作られている。",
        en="Every number and every figure of the report is made from what was computed, which these"
        " files hold.",
    ),
    "figures": Text(ja="図とそのデータ", en="Figures and their data"),
    "figure": Text(ja="図", en="Figure"),
    "data": Text(ja="データ", en="Data"),
    "drawing": Text(ja="図版", en="Drawing"),
    "results": Text(ja="計算結果", en="Results"),
    "file": Text(ja="ファイル", en="File"),
    "content": Text(ja="内容", en="Content"),
    "size": Text(ja="大きさ", en="Size"),
    "sums": Text(ja="チェックサム", en="Checksums"),
    "sums_intro": Text(
        ja="全ファイルのハッシュ値の一覧。このサイトの写しを置いたフォルダで次を実行すると、"
        "一つも欠けず変わっていないことを確かめられる。",
        en="The hashes of all files. In a copy of this site, this command shows that none is"
        " missing or changed:",
    ),
}
FACTS: dict[str, Text] = {
    "verdicts.count": Text(ja="検証した記述", en="statements checked"),
    "line.best_slope": Text(ja="最小二乗の傾き", en="the slope of least squares"),
    "certified.digits": Text(ja="証明した桁数", en="digits proved"),
}
"""The numbers on the page, by their ids."""
VERDICTS = Text(
    ja="記事の記述ごとの判定とその根拠",
    en="the verdict on each statement of the article, and what it rests on",
)
RESULTS: dict[str, Text] = {
    "dataset": Text(ja="画像データの素性", en="which images were used"),
    "network": Text(
        ja="ネットワークの学習と比較", en="the networks: training, accuracy, comparisons"
    ),
    "slopes": Text(ja="基準ごとの最良の傾き", en="the best slope by each criterion"),
    "certificates": Text(ja="定数の精度保証", en="the proofs of the constants' digits"),
    "pieces": Text(
        ja="折れ線による近似と文献の値", en="approximations by pieces, and the literature's values"
    ),
    "frameworks": Text(ja="導入済みライブラリの実測", en="what the installed software does"),
    "survey": Text(ja="各フレームワークの傾き", en="the slopes that frameworks ship"),
    "equations": Text(ja="数式の数値検証", en="the equations, evaluated"),
    "benchmark": Text(ja="速さの測定記録", en="the recorded measurements of speed"),
}
"""What each file of results holds; every part of the results has its line."""
