"""The site can be put on any host as it is: whole, verifiable, in the reader's language."""

import doctest
import fcntl
import gzip
import hashlib
import io
import re
import shutil
import socket
import subprocess
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import urldefrag
from xml.etree import ElementTree

import brotli
import lxml.html
import pytask
import pytest
from PIL import Image

import figures
from report import __main__ as command
from report import build, site, workspace
from report.render.outline import Anchor
from report.results.bundle import Results
from report.results.number import Number
from report.results.text import LANGUAGES, Text
from report.results.verdicts import Verdict, VerdictKind, Verdicts
from report.site import address, card, folder, index
from report.site.found import Found
from report.workspace import InputError
from tests.browsing import barriers, needs_browser
from tests.figures import examples

WORDS = Text(ja="例", en="example")
WHERE = "https://example.org/a-report/"
NAMES = figures.names()


def number(id_, value):
    """Make a number that the site shows."""
    return Number(id_, WORDS, value, "certified" if "." in value else "counted", WORDS)


def found():
    """Make up what was found; the curves are those of the sigmoid."""
    kinds: tuple[VerdictKind, ...] = ("agrees", "agrees", "refuted", "held then, not now")
    verdicts = (Verdict(str(at), "cnn", WORDS, WORDS, kind, kind) for at, kind in enumerate(kinds))
    numbers = (
        number("verdicts.count", "4321"),
        number("line.best_slope", "0.19233122267"),
        number("certified.digits", "77"),
    )
    return Found(
        {one.id: one for one in numbers},
        Verdicts(tuple(verdicts)),
        figures.load("lines").table(examples.results()),
    )


def made():
    """Make up what a build makes: pages with the figures' anchors, and all that lies beside."""
    anchors = (Anchor("figure", name, "1") for name in NAMES)
    body = "".join(f'<p id="{anchor.target}">x</p>' for anchor in anchors)
    files = {f"report.{language}.pdf": b"%PDF-1.7" for language in LANGUAGES}
    for language in LANGUAGES:
        policy = "default-src 'none'; img-src data:"
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        page = f"<html lang='{language}'>{meta}<title>T</title>{body}</html>"
        files[f"report.{language}.html"] = page.encode()
        files |= {f"figures/{name}.{language}.svg": b"<svg/>" for name in NAMES}
    files |= {f"data/{name}.csv": b"x\n1\n" for name in NAMES}
    files |= {f"results/{part}.json": b"{}" for part in Results.__struct_fields__}
    return files | {"verdicts.json": b"{}"}


@pytest.fixture(scope="module")
def whole():
    """Make a site that does not know its address."""
    return site.files(made(), found())


@pytest.fixture(scope="module")
def placed(whole, tmp_path_factory):
    """Put the site into a folder."""
    where = tmp_path_factory.mktemp("host") / "site"
    folder.place(whole, where)
    return where


def test_the_checksums_are_those_of_all_files(placed):
    """What coreutils reads is complete, and right by an independent hash."""
    listed = dict(
        reversed(line.split("  ", 1)) for line in (placed / site.SUMS).read_text().splitlines()
    )
    files = {path for path in placed.rglob("*") if path.is_file() and path.name[0] != "."}
    assert {placed / name for name in listed} == files - {placed / site.SUMS}
    for name, digest in listed.items():
        assert hashlib.sha256((placed / name).read_bytes()).hexdigest() == digest
    if tool := shutil.which("sha256sum"):
        subprocess.run([tool, "--check", "--strict", "--quiet", site.SUMS], cwd=placed, check=True)


def test_what_the_build_made_is_there_unchanged(whole):
    """Without an address every file of the report is published byte for byte."""
    assert made().items() <= whole.items()


def test_what_an_older_build_has_left_is_no_part_of_the_site(tmp_path):
    """A figure that is none any more, and what systems leave, are not published."""
    files = made() | {"figures/gone.en.svg": b"", "data/gone.csv": b"", "results/._x.json": b""}
    for name, content in files.items():
        workspace.write(tmp_path / name, content)
    assert folder.made(tmp_path) == made()


