"""HTML as the Bot API understands it."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.errors import ApiError
from playground.markup import parse_html, utf16_length


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>7</b>", "7", [("bold", 0, 1)]),
        ("a <i>b <u>c</u></i>", "a b c", [("italic", 2, 3), ("underline", 4, 1)]),
        ("👀<code>42</code>", "👀42", [("code", 2, 2)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<B>loud</B>", "loud", [("bold", 0, 4)]),
        ("<b></b>none", "none", []),
        ("&lt;b&gt; &amp; &quot;&#55;&#x37;", '<b> & "77', []),
        ("&nbsp; &copy", "&nbsp; &copy", []),
    ],
)
def test_markup_becomes_entities(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    """Tags become entities whose offsets count UTF-16 units, and only four names are unescaped."""
    found, marks = parse_html(source)

    assert (text, entities) == (found, [(e["type"], e["offset"], e["length"]) for e in marks])


def test_links_and_languages_are_kept() -> None:
    """A link keeps its address and a block of code its language, as one entity."""
    _, (link,) = parse_html('<a href="https://example.org/?a=1">here</a>')
    _, (block,) = parse_html('<pre><code class="language-python">pass</code></pre>')

    assert link["url"] == "https://example.org/?a=1"
    assert (block["type"], block["language"]) == ("pre", "python")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("5 < 6 > 4", 'Unsupported start tag "" at byte offset 2'),
        ("é<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 2'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("<span>x</span>", 'Unsupported start tag "span" at byte offset 0'),
    ],
)
def test_malformed_markup_is_refused(source: str, reason: str) -> None:
    """What the official server does not parse is refused in its words."""
    with pytest.raises(ApiError) as caught:
        parse_html(source)

    assert f"Bad Request: can't parse entities: {reason}" == caught.value.description


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_back(text: str) -> None:
    """Whatever is escaped arrives as it was, and the entity around it covers all of it."""
    found, marks = parse_html(f"<b>{html.escape(text)}</b>")

    assert text == found
    assert [utf16_length(text)] * bool(text) == [mark["length"] for mark in marks]
