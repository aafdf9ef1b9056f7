"""The program's own sentences as its sources have them, and the template for translators made of them.

`python -m tests.languages` writes `engine/languages/curbside.pot` anew. The sources are read, never run: a sentence is
a call of `_` or `ngettext` with whole literals, filled in by name behind it.
"""

import ast
import json
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parent.parent
TEMPLATE: Final = ROOT / "engine" / "languages" / "curbside.pot"
SOURCES: Final = sorted((ROOT / "engine").rglob("*.py"))
HEAD: Final = """\
# What Curbside itself says to players, for translators. Made by `python -m tests.languages`.
# To translate: copy this to engine/languages/CODE/LC_MESSAGES/curbside.po, where CODE is such as de or pt_BR, and
# let your editor compile it to curbside.mo beside it. What stands in braces stays as it is and may be moved.
msgid ""
msgstr ""
"Project-Id-Version: curbside\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"
"""


class Sentence(NamedTuple):
    """A sentence of ours where it stands; `plural` is empty where it has none. `note` is a word to translators."""

    file: str
    line: int
    singular: str
    plural: str = ""
    note: str = ""


class Read(NamedTuple):
    """What was read of one file: its sentences, and what is wrong with how they are passed, as `file:line: why`."""

    sentences: tuple[Sentence, ...]
    faults: tuple[str, ...]


def read(source: str, file: str) -> Read:
    """Return the sentences of a source, and every one that a translator could not work with."""
    reader = _Reader(source, file)
    reader.visit(ast.parse(source))
    reader.see_all_filled_in()
    return Read(tuple(reader.sentences), tuple(reader.faults))


