"""The language server that VS Code and others use for YAML, spoken to as an editor does."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from queue import Empty, Queue
from typing import Any

_PATIENCE = 60  # seconds that one answer may take


def settings(project: Path) -> dict[str, Any]:
    """What .vscode/settings.json says; lines of comments are no JSON."""
    return json.loads(re.sub(r"(?m)^\s*//.*$", "", (project / ".vscode/settings.json").read_text("utf-8")))


class Server:
    """One server over a folder; use it in a `with`. Lines and columns are counted from 1."""

    def __init__(self, program: Path, folder: Path, options: Mapping[str, Any]) -> None:
        self.folder, self.options = folder, options
        self.process = subprocess.Popen(["node", str(program), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.answers: dict[int, Any] = {}
        self.diagnostics: Queue[tuple[str, list[dict[str, Any]]]] = Queue()
        self.came = threading.Condition()
        self.asked = 0
        threading.Thread(target=self._listen, daemon=True).start()
        root = folder.as_uri()
        documentation = {"documentationFormat": ["markdown", "plaintext"], "snippetSupport": True}
        able = {
            "workspace": {"configuration": True, "workspaceFolders": True, "didChangeConfiguration": {"dynamicRegistration": True}},
            "textDocument": {"completion": {"completionItem": documentation}, "hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {}},
        }
        folders = [{"uri": root, "name": "site"}]
        self.ask("initialize", {"processId": None, "rootUri": root, "capabilities": able, "workspaceFolders": folders})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": self._configuration()})

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    # --- what an editor asks

    def problems(self, path: str, text: str) -> list[tuple[int, str]]:
        """Open a file with these words in it: (line, message) of each thing the server marks, in order."""
        uri = (self.folder / path).as_uri()
        self.asked += 1  # the server remembers what it read of a version
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": self.asked, "text": text}})
        return sorted((one["range"]["start"]["line"] + 1, one["message"]) for one in self._marked(uri))

    def close(self, path: str) -> None:
        uri = (self.folder / path).as_uri()
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
        assert self._marked(uri) == [], "the server takes its marks away when a file is closed"

    def _marked(self, uri: str) -> list[dict[str, Any]]:
        while True:
            try:
                of, marked = self.diagnostics.get(timeout=_PATIENCE)
            except Empty:
                raise AssertionError(f"no word about {uri}") from None
            if of == uri:
                return marked

    def completions(self, path: str, line: int, column: int) -> dict[str, str]:
        """What is offered at a place of an open file: label → its explanation."""
        found = self.ask("textDocument/completion", self._place(path, line, column))
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: _words(item.get("documentation", "")) for item in items}

    def hover(self, path: str, line: int, column: int) -> str:
        found = self.ask("textDocument/hover", self._place(path, line, column))
        return _words(found["contents"]) if found else ""

    # --- the protocol

    def ask(self, method: str, params: object) -> Any:
        self.asked += 1
        number = self.asked
        self._send({"id": number, "method": method, "params": params})
        with self.came:
            assert self.came.wait_for(lambda: number in self.answers, _PATIENCE), f"no answer to {method}"
        answer = self.answers.pop(number)
        assert "error" not in answer, answer
        return answer["result"]

    def tell(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, object]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self.process.stdin.flush()

    def _listen(self) -> None:
        stream = self.process.stdout
        try:
            while head := stream.readline():
                length = int(head.split(b":")[1])
                while stream.readline().strip():
                    pass
                self._hear(json.loads(stream.read(length)))
        except (ValueError, OSError):
            pass  # the stream was closed

    def _hear(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics.put((message["params"]["uri"], message["params"]["diagnostics"]))
        elif message.get("method") == "workspace/configuration":
            told = self._configuration()
            self._send({"id": message["id"], "result": [told.get(item.get("section")) for item in message["params"]["items"]]})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        elif "id" in message:
            with self.came:
                self.answers[message["id"]] = message
                self.came.notify_all()

    def _configuration(self) -> dict[str, Any]:
        """The settings as VS Code hands them on: {"yaml": {"schemas": …}, "[yaml]": …}."""
        told: dict[str, Any] = {}
        for name, value in self.options.items():
            section, _, rest = name.partition(".")
            at = told.setdefault(section, {} if rest else value)
            *parents, last = rest.split(".")
            for parent in parents:
                at = at.setdefault(parent, {})
            if rest:
                at[last] = value
        return told

    def _place(self, path: str, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": (self.folder / path).as_uri()}, "position": {"line": line - 1, "character": column - 1}}


def _words(said: Any) -> str:
    return said.get("value", "") if isinstance(said, dict) else said or ""
