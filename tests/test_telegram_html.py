"""Telegram's HTML as Telegram reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram_html import Entity, MarkupError, escape, parse, to_plain, unparse, utf16_length


def refusal(html: str, *, strict: bool = False) -> str:
    with pytest.raises(MarkupError) as caught:
        parse(html, strict=strict)
    return str(caught.value).removeprefix("Can't parse entities: ")


def test_tags_become_entities_counted_in_utf16_units() -> None:
    parsed = parse('😀 <b>bold <i>both</i></b> <a href="https://a.org/?x=1&amp;y=2">link</a> 3 &lt; 4')
    assert parsed.text == "😀 bold both link 3 < 4"
    assert parsed.entities == (
        Entity("bold", 3, 9),
        Entity("italic", 8, 4),
        Entity("text_link", 13, 4, url="https://a.org/?x=1&y=2"),
    )


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<b>x</b>", "bold"),
        ("<STRONG>x</strong>", "bold"),
        ("<i>x</i>", "italic"),
        ("<em>x</em>", "italic"),
        ("<u>x</u>", "underline"),
        ("<ins>x</ins>", "underline"),
        ("<s>x</s>", "strikethrough"),
        ("<strike>x</strike>", "strikethrough"),
        ("<del>x</del>", "strikethrough"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<code>x</code>", "code"),
        ("<pre>x</pre>", "pre"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
        ("<blockquote expandable=''>x</blockquote>", "expandable_blockquote"),
    ],
)
def test_every_tag_has_its_entity(html: str, kind: str) -> None:
    assert parse(html, strict=True).entities == (Entity(kind, 0, 1),)


def test_code_in_a_pre_names_its_language() -> None:
    assert parse('<pre><code class="language-python">x</code></pre>').entities == (
        Entity("pre", 0, 1, language="python"),
    )


def test_a_link_may_be_its_own_address() -> None:
    assert parse("<a>example.org</a>").entities == (Entity("text_link", 0, 11, url="http://example.org"),)


def test_characters_can_be_written_by_number() -> None:
    assert to_plain("&#65;&#x42;&quot;&amp;lt;") == 'AB"&lt;'


def test_an_empty_tag_leaves_nothing() -> None:
    assert parse("a<b></b>c").entities == ()


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("abc<x>", 'Unsupported start tag "x" at byte offset 3'),
        ("ü<br/>", 'Unsupported start tag "br/" at byte offset 2'),
        ("{}<{x}>", 'Unsupported start tag "{x}" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<", "Unclosed start tag at byte offset 0"),
        ("x<b", "Unclosed start tag at byte offset 1"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ('<a href="x"y>x</a>', 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/>x</a>", "Unexpected end of name token at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("&#xd800;", "Text contains invalid Unicode characters after decoding HTML entities"),
    ],
)
def test_refusals_are_in_telegrams_words(html: str, words: str) -> None:
    assert refusal(html) == words


@pytest.mark.parametrize(
    "html", ["a&nbsp;b", "a & b", '<b style="x">y</b>', '<a href="mailto:x">y</a>', '<a href="#here">y</a>']
)
def test_strict_reading_refuses_what_telegram_swallows(html: str) -> None:
    parse(html)
    assert refusal(html, strict=True)


def test_strict_reading_allows_escaped_characters() -> None:
    assert parse("a &amp; b &lt; &#233;", strict=True).text == "a & b < é"


def test_length_counts_an_emoji_twice() -> None:
    assert utf16_length("abc") == 3
    assert utf16_length("é") == 1
    assert utf16_length("😀") == 2


@given(st.text())
def test_escaped_text_stays_itself(text: str) -> None:
    assert parse(escape(text), strict=True) == parse(escape(text))
    assert to_plain(escape(text)) == text


@given(st.text(alphabet="<>/&;#=\"' abipre-x1"))
def test_any_text_is_read_or_refused(html: str) -> None:
    try:
        parse(html)
    except MarkupError:
        return


markup = st.recursive(
    st.text(alphabet="ab😀&<\n é", min_size=1).map(escape),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.tuples(st.sampled_from(["b", "i", "u", "s", "code", "blockquote", "tg-spoiler"]), inner).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
        ),
        inner.map(lambda text: f'<a href="https://a.org/?a=1&amp;b=&quot;">{text}</a>'),
        inner.map(lambda text: f"<blockquote expandable>{text}</blockquote>"),
    ),
)


@given(markup)
def test_written_back_it_reads_the_same(html: str) -> None:
    parsed = parse(html)
    again = parse(unparse(parsed.text, parsed.entities))
    assert again.text == parsed.text
    assert sorted(again.entities, key=repr) == sorted(parsed.entities, key=repr)