class _Reader(ast.NodeVisitor):
    """Gathers the sentences of one source, and what is wrong with them."""

    def __init__(self, source: str, file: str) -> None:
        self.lines, self.file, self.depth = source.splitlines(), file, 0
        self.sentences: list[Sentence] = []
        self.faults: list[str] = []
        self.named: dict[str, list[ast.Call]] = {}
        self.done: set[str] = set()
        self.wanted: dict[ast.Call, set[str]] = {}
        self.filled: set[ast.Call] = set()

    def fault(self, node: ast.AST, why: str) -> None:
        self.faults.append(f"{self.file}:{getattr(node, 'lineno', 0)}: {why}")

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """See that the names by which sentences are found are theirs."""
        if node.module == "engine.languages.messages" and any(each.asname for each in node.names):
            self.fault(node, "this is imported under another name, by which no sentence is found")

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        """Go inside; what stands in its head is met outside."""
        outside = [*node.args.defaults, *filter(None, node.args.kw_defaults), *getattr(node, "decorator_list", ())]
        for each in outside:
            self.visit(each)
        named, self.depth = self.named.copy(), self.depth + 1
        for inside in node.body if isinstance(node.body, list) else [node.body]:
            self.visit(inside)
        self.named, self.depth = named, self.depth - 1

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef  # noqa: N815 - named by ast

    def visit_Assign(self, node: ast.Assign) -> None:
        """Remember what a name stands for until it is filled in."""
        self.generic_visit(node)
        for target in node.targets:
            if isinstance(target, ast.Name):  # on one way or another, until it is filled in
                before = [] if target.id in self.done else self.named.get(target.id, [])
                self.named[target.id] = [*before, *_passed(node.value)]
                self.done.discard(target.id)

    def visit_Call(self, node: ast.Call) -> None:
        """Take in a sentence, or see that one is filled in rightly."""
        if _is_sentence(node):
            self.sentence(node)
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            whole = node.func.value
            found = self.named.get(whole.id, []) if isinstance(whole, ast.Name) else _passed(whole)
            self.done |= {whole.id} if isinstance(whole, ast.Name) else set()
            if found:
                self.filled_in([each for each in found if each in self.wanted], node)

    def sentence(self, node: ast.Call) -> None:
        words = node.args[: 2 if _name(node) == "ngettext" else 1]
        texts = [each.value for each in words if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if len(texts) != (2 if _name(node) == "ngettext" else 1) or node.keywords:
            self.fault(node, "this is no whole literal, so that no translator ever sees it")
            return
        if not self.depth:
            self.fault(node, "this is said when the module is imported, before the language is known")
        try:
            self.wanted[node] = {name for text in texts for name in fields(text)}
        except ValueError as error:
            self.fault(node, f"this can never be filled in: {error}")
            return
        if any(not name.isidentifier() for name in self.wanted[node]):
            self.fault(node, "what is filled in has no plain name, by which a translator could tell it")
        self.sentences.append(Sentence(self.file, node.lineno, *texts, note=self.note(node.lineno)))  # type: ignore[misc]

    def filled_in(self, sentences: Sequence[ast.Call], call: ast.Call) -> None:
        """See that what is given is what the sentences ask for, one of which it will be."""
        given = {each.arg or "" for each in call.keywords}
        wanted = [self.wanted[each] for each in sentences]
        if call.args or "" in given:
            self.fault(call, "this is not filled in by name")
        elif given != set().union(*wanted):
            asked = sorted(set().union(*wanted))
            self.fault(call, f"{asked} is to be filled in, and {sorted(given)} is")
        self.filled.update(sentences)

    def see_all_filled_in(self) -> None:
        """See that nobody is shown braces."""
        for node, wanted in self.wanted.items():
            if wanted and node not in self.filled:
                self.fault(node, f"{sorted(wanted)} is filled in nowhere near")

    def note(self, line: int) -> str:
        """Return the comment for translators that ends above a line."""
        above: list[str] = []
        while line > 1 and self.lines[line - 2].lstrip().startswith("#"):
            line -= 1
            above.insert(0, self.lines[line - 1].lstrip(" #").rstrip())
            if above[0].startswith("Translators:"):
                return " ".join(above)
        return ""


def _name(node: ast.Call) -> str:
    """Return the name of what is called: `_`, or `messages._` likewise."""
    match node.func:
        case ast.Name(name) | ast.Attribute(ast.Name("messages"), name):
            return name
    return ""


def _is_sentence(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node) in {"_", "ngettext"}


def _passed(node: ast.AST) -> list[ast.Call]:
    return [each for each in ast.walk(node) if isinstance(each, ast.Call) and _is_sentence(each)]


def fields(text: str) -> set[str]:
    """Return the names of what is filled in into a sentence. Raises ValueError for braces that do not match."""
    return {name for _text, name, _how, _kind in Formatter().parse(text) if name is not None}


def all_read() -> list[Read]:
    """Return what all the sources say."""
    return [read(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()) for path in SOURCES]


def template(sentences: Iterable[Sentence]) -> str:
    """Return the template of sentences, each once, by the first file that it stands in and then by its words."""
    found: dict[str, list[Sentence]] = {}
    for each in sorted(sentences):
        found.setdefault(each.singular, []).append(each)
    blocks = sorted(found.values(), key=lambda same: (same[0].file, same[0].singular))
    return "\n".join([HEAD, *map(_block, blocks)])


def _block(same: list[Sentence]) -> str:
    plural = max(each.plural for each in same)
    lines = [f"#. {note}" for note in sorted({each.note for each in same if each.note})]
    lines += [f"#: {file}" for file in sorted({each.file for each in same})]
    lines += ["#, python-brace-format"] if fields(same[0].singular) | fields(plural) else []
    lines += [f"msgid {_quoted(same[0].singular)}"]
    lines += [f"msgid_plural {_quoted(plural)}", 'msgstr[0] ""', 'msgstr[1] ""'] if plural else ['msgstr ""']
    return "".join(f"{line}\n" for line in lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def two_plurals(sentences: Iterable[Sentence]) -> Iterator[str]:
    """Yield each sentence that stands with one plural here and another there: a template holds it once."""
    plurals: dict[str, set[str]] = {}
    for each in sentences:
        plurals.setdefault(each.singular, set()).update(filter(None, [each.plural]))
    return (singular for singular, found in plurals.items() if len(found) > 1)


def compiled(catalog: Mapping[str, str], plural: str = "nplurals=2; plural=n != 1;") -> bytes:
    """Return a translation as `msgfmt` compiles it; a zero stands between a singular and its plural, as between theirs.

    The format: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
    """
    head = f"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: {plural}\n"
    pairs = sorted((key.encode(), said.encode()) for key, said in {**catalog, "": head}.items())
    start, texts = 28 + 16 * len(pairs), b""
    tables: list[list[int]] = [[], []]
    for side in (0, 1):
        for pair in pairs:
            tables[side] += [len(pair[side]), start + len(texts)]
            texts += pair[side] + b"\0"
    numbers = [0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start, *tables[0], *tables[1]]
    return struct.pack(f"<{len(numbers)}I", *numbers) + texts


if __name__ == "__main__":
    read_ = all_read()
    sys.stderr.write("".join(f"{fault}\n" for each in read_ for fault in each.faults))
    whole = template(sentence for each in read_ for sentence in each.sentences)
    TEMPLATE.write_text(whole, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{whole.count('msgid ') - 1} sentences in {TEMPLATE.relative_to(ROOT).as_posix()}\n")
