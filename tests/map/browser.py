"""A real browser for one page: keys are pressed as a hand would, and what the page then shows is asked of it.

Chromium is driven through its own pipe (`--remote-debugging-pipe`): no port, no network, nothing but Python.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_KEYS: Final = {"ArrowUp": 38, "ArrowDown": 40, "ArrowLeft": 37, "ArrowRight": 39, "Enter": 13, "Escape": 27, "Tab": 9}
_FLAGS: Final = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe")


class Page:
    """A page in a browser. `said` is all that it complained of: errors, and what its policy refused."""

    def __init__(self, into: IO[bytes], out: IO[bytes]) -> None:
        self.into, self.out, self.number, self.session = into, out, 0, ""
        self.said: list[str] = []
        self.asked: list[str] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params: object) -> Any:  # noqa: ANN401 - the protocol's own answers
        """Send a command and return its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        message |= {"sessionId": self.session} if self.session else {}
        self.into.write(json.dumps(message).encode() + b"\0")
        self.into.flush()
        while (answer := self._read()).get("id") != self.number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, file: Path, *, dark: bool = False) -> None:
        """Open a file and wait until it is loaded."""
        look = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.send("Emulation.setEmulatedMedia", features=look)
        self.send("Page.navigate", url=file.as_uri())
        while self._read().get("method") != "Page.loadEventFired":
            pass

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            words = "\r" if key == "Enter" else key if len(key) == 1 else ""
            about = {"key": key, "windowsVirtualKeyCode": _KEYS.get(key, 0), "text": words}
            self.send("Input.dispatchKeyEvent", type="keyDown", **about)
            self.send("Input.dispatchKeyEvent", type="keyUp", **about)

    def ask(self, script: str) -> Any:  # noqa: ANN401 - whatever the script gives
        """Return what an expression of the page's own language gives."""
        result = self.send("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def _read(self) -> dict[str, Any]:
        data = bytearray()
        while (byte := self.out.read(1)) != b"\0":
            assert byte, "the browser has gone"
            data += byte
        message: dict[str, Any] = json.loads(data)
        params = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            self.said.append(str(params["exceptionDetails"]))
        if message.get("method") == "Log.entryAdded":
            self.said.append(params["entry"]["text"])
        if message.get("method") == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])
        return message


@contextmanager
def browser(width: int = 1200, height: int = 800) -> Iterator[Page]:
    """Start a browser with an empty page, and end it."""
    assert CHROMIUM
    (read, into), (out, write) = os.pipe(), os.pipe()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        flags = [*_FLAGS, f"--user-data-dir={folder}", f"--window-size={width},{height}"]
        script = f'exec "$@" 3<&{read} 4>&{write}'
        process = subprocess.Popen(
            ["bash", "-c", script, "bash", CHROMIUM, *flags],  # noqa: S607 - whichever bash there is
            pass_fds=(read, write),
            stderr=subprocess.DEVNULL,
        )
        os.close(read)
        os.close(write)
        with open(into, "wb") as commands, open(out, "rb") as answers:  # noqa: PTH123 - pipes
            try:
                page = Page(commands, answers)
                yield page
                with suppress(AssertionError, BrokenPipeError):
                    page.session = ""
                    page.send("Browser.close")
            finally:
                process.terminate()
                process.wait(20)
