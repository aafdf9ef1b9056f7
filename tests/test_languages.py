"""Our own sentences in other words: each can be translated, is found by its language, and harms no play."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.languages import messages, speaking
from engine.languages.messages import _, ngettext
from engine.languages.pseudo import pseudo
from engine.languages.speaking import languages, speak_in
from engine.width import columns
from tests.languages import ROOT, SOURCES, TEMPLATE, Sentence, all_read, compiled, fields, read, template, two_plurals
from tests.screens import BARE

PLAYERS = [
    *sorted((ROOT / "engine" / "plays").glob("*.py")),
    *(path for path in sorted((ROOT / "engine" / "classes").glob("*.py")) if path.name != "aliases.py"),  # words apart
    *sorted((ROOT / "engine" / "terminal").glob("*.py")),
    *(ROOT / "engine" / "commands" / f"{name}.py" for name in ("for_class", "keeping", "playing", "rows", "somewhere")),
]
"""The sources of what a player meets."""

SHOWS = {"Notice", "Row", "Heading", "Run", "say", "write", "paragraph", "lines", "quiet", "live", "_complain"}
"""What shows the words that it is handed."""

NAMES = {"Curbside"}
"""Words that are the same in every language."""

UNSHOWN = {"a draw is missing"}
"""What is kept in a constant and told apart from other things, and never shown."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Begin without a translation and without a wish for one, with an empty folder for them; leave our own words."""
    monkeypatch.setattr(speaking, "FOLDER", tmp_path)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path
    messages.speak()


def translate(folder: Path, code: str, catalog: dict[str, str], plural: str = "nplurals=2; plural=n != 1;") -> Path:
    """Put a translation where translations are looked for."""
    file = folder / code / "LC_MESSAGES" / "curbside.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(compiled(catalog, plural))
    return file


# Which language


@pytest.fixture
def some(folder: Path) -> None:
    """Three translations."""
    for code, leave in (("de", "Gehen"), ("pt", "Sair"), ("zh_Hans", "离开"), ("sr@latin", "Napusti")):
        translate(folder, code, {"Leave": leave})


ASKED = {
    "de": "Gehen",
    "de_AT": "Gehen",
    "DE-at": "Gehen",
    "pt_BR": "Sair",
    "pt-br.UTF-8": "Sair",
    "zh_Hans_CN": "离开",
    "zh-hans": "离开",
    "sr_RS@latin": "Napusti",
    "en": "Leave",
    "en_GB.UTF-8": "Leave",
    "C": "Leave",
    "xx": "Ļéåṽéé",
}


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(("code", "said"), ASKED.items())
def test_a_language_is_found_by_its_code(code: str, said: str) -> None:
    """However it is written; a country's falls back to the language's."""
    assert speak_in(code)
    assert _("Leave") == said


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(
    "code", ["fr", "zh", "zh_Hant", "sr", "deu", "../de", "de/..", "", " ", "de\0", "d" * 5000, "_"]
)
def test_what_there_is_not_is_said_to_be_missing(code: str) -> None:
    """Nothing changes then, and the caller can name what there is."""
    speak_in("de")
    assert speak_in(code) is not bool(code)
    assert _("Leave") == ("Gehen" if code else "Leave")
    assert languages() == ["de", "en", "pt", "sr@latin", "zh_Hans"]