def test_every_link_leads_into_the_folder(placed):
    """Files and the places within them exist, and the page offers every file of the build."""
    tree = lxml.html.parse(str(placed / "index.html")).getroot()
    offered = set()
    for link in tree.iterfind(".//a[@href]"):
        name, place = urldefrag(link.get("href"))
        target = tree
        if name:
            assert (placed / name).resolve().is_relative_to(placed)
            assert (placed / name).is_file()
            offered.add(name)
        if name.endswith(".html"):
            target = lxml.html.parse(str(placed / name)).getroot()
        assert not place or target.get_element_by_id(place) is not None
    assert offered == {*made(), site.SUMS}


@pytest.mark.parametrize(("suffix", "tool"), [(".gz", gzip.decompress), (".br", brotli.decompress)])
def test_every_page_is_there_compressed(whole, suffix, tool):
    """A server that looks for such a file sends the same page."""
    pages = [name for name in whole if name.endswith(".html")]
    assert len(pages) == 3
    for name in pages:
        assert tool(whole[name + suffix]) == whole[name]


def test_the_page_is_well_formed(placed):
    """Every element is closed in its place, ids are unique, every image and icon is in the page."""
    text = (placed / "index.html").read_text("utf-8")
    closed = re.sub(r"<(meta|link)\b([^>]*)>", r"<\1\2/>", text.partition("\n")[2])
    bare = re.sub(r"<(style|script)>.*?</\1>", "", closed, flags=re.DOTALL)
    tree = ElementTree.fromstring(bare)  # noqa: S314 — made by us
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) > 3
    icons = [link.get("href") for link in tree.iterfind("head/link[@rel='icon']")]
    assert [str(icon)[:19] for icon in icons] == ["data:image/svg+xml,"]
    assert "None" not in "".join(tree.itertext())


def test_both_languages_are_told_everything(placed):
    """Title, description, numbers and tallies stand in both, and come from what was found."""
    tree = lxml.html.parse(str(placed / "index.html")).getroot()
    ja, en = (tree.get_element_by_id(language) for language in LANGUAGES)
    for article, title, agreeing in (
        (ja, "ハードシグモイド", "一致 2"),
        (en, "Hard Sigmoid", "agrees 2"),
    ):
        text = " ".join(article.text_content().split())
        assert title in article.findtext("h1", "")
        assert agreeing in text
        for value in ("4,321", "0.192331222…", "77"):
            assert value in text
    tags = [[element.tag for element in article.iter()] for article in (ja, en)]
    assert tags[0] == tags[1]


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (999_499, "999 kB"), (999_500, "1.0 MB")],
)
def test_sizes_are_in_powers_of_ten(count, shown):
    """A kilobyte is a thousand bytes, and no size is written as a thousand of its unit."""
    assert index.size(count).replace("\N{NO-BREAK SPACE}", " ") == shown


