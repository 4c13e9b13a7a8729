"""Nothing is fetched and nothing but the drawing is drawn, whatever a page or a figure asks for."""

import base64
import socket
import threading
import time
from typing import Any
from xml.etree.ElementTree import ParseError

import msgspec
import pikepdf
import pypdfium2
import pytest

from report import render
from report.render import drawing, inert, pdf
from tests import sample
from tests.browsing import needs_browser, started
from tests.figures.test_figures import svg

OPENING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9">'


class Server:
    """Listens on this machine, and knows who has called and what they said."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listening.getsockname()[1]}"
        self.said: list[bytes] = []
        self.callers: list[threading.Thread] = []
        self.last: Any = None
        self.answering = threading.Thread(target=self.answer, daemon=True)
        self.answering.start()

    def answer(self) -> None:
        """Take every call in turn until ours comes, behind which there is no other."""
        while True:
            connection, caller = self.listening.accept()
            if caller == self.last:
                connection.close()
                return
            hearing = threading.Thread(target=self.hear, args=(connection,), daemon=True)
            self.callers.append(hearing)
            hearing.start()

    def hear(self, connection: socket.socket) -> None:
        """Wait for the first words, however long a caller is silent, and hang up."""
        with connection:
            try:
                words = connection.recv(1000)
            except OSError:  # hung up in the middle
                words = b""
        self.said.append(words)

    def calls(self) -> list[bytes]:
        """Call last, wait until all that came before has hung up, and tell what each said."""
        with socket.socket() as ours:
            ours.bind(("127.0.0.1", 0))
            self.last = ours.getsockname()
            ours.connect(self.listening.getsockname())
            self.answering.join()
        for caller in self.callers:
            caller.join(60)
            assert not caller.is_alive(), "a caller neither says anything nor hangs up"
        return self.said


@pytest.fixture
def server():
    """Listen on this machine and count who calls."""
    server = Server()
    with server.listening:
        yield server
        server.calls()  # nobody waits on


def test_a_silent_caller_is_a_call_that_said_nothing(server):
    """Who opens a line and is silent is counted, and keeps no other from being heard."""
    place = server.listening.getsockname()
    with socket.create_connection(place), socket.create_connection(place) as other:
        other.send(b"words")
        while server.said != [b"words"]:
            time.sleep(0.01)
    assert sorted(server.calls()) == [b"", b"words"]


ADDRESSES = [
    "http://127.0.0.1:1/",
    "https://127.0.0.1:1/",
    "ftp://127.0.0.1:1/",
    "gopher://127.0.0.1:1/",
    "//127.0.0.1:1/",
    "file:///etc/hostname",
    "FILE:///etc/hostname",
    "file:etc/hostname",
    "/etc/hostname",
    "../../etc/hostname",
    "x.png",
    "",
    "face:",
    "face:../../../../etc/hostname",
    "face:/etc/hostname",
    "face:%2e%2e/%2e%2e/etc/hostname",
    "face:IBMPlexMono-Regular.ttf/../../../pyproject.toml",
    "face:ibmplexmono-regular.ttf",
    "face:IBMPlexMono-Regular.ttf\x00",
    "FACE:IBMPlexMono-Regular.ttf",
    "javascript:alert(1)",
    "about:blank",
    "blob:x",
    "jar:file:///etc/hostname!/x",
    "local:x",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_outside_the_document_is_refused(address):
    """The fetcher knows the report's faces by their exact names, and no other place."""
    with pytest.raises(ValueError, match=r"nothing outside the document is fetched|no face has"):
        pdf.OwnFontsOnly().fetch(address)


def as_data(text, kind="image/svg+xml"):
    """Return an address that holds a text."""
    return f"data:{kind};base64,{base64.b64encode(text.encode()).decode()}"


def as_image(address):
    """Return an image element."""
    return f'<img alt="x" src="{address}">'


def image(inner, opening=OPENING):
    """Return an image element of an SVG."""
    return as_image(as_data(f"{opening}{inner}</svg>"))


