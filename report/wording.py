"""The words of the frame around the prose: labels, headings of the back matter, verdicts."""

from report.results.number import Kind
from report.results.text import Language, Text
from report.results.verdicts import VerdictKind

WORDS: dict[str, Text] = {
    "contents": Text(ja="目次", en="Contents"),
    "skip": Text(ja="本文へ進む", en="Skip to the text"),
    "other_language": Text(ja="English", en="日本語"),
    "as_pdf": Text(ja="PDF 版", en="PDF"),
    "draft": Text(ja="草稿", en="Draft"),
    "draft_because": Text(
        ja="検査に通らなかった項目があるため、これは公開できる版ではない。",
        en="Checks have failed, so this is not a version to publish.",
    ),
    "broken_section": Text(
        ja="この節は組み立てられなかった。", en="This section could not be assembled."
    ),
    "references": Text(ja="参考文献", en="References"),
    "numbers": Text(ja="数値一覧", en="The numbers"),
    "numbers_intro": Text(
        ja="本文・図表に現れる計算値のすべてについて、定義、値、求め方を示す。"
        "あわせて、その値を定義するプログラムの行と、値を読み取った計算結果のファイル、"
        "そのファイルの SHA-256 ハッシュの先頭を記す。本文中の数値からはここへ飛べる。",
        en="Every computed number in the text, tables and captions: what it is, its value, how it"
        " was obtained, the line of the program that defines it, and the file of results that it"
        " was read from, with the beginning of that file's SHA-256 hash. A number in the text"
        " links to its entry here.",
    ),
    "download": Text(ja="データ (CSV)", en="Data (CSV)"),
    "enlarge": Text(ja="拡大", en="Enlarge"),
    "close": Text(ja="閉じる", en="Close"),
    "permalink": Text(ja="この位置へのリンク", en="Link to this place"),
    "copy_latex": Text(ja="{}の LaTeX をコピー", en="Copy the LaTeX of {}"),
    "copied": Text(ja="コピー済み", en="Copied"),
    "copy_by_hand": Text(ja="選択済み、キーでコピー", en="Selected: copy with your keyboard"),
    "rail": Text(ja="目次と表示", en="Contents and display"),
    "colours": Text(ja="配色", en="Colours"),
    "colours_auto": Text(ja="自動", en="Auto"),
    "colours_light": Text(ja="ライト", en="Light"),
    "colours_dark": Text(ja="ダーク", en="Dark"),
    "obtained": Text(ja="求め方", en="Obtained"),
    "interval": Text(ja="区間", en="Interval"),
    "undetermined": Text(ja="不定", en="not determined"),
    "no_spread": Text(
        ja="定まらない（どの学習の値も同じ）", en="not determined (all runs gave the same)"
    ),
    "runs": Text(ja="実行数", en="Runs"),
    "printed": Text(ja="記事の表記", en="In the article"),
    "agreeing": Text(ja="{}桁一致", en="{} digits agree"),
    "source": Text(ja="定義箇所", en="Defined in"),
    "data": Text(ja="計算結果", en="Read from"),
    "entry": Text(ja="数値一覧の項目", en="Entry in the list of numbers"),
    "term_ja": Text(ja="日本語", en="Japanese"),
    "term_en": Text(ja="英語", en="English"),
    "term_meaning": Text(ja="本稿での意味", en="Meaning here"),
}

LABELS: dict[str, Text] = {
    "section": Text(ja="{}節", en="Section {}"),
    "subsection": Text(ja="{}節", en="Section {}"),
    "figure": Text(ja="図{}", en="Figure {}"),
    "table": Text(ja="表{}", en="Table {}"),
    "equation": Text(ja="式({})", en="Equation ({})"),
}
"""How an anchor is called when the prose refers to it; the braces take its number."""

KINDS: dict[Kind, Text] = {
    "exact": Text(ja="厳密値", en="exact"),
    "certified": Text(ja="精度保証済み", en="certified"),
    "computed": Text(ja="計算値", en="computed"),
    "counted": Text(ja="計数値", en="counted"),
    "sampled": Text(ja="標本値", en="sampled"),
    "recorded": Text(ja="記録値", en="recorded"),
    "configured": Text(ja="設定値", en="configured"),
}

VERDICTS: dict[VerdictKind, Text] = {
    "agrees": Text(ja="一致", en="agrees"),
    "refuted": Text(ja="不成立", en="refuted"),
    "mixed": Text(ja="一部成立", en="mixed"),
    "held then, not now": Text(ja="当時は成立", en="held then, not now"),
    "cited": Text(ja="引用のみ", en="cited"),
    "not comparable": Text(ja="比較対象外", en="not comparable"),
}


def words(language: Language) -> dict[str, str]:
    """Pick the frame's words in one language."""
    return {name: text.in_(language) for name, text in WORDS.items()}


def label(kind: str, number: str, language: Language) -> str:
    """How a numbered thing is called, such as "Figure 3" or "図3"."""
    return LABELS[kind].in_(language).format(number)