def test_the_example_in_the_docstring_holds():
    """What the docstring shows is what the function does."""
    outcome = doctest.testmod(index)
    assert (outcome.failed, outcome.attempted) == (0, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_preview_is_a_picture_of_the_usual_size(whole, language):
    """It is 1200 by 630 pixels, says nothing about who drew it, and is the same every time."""
    content = whole[card.name(language)]
    assert card.picture(found(), language) == content
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (1200, 630)
        assert set(image.info) <= {"dpi"}
        assert len(image.convert("L").getcolors() or ()) > 50


def test_the_preview_shows_what_was_found():
    """Another count of statements or another slope gives other words, in both languages."""
    assert card.remarks(found(), "en") == (
        "4,321 statements checked",
        "least-squares slope 0.1923312...",
    )
    assert card.remarks(found(), "ja") == ("記述 4,321 件を検証", "最小二乗の傾き 0.1923312...")


def test_nothing_tells_of_the_machine(whole, monkeypatch):
    """Elsewhere, at another time, for another user the same bytes come out, without a path."""
    for name in ("HOME", "USER", "LOGNAME", "HOSTNAME", "TZ"):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setattr(socket, "gethostname", lambda: "elsewhere")
    monkeypatch.setattr(time, "time", lambda: 1e9)
    again = site.files(made(), found())
    assert again == whole
    for name in again.keys() - made().keys():
        assert str(workspace.ROOT).encode() not in again[name]


def test_with_an_address_the_pages_say_where_they_are():
    """Every full address lies under the given one, and is that of a file of the site."""
    located = site.files(made(), found(), WHERE)
    for name, own in (("index.html", WHERE), ("report.ja.html", f"{WHERE}report.ja.html")):
        tree = lxml.html.document_fromstring(located[name].decode())
        said = {m.get("property"): m.get("content") for m in tree.iterfind("head/meta[@property]")}
        kin = {a.get("hreflang"): a.get("href", "") for a in tree.iterfind("head/link[@hreflang]")}
        (canonical,) = (link.get("href") for link in tree.iterfind("head/link[@rel='canonical']"))
        assert canonical == said["og:url"] == own
        assert set(kin) == {"x-default", *LANGUAGES}
        for url in (*kin.values(), said["og:image"] or ""):
            assert url.startswith(WHERE)
            assert url.removeprefix(WHERE) in {*located, ""}
    listed = re.findall("<loc>(.*?)</loc>", located["sitemap.xml"].decode())
    assert {url.removeprefix(WHERE) for url in listed} <= {*located, ""}
    for name in ("index.html", "report.ja.html", "report.en.html"):
        policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', located[name].decode())
        opened = "default-src 'none'; connect-src https://example.org/robots.txt; "
        assert [rule[: len(opened)] for rule in policy] == [opened]
    assert "robots.txt" not in located  # it is read at the root of a host only
    assert "robots.txt" in site.files(made(), found(), "https://example.org/")


def test_without_an_address_nothing_pretends_to_have_one(whole):
    """No page names a host, and there is no map."""
    assert "sitemap.xml" not in whole
    text = whole["index.html"].decode()
    assert set(re.findall(r"https?://[^\s\"'<>]+", text)) == {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize(
    "wrong",
    [
        *("example.org", "ftp://example.org/", "https://", "https://a/?x=1", "https://a/#b"),
        *('https://a/"><script>', "https://a/\n", "javascript:alert(1)", "https://user@a/"),
        *("http://example.org/", "http://localhost.example.org/", "http://localhost:8000/?a"),
    ],
)
def test_what_is_no_address_is_turned_away(wrong):
    """The message names the option and the mend."""
    with pytest.raises(InputError, match=r"(?s)SITE_URL=.*give the address"):
        address.checked(wrong)


def test_an_address_gets_its_slash():
    """Links are put together by appending, so that the folder has to end with a slash."""
    assert address.checked("https://example.org/r") == "https://example.org/r/"
    assert address.checked("http://localhost:8000") == "http://localhost:8000/"
    assert address.checked("") == ""


@pytest.mark.parametrize("step", [0, 5])
def test_a_failure_leaves_the_old_site(tmp_path, monkeypatch, step):
    """When the disk fills up while the new site is written, the old one is untouched."""
    where = tmp_path / "site"
    folder.place({"a": b"old", "b/c": b"old"}, where)
    write, done = workspace.write, []

    def fail(path, content):
        done.append(path)
        if len(done) > step:
            raise OSError("no space left on device")
        write(path, content)

    monkeypatch.setattr(workspace, "write", fail)
    with pytest.raises(OSError, match="no space"):
        folder.place({str(at): b"new" for at in range(9)}, where)
    monkeypatch.undo()
    assert {p.name: p.read_bytes() for p in where.rglob("*") if p.is_file()} == {
        "a": b"old",
        "c": b"old",
    }
    folder.place({"a": b"new"}, where)
    assert [path.name for path in tmp_path.rglob("*")] == ["site", "a"]


def test_a_stop_between_the_two_steps_is_mended(tmp_path):
    """When the old site is there under its other name only, the next one takes its place."""
    folder.place({"a": b"old"}, tmp_path / "site")
    (tmp_path / "site").rename(tmp_path / ".site.old")
    folder.place({"a": b"new"}, tmp_path / "site")
    assert (tmp_path / "site" / "a").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_report_that_fell_gives_no_site(monkeypatch, capsys):
    """The command says so and ends with an error, and nothing is written."""
    monkeypatch.setattr(build, "build", lambda **_: False)
    monkeypatch.setattr(folder, "write", lambda _: pytest.fail("was written"))
    assert command.main(["site"]) == 1
    assert "no site was written" in capsys.readouterr().err


@pytest.mark.parametrize("good", [True, False])
def test_the_site_is_written_while_no_other_build_may_run(monkeypatch, tmp_path, good):
    """What follows a build is done before the lock is given back, and only if all went well."""
    code = pytask.ExitCode.OK if good else pytask.ExitCode.FAILED
    session = SimpleNamespace(exit_code=code, execution_reports=(), collection_reports=[], tasks=())
    monkeypatch.setattr(build, "ENGINE", tmp_path)
    monkeypatch.setattr(build, "run_engine", lambda **_: session)
    monkeypatch.setattr(build, "complete", lambda _: True)
    monkeypatch.setattr(build, "show", lambda *_, **__: None)
    monkeypatch.setattr(workspace, "BUILD", tmp_path)
    monkeypatch.setattr(build, "DRAFT", tmp_path / "draft")
    done = []

    def then():
        with (tmp_path / "lock").open("w") as lock, pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        done.append(1)

    assert build.build(then=then) is good
    assert done == [1] * good


def test_a_wrong_address_stops_before_the_build(monkeypatch, capsys):
    """Nobody waits for minutes to learn of a slip of the pen."""
    monkeypatch.setenv("SITE_URL", "example.org")
    monkeypatch.setattr(build, "build", lambda **_: pytest.fail("was built"))
    assert command.main(["site"]) == 1
    assert "SITE_URL=example.org" in capsys.readouterr().err


@pytest.fixture(scope="module")
def host(placed):
    """Serve the folder as any static host does."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = partial(Silent, directory=str(placed))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture
def visit(browser, host):
    """Return a function that opens the first page in a browser with some settings."""
    contexts = []

    def visitor(place="", width=1280, **settings):
        context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(host + place)
        return page

    yield visitor
    for context in contexts:
        context.close()


def shown(page):
    """List the languages whose part of the page can be seen."""
    return [language for language in LANGUAGES if page.locator(f"article#{language}").is_visible()]


@needs_browser
@pytest.mark.parametrize(
    ("locale", "language"), [("ja-JP", "ja"), ("en-GB", "en"), ("fr-FR", "en"), ("ja", "ja")]
)
def test_the_page_speaks_the_readers_language(visit, locale, language):
    """Japanese to whom it is set, English to all others; title and language agree."""
    page = visit(locale=locale)
    assert shown(page) == [language]
    assert page.evaluate("document.documentElement.lang") == language
    assert page.title() == page.locator(f"#{language} h1").text_content()
    assert page.locator("nav [aria-current]").get_attribute("lang") == language


@needs_browser
def test_the_first_known_language_of_several_is_taken(visit):
    """The order of the browser's languages decides, unknown ones are passed over."""
    page = visit(locale="fr-FR", extra_http_headers={})
    page.add_init_script(
        "Object.defineProperty(navigator, 'languages', {get: () => ['fr', 'ja', 'en']})"
    )
    page.reload()
    assert shown(page) == ["ja"]


@needs_browser
def test_a_choice_is_remembered(visit, host):
    """What was chosen by hand holds at the next visit; an address that names a language wins."""
    page = visit(locale="ja-JP")
    page.get_by_role("link", name="English", exact=True).click()
    assert shown(page) == ["en"]
    page.goto("about:blank")
    page.goto(host)
    assert shown(page) == ["en"]
    page.goto("about:blank")
    page.goto(f"{host}#ja")
    assert shown(page) == ["ja"]


@needs_browser
def test_without_a_script_both_languages_stand_side_by_side(visit):
    """Nothing is missing, on a wide screen the languages share it, and the links work."""
    page = visit(java_script_enabled=False, locale="fr-FR")
    assert shown(page) == ["ja", "en"]
    ja, en = (page.locator(f"#{language} h1").bounding_box() for language in LANGUAGES)
    assert en["x"] > ja["x"] + ja["width"] / 2
    page.locator("#en .read").click()
    assert page.url.endswith("/report.en.html")


@needs_browser
@pytest.mark.parametrize("script", [True, False])
def test_nothing_is_asked_for_and_nothing_complained_of(visit, host, script):
    """The page is all there is: no request besides, not even for an icon."""
    page = visit(java_script_enabled=script)
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("data:")] == [host]


@needs_browser
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("script", [True, False])
def test_nothing_scrolls_sideways(visit, width, script):
    """The page fits every screen, in one language and in two."""
    page = visit(width=width, java_script_enabled=script, locale="ja-JP")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["ja-JP", "en-GB"])
def test_there_is_no_barrier(visit, scheme, locale):
    """The accessibility checker axe finds no violation."""
    assert barriers(visit(color_scheme=scheme, locale=locale)) == []