SECRET = "sprung-secret"  # noqa: S105 — what must not be read, not a password
REQUESTS = {
    "picture": '<img alt="x" src="http://HERE/a">',
    "file": '<img alt="x" src="file://FILE">',
    "style sheet": '<link rel="stylesheet" href="http://HERE/a">',
    "import": "<style>@import url(http://HERE/a);</style>",
    "background": '<p style="background: url(http://HERE/a)">x</p>',
    "list mark": '<ul style="list-style-image: url(http://HERE/a)"><li>x</li></ul>',
    "content": "<style>p::before { content: url(http://HERE/a) }</style>",
    "font": "<style>@font-face { font-family: x; src: url(http://HERE/a) }</style>"
    '<p style="font-family: x">x</p>',
    "attachment": '<link rel="attachment" href="file://FILE">',
    "attached link": '<a rel="attachment" href="file://FILE">x</a>',
    "object": '<object data="http://HERE/a"></object>',
    "embed": '<embed src="http://HERE/a">',
    "frame": '<iframe src="http://HERE/a"></iframe>',
    "base": '<base href="http://HERE/"><img alt="x" src="a">',
    "refresh": '<meta http-equiv="refresh" content="0; url=http://HERE/a">',
    "image in SVG": image('<image width="9" height="9" href="http://HERE/a"/>'),
    "file in SVG": image('<image width="9" height="9" href="file://FILE"/>'),
    "use in SVG": image('<use href="http://HERE/a#x"/>'),
    "style in SVG": image("<style>@import url(http://HERE/a);</style><rect width='9' height='9'/>"),
    "style sheet of SVG": image("", "<?xml-stylesheet href='http://HERE/a'?>" + OPENING),
    "fill in SVG": image('<rect width="9" height="9" fill="url(http://HERE/a#x)"/>'),
    "foreign in SVG": image('<foreignObject><img xmlns="x" src="http://HERE/a"/></foreignObject>'),
    "SVG in SVG": image(
        image("<image href='http://HERE/a'/>")
        .replace("<img alt", "<image id")
        .replace("src", "href")
        + "</image>"
    ),
    "entity": image(
        "<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file://FILE">]>' + OPENING
    ),
    "entity by parameter": image(
        "<text>x</text>", '<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://HERE/a"> %x;]>' + OPENING
    ),
    "document type": image("", '<!DOCTYPE svg SYSTEM "http://HERE/a">' + OPENING),
    "page in data": as_image(as_data("<img src=http://HERE/a>", "text/html")),
    "sheet in data": '<link rel="stylesheet" href="SHEET">'.replace(
        "SHEET", as_data("@import url(http://HERE/a);", "text/css")
    ),
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_the_pdf_writer_asks_nobody(tmp_path, server, request_):
    """Nobody is called and no file is read, in whatever way a page or a drawing in it asks.

    Figures cannot ask, see below; this is the second bar, behind which the writer may fall.
    """
    address = server.address
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    wanted = request_
    for part in {part for part in request_.split('"') if part.startswith("data:")}:
        head, _, data = part.partition(",")
        inner = base64.b64decode(data).decode().replace("HERE", address).replace("FILE", str(file))
        wanted = wanted.replace(part, f"{head},{base64.b64encode(inner.encode()).decode()}")
    wanted = wanted.replace("HERE", address).replace("FILE", str(file))
    page = render.document(
        sample.context(), "en", "pdf", sample.templates(tmp_path, en_10=wanted, en_20="<p></p>")
    )
    try:
        content, _ = pdf.write(page, sample.context())
    except (AttributeError, KeyError, ParseError):  # the writer's own way to give up on a drawing
        content = None
    assert server.calls() == []
    assert content is None or SECRET not in text_of(content, tmp_path)


def text_of(content, folder):
    """Return the text and the attachments of a PDF."""
    path = folder / "x.pdf"
    path.write_bytes(content)
    with pikepdf.open(path) as opened:
        attached = [file.get_file().read_bytes() for file in opened.attachments.values()]
    with pypdfium2.PdfDocument(path) as opened:
        seen = [leaf.get_textpage().get_text_bounded() for leaf in opened]
    return "\n".join([*seen, *(raw.decode("utf-8", "replace") for raw in attached)])


