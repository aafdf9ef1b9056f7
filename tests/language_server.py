"""A small client of the language server that editors use for YAML: opens files, asks, and hears what it says.

Imports the standard library only. It speaks the protocol over the server's standard streams, one message at a time.
Nothing sleeps: every wait is for a message, and a server that says nothing for `PATIENCE` seconds is ended.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Timer
from typing import Any, Final, NamedTuple

Json = dict[str, Any]

PATIENCE: Final = 60
NAME: Final = "yaml-language-server"
SETTINGS: Final[Json] = {
    "yaml": {"schemaStore": {"enable": False}, "validate": True, "completion": True, "hover": True},
}
"""What the server is told when it asks: everything that it can do, and nothing from the network."""

_ASKED: Final = "the network was asked for"
_NO_NETWORK: Final = f"""\
require("net").Socket.prototype.connect = function () {{
  process.stderr.write("{_ASKED}");
  throw new Error("no network");
}};
"""


class Offer(NamedTuple):
    """One thing that the server offers to write: what is listed, what it would insert, and what it says of it."""

    label: str
    text: str
    about: str


class Complaint(NamedTuple):
    """One fault that the server tells: its line, from 1, and its words."""

    line: int
    message: str


def found() -> str | None:
    """Return the server's program: what `CURBSIDE_YLS` names, or what is on the path or beside the checkout's root."""
    if named := os.environ.get("CURBSIDE_YLS"):
        return named
    beside = Path(__file__).parent.parent / "node_modules" / ".bin"
    return shutil.which(NAME) or shutil.which(NAME, path=str(beside))


class LanguageServer:
    """A running server."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._in, self._out = process, process.stdin, process.stdout
        self._numbers = count(1)
        self._complaints: dict[str, list[Complaint]] = {}
        self._is_set_up = False

    def start(self, folder: Path) -> None:
        """Say who asks and what it understands, and wait until the server has asked for its settings."""
        capabilities: Json = {
            "workspace": {"configuration": True},
            "textDocument": {
                "completion": {"completionItem": {"documentationFormat": ["markdown", "plaintext"]}},
                "hover": {"contentFormat": ["markdown"]},
            },
        }
        self.ask("initialize", {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": capabilities})
        self._tell("initialized", {})
        while not self._is_set_up:
            self._hear()

    def stop(self) -> int:
        """End it as the protocol wants, and return its exit code."""
        self.ask("shutdown", None)
        self._tell("exit", None)
        return self._process.wait(timeout=PATIENCE)

    def open(self, path: Path, text: str) -> None:
        """Open a file that holds `text`; it need not be on the disk. Each path is opened once."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})

    def complaints(self, path: Path) -> list[Complaint]:
        """Wait until it is told what is wrong with a file that was opened, and return it, from the top."""
        while path.as_uri() not in self._complaints:
            self._hear()
        return self._complaints[path.as_uri()]

    def offers(self, path: Path, line: int, column: int) -> list[Offer]:
        """Return what can stand at a place, line and column from 0."""
        answer = self.ask("textDocument/completion", _place(path, line, column)) or []
        items = answer["items"] if isinstance(answer, dict) else answer
        return [_offer(item) for item in items]

    def hover(self, path: Path, line: int, column: int) -> str:
        """Return what is said of a place."""
        answer = self.ask("textDocument/hover", _place(path, line, column))
        return "" if answer is None else _words(answer["contents"])

    def ask(self, method: str, params: object) -> Any:  # noqa: ANN401 - an answer has any shape
        """Return the answer to a question; whatever the server says or asks before that is heard."""
        number = next(self._numbers)
        self._write({"id": number, "method": method, "params": params})
        while True:
            message = self._hear()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def _tell(self, method: str, params: object) -> None:
        self._write({"method": method, "params": params})

    def _hear(self) -> Json:
        """Read one message; note what it complains of, and answer what it asks."""
        message = self._read()
        if message.get("method") == "textDocument/publishDiagnostics":
            told = message["params"]["diagnostics"]
            found = [Complaint(each["range"]["start"]["line"] + 1, each["message"]) for each in told]
            self._complaints[message["params"]["uri"]] = sorted(found)
        elif "method" in message and "id" in message:
            wanted = message["params"]["items"] if message["method"] == "workspace/configuration" else None
            result = None if wanted is None else [SETTINGS.get(item.get("section", "")) for item in wanted]
            self._write({"id": message["id"], "result": result})
            self._is_set_up = self._is_set_up or wanted is not None
        return message

    def _write(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._in.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._in.flush()

    def _read(self) -> Json:
        patience = Timer(PATIENCE, self._process.kill)
        patience.start()
        try:
            length = 0
            while line := self._out.readline().strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            assert length, f"{NAME} fell silent (exit code {self._process.poll()})"
            message: Json = json.loads(self._out.read(length))
        finally:
            patience.cancel()
        return message


@contextmanager
def running(program: str, folder: Path) -> Iterator[LanguageServer]:
    """Run the server while the block lasts. It must end well, and never have asked for the network."""
    guard = folder / "no_network.cjs"
    guard.write_text(_NO_NETWORK, encoding="utf-8")
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [program, "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            cwd=folder,
            env={**os.environ, "NODE_OPTIONS": f'--require "{guard.as_posix()}"'},
        )
        server = LanguageServer(process)
        try:
            server.start(folder)
            yield server
            assert server.stop() == 0
            said.seek(0)
            assert _ASKED not in said.read().decode(errors="replace")
        finally:
            process.kill()
            process.communicate()


def _place(path: Path, line: int, column: int) -> Json:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}


def _offer(item: Json) -> Offer:
    text = item.get("textEdit", {}).get("newText", item.get("insertText", item["label"]))
    return Offer(item["label"], text, _words(item.get("documentation", "")))


def _words(contents: Any) -> str:  # noqa: ANN401 - words, or a map that holds them, or a list of either
    if isinstance(contents, list):
        return "\n".join(map(_words, contents))
    return str(contents["value"] if isinstance(contents, dict) else contents)