SYSTEMS = [
    ({}, "Leave"),
    ({"LANG": "de_DE.UTF-8"}, "Gehen"),
    ({"LC_MESSAGES": "pt_PT", "LANG": "de_DE"}, "Sair"),
    ({"LC_ALL": "pt_PT", "LC_MESSAGES": "de_DE"}, "Sair"),
    ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "de"}, "Gehen"),
    ({"LC_ALL": "fr_FR", "LANG": "de_DE"}, "Leave"),
    ({"LC_ALL": "en_US", "LANG": "de_DE"}, "Leave"),
    ({"LANGUAGE": "fr:pt:de", "LANG": "fr_FR"}, "Sair"),
    ({"LANGUAGE": "en:de", "LANG": "de_DE"}, "Leave"),
    ({"LANGUAGE": "fr", "LANG": "de_DE"}, "Leave"),
    ({"LANGUAGE": "de"}, "Gehen"),
    ({"LANGUAGE": "de", "LANG": "C"}, "Leave"),
    ({"LANGUAGE": "de", "LC_ALL": "POSIX"}, "Leave"),
    ({"LANG": "C.UTF-8"}, "Leave"),
    ({"LANG": "xx"}, "Ļéåṽéé"),
    ({"LANGUAGE": "::../de:/:de"}, "Gehen"),
]


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(("system", "said"), SYSTEMS)
def test_the_system_may_name_it(system: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for every other program that goes by gettext."""
    speak_in("xx")
    for name, value in system.items():
        monkeypatch.setenv(name, value)
    assert speak_in()
    assert _("Leave") == said


def test_counts_go_by_the_rule_of_their_language(folder: Path) -> None:
    """A language of three forms has three."""
    rule = "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;"
    translate(folder, "xy", {"{count} choice\0{count} choices": "{count} wybór\0{count} wybory\0{count} wyborów"}, rule)
    speak_in("xy")
    said = [ngettext("{count} choice", "{count} choices", count).format(count=count) for count in (1, 3, 5, 21, 112)]
    assert said == ["1 wybór", "3 wybory", "5 wyborów", "21 wybór", "112 wyborów"]
    assert [ngettext("{count} act", "{count} acts", count) for count in (1, 2)] == ["{count} act", "{count} acts"]


def test_our_own_words_stand_where_there_are_no_others(folder: Path) -> None:
    """A translation may lag behind; its header is no sentence."""
    translate(folder, "de", {"Leave": "Gehen"})
    speak_in("de")
    assert [_("The end."), _("")] == ["The end.", ""]


# What harms no play

WRONG = ["Von {wer}", "Von {label} und {more}", "Von", "Von {}", "Von {0}", "Von {label", "Von }", "Von {label!r}",
         "Von {label:d}", "Von {label.__class__}", "Von {label}\x1b[2J", "Von {label}\u202e"]  # fmt: skip


@pytest.mark.parametrize("said", WRONG)
def test_a_sentence_that_does_not_fit_is_said_in_our_own_words(said: str, folder: Path) -> None:
    """It could not be filled in, or would disturb the terminal; the others hold."""
    many = {"{label} of {count}\0{label} of {count}s": f"{said}\0{said}", "Leave": "Gehen"}
    translate(folder, "de", {"Taken back: {label}": said, **many})
    speak_in("de")
    assert _("Taken back: {label}").format(label="x") == "Taken back: x"
    assert _("Leave") == "Gehen"
    counted = ngettext("{label} of {count}", "{label} of {count}s", 2).format(label="x", count=2)
    assert counted == ("Von" if said == "Von" else "x of 2s")


@pytest.mark.parametrize("rule", ["n/0", "n%0", "1/(n-1)", "n-5", "9", "n +", "m", "2**n", "(" * 500, "n" * 2000, ""])
def test_a_broken_rule_of_plurals_ends_no_play(rule: str, folder: Path) -> None:
    """Whether it cannot be read or cannot be reckoned."""
    translate(
        folder, "de", {"{count} choice\0{count} choices": "{count} Wahl\0{count} Wahlen"}, f"nplurals=2; plural={rule};"
    )
    speak_in("de")
    for count in (0, 1, 2):
        said = ngettext("{count} choice", "{count} choices", count).format(count=count)
        assert said in {f"{count} choice{'' if count == 1 else 's'}", f"{count} Wahl", f"{count} Wahlen"}
        assert _("Leave") == "Leave"


def test_a_damaged_file_ends_no_play(folder: Path) -> None:
    """Cut anywhere, changed anywhere: no language, or one in which every sentence can be filled in."""
    file = translate(
        folder, "de", {"Taken back: {label}": "Zurück: {label}", "{n} act\0{n} acts": "{n} Tat\0{n} Taten"}
    )
    whole = file.read_bytes()
    broken = [whole[:size] for size in range(len(whole))]
    broken += [whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :] for at in range(len(whole)) for bit in (1, 128)]
    spoken = 0
    for data in broken:
        file.write_bytes(data)
        messages.speak()
        spoken += speak_in("de")
        assert "x" in _("Taken back: {label}").format(label="x")
        assert "2" in ngettext("{n} act", "{n} acts", 2).format(n=2)
    assert 0 < spoken < len(broken)
    file.write_bytes(whole[:50])
    assert not speak_in("de")
    assert languages() == ["en"]
    assert speak_in()


def test_without_a_translation_gettext_is_not_imported(tmp_path: Path) -> None:
    """A start costs no more than it did; with one it is there."""
    code = (
        "import sys; from pathlib import Path; from engine.languages import speaking\n"
        "speaking.FOLDER = Path(sys.argv[1]); speaking.speak_in(); sys.exit('gettext' in sys.modules)"
    )
    for translated in (False, True):
        if translated:
            translate(tmp_path / "t", "de", {"Leave": "Gehen"})
        asked = [sys.executable, "-c", code, str(tmp_path / "t")]
        done = subprocess.run(asked, cwd=ROOT, env={**BARE, "LANG": "de_DE.UTF-8"}, check=False, timeout=60)
        assert done.returncode == translated


# The pseudo-language

SPOKEN = [sentence for each in all_read() for sentence in each.sentences]


@pytest.mark.parametrize("sentence", SPOKEN, ids=lambda each: f"{each.file}:{each.line}")
def test_every_sentence_has_a_pseudo_translation(sentence: Sentence) -> None:
    """No plain letter is left, none takes another column, words are longer, and it is filled in as before."""
    for ours in filter(None, (sentence.singular, sentence.plural)):
        said = pseudo(ours)
        assert fields(said) == fields(ours)
        names = fields(ours)
        bare, plain = (text.format(**dict.fromkeys(names, "")) for text in (said, ours))
        assert not [letter for letter in bare if letter.isalpha() and letter.isascii()]
        assert columns(bare) == len(bare)
        assert len(bare) == len(plain) + len(plain) // 3 or not any(map(str.isalpha, plain))
        assert len(bare.split()) == len(plain.split())


def test_the_pseudo_language_can_be_read() -> None:
    """Whoever looks at a screen in it knows what it says."""
    assert pseudo("Taken back: {label}, {{so}}") == "Ţåķéññ ƀåçķķķ: {label}, {{šöööö}}"
    assert pseudo("{a}: {b:,}") == "{a}: {b:,}"
    assert speak_in("xx")
    assert [ngettext("one act", "{n} acts", n) for n in (1, 2)] == ["öñéé åçţţ", "{n} åçţšš"]


# The template and its sources


def test_the_template_holds_every_sentence() -> None:
    """It is what the sources say: `python -m tests.languages` writes it anew."""
    assert SOURCES
    assert SPOKEN
    assert TEMPLATE.read_text(encoding="utf-8") == template(SPOKEN)


def test_every_sentence_can_be_translated() -> None:
    """Each is a whole literal, said when it is shown, and filled in by name with just what it asks for."""
    assert [fault for each in all_read() for fault in each.faults] == []
    assert list(two_plurals(SPOKEN)) == []


def test_what_a_template_is() -> None:
    """Sorted, each sentence once with all its files, with words for the translator and no line numbers."""
    source = """
def f(n, a):
    # no word
    # Translators: on the shelf,
    # beside a title
    say(_("One {a}").format(a=a))
    say(ngettext("{n} \\"b\\"", "{n} b\\n", n).format(n=n))
    return _("One {a}").format(a=a), _("Plain"), _("{n} \\"b\\"").format(n=n)
"""
    found = read(source, "engine/b.py")
    assert not found.faults
    other = read('def g():\n    return _("Plain")\n', "engine/a.py")
    _head, *blocks = template([*found.sentences, *other.sentences]).split("\n\n")
    assert blocks == [
        '#: engine/a.py\n#: engine/b.py\nmsgid "Plain"\nmsgstr ""',
        (
            "#. Translators: on the shelf, beside a title\n#: engine/b.py\n#, python-brace-format\n"
            'msgid "One {a}"\nmsgstr ""'
        ),
        (
            '#: engine/b.py\n#, python-brace-format\nmsgid "{n} \\"b\\""\nmsgid_plural "{n} b\\n"\n'
            'msgstr[0] ""\nmsgstr[1] ""\n'
        ),
    ]
    assert list(two_plurals([Sentence("a", 1, "x", "y"), Sentence("a", 2, "x", "z"), Sentence("a", 3, "x")])) == ["x"]


FAULTS = {
    '_(f"a {b}")': "no whole literal",
    '_("a" + b)': "no whole literal",
    '_("a %s" % b)': "no whole literal",
    "_(a)": "no whole literal",
    'ngettext("a", b, n)': "no whole literal",
    'ngettext("a")': "no whole literal",
    '_(message="a")': "no whole literal",
    '_("a {b")': "never be filled in",
    '_("a {}").format(b)': "no plain name",
    '_("a {b.c}").format(b=b)': "no plain name",
    '_("a {b}").format(c=b)': "['b'] is to be filled in, and ['c'] is",
    '_("a {b}").format(b=b, c=b)': "['b'] is to be filled in",
    '_("a").format(b=b)': "[] is to be filled in",
    'ngettext("a", "{n} a", n).format(m=n)': "['n'] is to be filled in",
    '_("a {b}").format(**b)': "not filled in by name",
    '_("a {b}").format(b)': "not filled in by name",
    '_("a {b}")': "filled in nowhere near",
}


@pytest.mark.parametrize(("code", "why"), FAULTS.items())
def test_what_no_translator_could_work_with_is_told(code: str, why: str) -> None:
    """The sources are held to it, so it must be seen."""
    faults = read(f"def f(a, b, n):\n    return {code}\n", "a.py").faults
    assert faults
    assert all(fault.startswith("a.py:2: ") for fault in faults)
    assert any(why in fault for fault in faults)


@pytest.mark.parametrize("code", ['A = _("a")', 'class A:\n    a = _("a")', 'def f(a=_("a")):\n    pass'])
def test_what_is_said_too_early_is_told(code: str) -> None:
    """When a module is imported nobody knows the language yet."""
    assert "before the language is known" in read(code, "a.py").faults[0]
    assert not read('f = lambda: _("a")\ndef g():\n    class A:\n        a = _("a")\n', "a.py").faults
    assert read("from engine.languages.messages import _ as t", "a.py").faults


# What does not pass


def unspoken(source: str, file: str) -> Iterator[str]:
    """Yield where words of ours are shown, or kept to be shown, that do not pass through `messages`."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            shown_ = [*node.args, *(each.value for each in node.keywords)] if name in SHOWS else []
            shown_ = shown_[:1] if name == "Run" else shown_  # behind its words stands the name of a style
            yield from (f"{file}:{each.lineno}: {_text(each)!r}" for each in shown_ if _is_ours(_text(each)))
    for outer in ast.walk(tree):
        for each in outer.body if isinstance(outer, (ast.Module, ast.ClassDef)) else []:
            text = _text(each.value) if isinstance(each, (ast.Assign, ast.AnnAssign)) and each.value else ""
            if " " in text.strip() and text not in UNSHOWN and _is_ours(text):
                yield f"{file}:{each.lineno}: {text!r}"


def _text(node: ast.AST) -> str:
    """Return what literally stands in an expression that makes words, what is filled in left out."""
    match node:
        case ast.Constant(str(text)):
            return text
        case ast.JoinedStr(parts) | ast.Tuple(parts) | ast.List(parts) | ast.BoolOp(values=parts):
            return "\n".join(map(_text, parts))
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            return f"{_text(one)}\n{_text(other)}"
        case ast.Call(func=ast.Attribute(value=ast.Constant() as text)):
            return _text(text)
    return ""


def _is_ours(text: str) -> bool:
    """Whether there is a word in a text that would be another in another language; a single letter is a key."""
    words = "".join(letter if letter.isalpha() else " " for letter in text).split()
    return any(len(word) > 1 and word not in NAMES for word in words)


@pytest.mark.parametrize("path", PLAYERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_sentence_passes_by(path: Path) -> None:
    """What a player reads can all be translated."""
    assert len(PLAYERS) > 10
    assert list(unspoken(path.read_text(encoding="utf-8"), path.name)) == []


def test_what_passes_by_is_found() -> None:
    """The test above sees what it should, and nothing else."""
    source = """
HINT = "Press a number."
KEY = "on"
class A:
    choosing: str = "A number " + "does it."
def f(face, rows):
    face.show(Notice(_("leave"), "q  "))
    face.show(Notice("leave", "q  "))
    face.write(f"{rows} rows")
    face.write(f"  {rows}: " if rows else "no")
    face.paragraph("any %s" % rows, title="Curbside")
    say("{rows} go".format(rows=rows))
    face.show(Heading("Curbside"))
    other("two words")
"""
    assert sorted(int(each.split(":")[1]) for each in unspoken(source, "a")) == [2, 5, 8, 9, 10, 11, 12]