@pytest.mark.parametrize("name", ["confusion", "error"])
def test_our_drawings_are_inert(name):
    """What the figures draw, pictures of pixels included, passes."""
    inert.check(svg(name, "en"))
    inert.check(sample.SVG)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DRAWINGS = {
    "script": ("<script>x()</script>", "<{http://www.w3.org/2000/svg}script>"),
    "handler": ('<path d="M0 0" onclick="x()"/>', "onclick='x\\(\\)'"),
    "handler of the whole": ('<g ONLOAD="x()"/>', "ONLOAD"),
    "link": ('<a href="https://example.org"><path d="M0 0"/></a>', "a>, which is no shape"),
    "script behind use": ('<use href="javascript:x()"/>', "href='javascript"),
    "image": ('<image href="https://example.org/x.png"/>', "href='https"),
    "image by namespace": (
        '<image xmlns:l="http://www.w3.org/1999/xlink" l:href="file:///etc/hostname"/>',
        "href='file",
    ),
    "SVG in data": (f'<image href="{as_data(OPENING + "</svg>")}"/>', "href='data:image/svg"),
    "page in data": ('<image href="data:text/html,x"/>', "href='data:text"),
    "use": ('<use href="other.svg#x"/>', "href='other"),
    "style": ("<style>@import url(x);</style>", "style>, which is no shape"),
    "inline style": ('<path style="fill: url(x)" d="M0 0"/>', "style='fill"),
    "fill": ('<path fill="url(https://example.org/x#y)" d="M0 0"/>', "fill='url"),
    "spaced fill": ('<path fill="url( \'x.svg#y\')" d="M0 0"/>', "fill=.url"),
    "foreign": ("<foreignObject/>", "foreignObject>, which is no shape"),
    "animation": ('<set attributeName="href" to="javascript:x"/>', "set>, which is no shape"),
    "page": ('<p xmlns="http://www.w3.org/1999/xhtml">x</p>', "p>, which is no shape"),
    "comment": ("<!-- x -->", "declarations or comments"),
    "text": ("<![CDATA[<script>]]>", "declarations or comments"),
    "instruction": ("<?php x ?>", "which is no shape"),
    "use of itself": ('<g id="x"><use href="#x"/></g>', "uses #x, which is no plain shape"),
    "uses that multiply": (
        '<g id="x"/><g id="y"><use href="#x"/><use href="#x"/></g><use href="#y"/>',
        "uses #y, which is no plain shape",
    ),
    "use of nothing": ('<use href="#x"/>', "uses #x, which is no plain shape"),
    "broken": ("<g>", "is not an SVG"),
    "entity": ("&x;", "is not an SVG"),
}


@pytest.mark.parametrize("medium", ["html", "pdf"])
@pytest.mark.parametrize(("inner", "said"), DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_that_does_more_than_draw_is_refused(inner, said, medium):
    """Scripts, links, addresses, styles and foreign markup never get into a document."""
    with pytest.raises(ValueError, match=said):
        drawing.embedded(f"{OPENING}{inner}</svg>", "x", medium)


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>{OPENING}<text>&l9;</text></svg>',
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>{OPENING}<text>&x;</text></svg>',
        f'<!DOCTYPE svg SYSTEM "http://127.0.0.1:1/x">{OPENING}</svg>',
        f'<?xml-stylesheet href="http://127.0.0.1:1/x"?>{OPENING}<!--x--></svg>',
        f"{OPENING}{'<g>' * 5000}{'</g>' * 5000}</svg>",
        "<svg",
        "",
        "<p>no drawing</p>",
    ],
)
def test_a_drawing_that_declares_or_bursts_is_refused(text):
    """Entities that multiply or read files, and endless depth, are refused before any use."""
    with pytest.raises(ValueError, match=r"the drawing"):
        inert.check(text)


def test_a_hostile_drawing_fails_the_section_that_shows_it(tmp_path):
    """The finding names the template; the page has a box in its place and nothing of it."""
    harmful = f"{OPENING}<script>sprung()</script></svg>"
    figure = msgspec.structs.replace(
        sample.figure(), svg=msgspec.structs.replace(sample.figure().svg, en=harmful)
    )
    page = render.document(
        sample.context(figures={"curve": figure}),
        "en",
        "html",
        sample.templates(tmp_path),
        sample.no_faces,
    )
    assert any("which is no shape" in finding.what for finding in page.findings)
    assert "sprung()" not in page.text


@needs_browser
def test_the_policy_of_the_page_stops_what_would_get_in(tmp_path, server):
    """Were markup to get in by a fault of ours, the browser would run and fetch nothing of it."""
    address = server.address
    harm = "".join(
        (
            "<script>document.title = 'sprung'</script>",
            f"<script src='http://{address}/a'></script><img src='http://{address}/b' onerror='x'>",
            "<img src='data:,' onerror=\"document.title = 'sprung'\">",
            f"<link rel='stylesheet' href='http://{address}/c'><iframe src='http://{address}/d'>",
            "</iframe><style>body { visibility: hidden }</style>",
            "<svg onload=\"document.title = 'sprung'\"></svg>",
            "<form action='javascript:document.title = 1'><button id='send'>x</button></form>",
            "<a id='go' href=\"javascript:document.title = 'sprung'\">x</a>",
        )
    )
    page = render.document(
        sample.context(), "en", "html", sample.templates(tmp_path, en_10=harm), sample.no_faces
    )
    file = tmp_path / "report.en.html"
    file.write_text(page.text, "utf-8")
    with started() as browser:
        opened = browser.new_page()
        opened.goto(file.as_uri())
        for clicked in ("#go", "#send"):
            opened.locator(clicked).dispatch_event("click")
        opened.wait_for_timeout(200)
        assert opened.title() == sample.context().title.en
        assert opened.evaluate("getComputedStyle(document.body).visibility") == "visible"
    # Before it looks at the policy, chromium opens a line to where a frame leads; it says nothing.
    assert b"".join(server.calls()) == b""
