"""The only door to Jinja: one environment, and every mistake of a template as a located problem."""

from __future__ import annotations

import contextlib
import os
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from sistersite.errors import BuildFailed, Place, Problem
from sistersite.language import UnknownWord


class Templates:
    """Renders the templates of a folder; compiled ones are kept in `cache` when it is given."""

    def __init__(self, folder: Path, names: Mapping[str, Any], cache: Path | None = None) -> None:
        self.folder = folder
        if cache:
            with contextlib.suppress(OSError):
                cache.mkdir(parents=True, exist_ok=True)
            cache = cache if os.access(cache, os.W_OK) else None
        self.environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=jinja2.FileSystemBytecodeCache(str(cache)) if cache else None,
            auto_reload=False,
            cache_size=-1,
        )
        self.environment.globals.clear()
        self.environment.globals.update(names)

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """Render a template. Raises BuildFailed with the template's file and line for a mistake in it."""
        try:
            return self.environment.get_template(name).render(context)
        except jinja2.TemplateSyntaxError as error:
            raise self._failed(error.filename, error.lineno, error.message or "") from error
        except jinja2.TemplateNotFound as error:
            raise self._failed(str(self.folder / name), 1, str(error)) from error
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            ours = [frame for frame in frames if Path(frame.filename).is_relative_to(self.folder)]
            in_template = ours and frames[-1] == ours[-1]
            if ours and (in_template or isinstance(error, (jinja2.UndefinedError, UnknownWord))):
                raise self._failed(ours[-1].filename, ours[-1].lineno or 1, str(error)) from error
            raise

    def _failed(self, filename: str | None, line: int, detail: str) -> BuildFailed:
        path = Path(filename) if filename else self.folder
        shown = path.relative_to(self.folder.parent) if path.is_relative_to(self.folder.parent) else path
        return BuildFailed([Problem(Place(shown.as_posix(), line), "template", {"detail": detail})])
