"""The road from files to files, in order, to be read aloud."""

from __future__ import annotations

import contextlib
import datetime
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sistersite import assets as asset_files
from sistersite import check, discover, kits, language, load, memo, mending, migrate, model, plan, publish, sheets, views, web
from sistersite.declarations import listed, nearest
from sistersite.errors import BuildFailed, Place, Problems, WrongUse
from sistersite.letters import Letters
from sistersite.read import Rules, record
from sistersite.templates import Templates

_ROUNDS = 5  # one mending brings the next to light, but they do not go round in circles
LANGUAGE_FILES = ("language.yaml", "LC_MESSAGES/messages.po")


@dataclass(frozen=True)
class Options:
    root: Path
    base_url: str | None = None
    date: datetime.date | None = None
    memo: bool = True
    drawings: bool = True  # the pictures that links show and those to download: the slow part of a first build
    books: bool = False  # the PDF files, which need the optional extra
    drafts: bool = False  # show them, marked: for the preview alone

    @property
    def cache(self) -> Path | None:
        return self.root / ".cache" if self.memo else None


@dataclass(frozen=True)
class Made:
    """What the road led to: all outputs, or the problems that keep them from being written."""

    outputs: tuple[model.Output, ...]
    problems: Problems
    pages: int = 0
    ready: Ready | None = None  # what the outputs were made from


@dataclass(frozen=True)
class Ground:
    """Everything the road starts from, as bytes."""

    found: discover.Found
    languages: Mapping[str, tuple[bytes, bytes]]  # code → language.yaml, messages.po
    layouts: Mapping[str, bytes]
    letters: bytes  # fonts/coverage.json
    asset_files: Mapping[str, tuple[int, int]]  # name → size and time
    date: datetime.date
    problems: Problems = field(default_factory=Problems)


Progress = Callable[[str, int], None]  # message key, number


def survey(options: Options) -> Ground:
    """Find and read what there is; nothing is understood yet."""
    found, problems = discover.find(options.root)
    folders = discover.languages(options.root)
    languages = language_files(folders)
    for code, folder in folders.items():
        for name in LANGUAGE_FILES if code not in languages else ():
            if not (folder / name).is_file():
                problems.add(Place(f"locales/{code}/{name}"), "file-missing", name=name)
    layouts, folder = discover.resource(options.root, "layouts"), discover.resource(options.root, "assets")
    return Ground(
        found, languages, _contents(layouts), (folder / "fonts/coverage.json").read_bytes(),
        {f.relative_to(folder).as_posix(): (f.stat().st_size, f.stat().st_mtime_ns) for f in sorted(folder.rglob("*")) if f.is_file()},
        options.date or date_of(options.root), problems,
    )  # fmt: skip


def language_files(folders: Mapping[str, Path]) -> dict[str, tuple[bytes, bytes]]:
    """Language code → the contents of LANGUAGE_FILES; folders that lack one are left out."""
    whole = {code: [folder / name for name in LANGUAGE_FILES] for code, folder in folders.items()}
    return {code: (files[0].read_bytes(), files[1].read_bytes()) for code, files in whole.items() if all(f.is_file() for f in files)}


def digest_of(ground: Ground, options: Options) -> str:
    """The digest of all that a build depends on."""
    attached = {path: (f.stat().st_size, f.stat().st_mtime_ns) for path, f in ground.found.attachments.items()}
    return memo.digest(memo.code(), ground, attached, options.base_url, options.drawings, options.books, options.drafts)


@dataclass(frozen=True)
class Understood:
    """The site as far as it could be understood, its languages, and what is wrong with it."""

    site: model.Site | None
    languages: Mapping[str, language.Language]
    problems: Problems


def understand(ground: Ground, remember: memo.Memo, progress: Progress = lambda key, number: None) -> Understood:
    """Bytes → the site: load and check."""
    languages, problems = understand_languages(ground.languages, remember)
    if other := migrate.problems_of(ground.found.records.get("site", b"")):
        return Understood(None, languages, other)
    settings = check.Read(None)
    if "site" in ground.found.records:
        rules = _rules(ground, languages, None)
        settings = check.read_record(model.Settings, "content/site.yaml", ground.found.records["site"], rules)
    rules = _rules(ground, languages, settings.record)
    progress("progress.read", len(ground.found.cities))
    latest = max(ground.date, datetime.datetime.now(datetime.UTC).date())  # the newest commit is older than what is being typed
    site, more = check.site(ground.found, settings, rules, languages, ground.date, remember, latest)
    strange = _strange_languages(settings, ground)
    return Understood(site, languages, Problems([*ground.problems, *problems, *more, *strange]))


@dataclass(frozen=True)
class Ready:
    """What every way out starts from: pages and books alike."""

    whole: views.World
    languages: Mapping[str, language.Language]
    pages: tuple[plan.Planned, ...]
    collected: asset_files.Assets
    base: web.Base
    assets: Path
    layouts: Path

    def absolute(self, code: str, kind: str, slug: str) -> str:
        """Where a page will stand."""
        return self.base.absolute(plan.address(code, kind, slug))


def prepare(options: Options, ground: Ground, remember: memo.Memo, progress: Progress) -> tuple[Ready | None, Problems]:
    """Bytes → everything that is shown, planned; None where there is too little to show."""
    understood = understand(ground, remember, progress)
    site, languages, problems = understood.site, understood.languages, understood.problems
    if site is None:
        return None, problems
    folder, layouts = discover.resource(options.root, "assets"), discover.resource(options.root, "layouts")
    whole = views.world(site, options.drafts)
    try:
        pages = plan.plan(whole, languages, options.books)
    except language.UnknownWord as unknown:
        problems.add(Place(f"locales/{unknown.args[1]}/LC_MESSAGES/messages.po"), "catalogue", detail=unknown)
        return None, problems
    cities = [city for city in whole.cities.values() if _attached(city, ground.found)]
    collected, more = asset_files.collect(folder, cities, ground.found.attachments, remember)
    problems.extend(more)
    base = web.Base(options.base_url or site.settings.base_url)
    return Ready(whole, languages, pages, collected, base, folder, layouts), problems


def make(
    options: Options, ground: Ground | None = None, progress: Progress = lambda key, number: None, shared: memo.Memo | None = None
) -> Made:
    """Go the whole road but the last step: nothing is written but the memo. One that is `shared` with another road is not swept."""
    ground = ground or survey(options)
    remember = shared or memo.Memo(options.cache / "memo" if options.cache else None)
    ready, problems = prepare(options, ground, remember, progress)
    if ready is None:
        return Made((), problems)
    progress("progress.render", len(ready.pages))
    try:
        drawn = sheets.collect(ready.whole, ready.languages, ready.assets, remember, options.drawings)
        documents = documents_of(ready, remember, kits.Wanted(), progress) if options.books and not problems else ()
    except language.UnknownWord as unknown:
        problems.add(Place(f"locales/{unknown.args[1]}/LC_MESSAGES/messages.po"), "catalogue", detail=unknown)
        return Made((), problems, ready=ready)
    templates = Templates(ready.layouts, web.NAMES, options.cache / "templates" if options.cache else None)
    outputs, more = web.outputs(
        ready.whole, ready.pages, ready.languages, ready.base, ready.collected, drawn, documents, templates, memo.digest(ground.layouts), remember
    )
    problems.extend(more)
    if not problems and not shared:
        spared = (*(() if options.drawings else (sheets.REMEMBERED,)), *(() if options.books else (kits.REMEMBERED,)))
        remember.sweep(spared)
    return Made((*ready.collected.outputs, *drawn.outputs, *kits.outputs(documents), *outputs), problems, len(ready.pages), ready)


def documents_of(ready: Ready, remember: memo.Memo, wanted: kits.Wanted, progress: Progress) -> tuple[kits.Document, ...]:
    progress("progress.pdf", 1)
    return kits.collect(
        ready.whole, ready.pages, ready.languages, ready.assets, ready.layouts, ready.collected, ready.absolute, remember, wanted
    )


def documents(options: Options, wanted: kits.Wanted, progress: Progress = lambda key, number: None) -> tuple[tuple[kits.Document, ...], web.Base]:
    """The PDF files that are wanted, and where the site will stand. Raises BuildFailed; WrongUse where none is, or of a city that there is not."""
    remember = memo.Memo(options.cache / "memo" if options.cache else None)
    ready, problems = prepare(options, survey(options), remember, progress)
    if ready is None or problems:
        raise BuildFailed(problems)
    if wanted.slug and wanted.slug not in ready.whole.cities:
        raise WrongUse("use.no-city", slug=wanted.slug, known=listed(wanted.slug, ready.whole.cities))
    if wanted.languages and not set(wanted.languages) & set(ready.whole.site.settings.languages):
        raise WrongUse("use.no-document")
    return documents_of(ready, remember, wanted, progress), ready.base


def look(options: Options, progress: Progress = lambda key, number: None) -> tuple[Problems, int]:
    """Go the whole road and write nothing but the memo: every problem, and the number of pages. Where there was none and nothing that
    counts has changed since, there is none.
    """
    ground = survey(options)
    key, note = digest_of(ground, options), options.cache / "checked" if options.cache else None
    if note and note.is_file() and (seen := note.read_text().split(" "))[0] == key:
        return Problems(), int(seen[1])
    made = make(options, ground, progress)
    if note and not made.problems:
        with contextlib.suppress(OSError):  # a root that cannot be written is checked all the same
            note.parent.mkdir(parents=True, exist_ok=True)
            note.write_text(f"{key} {made.pages}")
    return made.problems, made.pages


def build(options: Options, out: Path, progress: Progress = lambda key, number: None) -> tuple[Made, bool]:
    """Go the whole road and replace the output folder.

    Returns what was made and whether anything had to be done: when nothing the site depends on has
    changed since the folder was written, and nobody touched the folder, it is left as it is.
    Raises BuildFailed when the content has problems, WrongUse for an output folder that is not ours.
    """
    publish.refuse_foreign(out)
    ground = survey(options)
    key = digest_of(ground, options)
    note = options.cache / f"published-{memo.digest(str(out.absolute()))}" if options.cache else None
    seen = publish.listing(out) if note else ""
    if note and seen and note.is_file() and note.read_text() == f"{key} {seen}":
        return Made((), Problems()), False
    made = make(options, ground, progress)
    if made.problems:
        raise BuildFailed(made.problems)
    progress("progress.write", len(made.outputs))
    listed = publish.publish(made.outputs, out)
    if note:
        with contextlib.suppress(OSError):  # a root that cannot be written is built all the same
            note.parent.mkdir(parents=True, exist_ok=True)
            note.write_text(f"{key} {listed}")
    return made, True


def mend(options: Options) -> tuple[dict[str, tuple[bytes, bytes]], int]:
    """Write into the files what certainly belongs there.

    Returns what each changed file held and holds, by its path, and how many places were mended. What one mending
    brings to light is mended too.
    """
    remember = memo.Memo(options.cache / "memo" if options.cache else None)
    files: dict[str, tuple[bytes, bytes]] = {}
    count = 0
    for _ in range(_ROUNDS):
        found = [problem for problem in understand(survey(options), remember).problems.in_order() if problem.mend]
        changed = 0
        for path in dict.fromkeys(problem.place.path for problem in found):
            file = (options.root / path).resolve()
            old = file.read_bytes()
            new, done = mending.mended(path, old, [problem for problem in found if problem.place.path == path])
            if done:
                publish.put(file, new)
                files[path] = files.get(path, (old,))[0], new
                changed += done
        count += changed
        if not changed:
            break
    return files, count


def understand_languages(files: Mapping[str, tuple[bytes, bytes]], remember: memo.Memo) -> tuple[dict[str, language.Language], Problems]:
    """Code → contents of LANGUAGE_FILES, to languages; one that cannot be read is left out."""
    problems, languages = Problems(), {}
    for code, (settings, messages) in files.items():
        path = f"locales/{code}/language.yaml"
        words, more = load.text(settings, path)
        value, worse = load.tree(words, path) if words else (None, Problems())
        read = record(model.LanguageSettings, value, Rules((), ()))
        problems.extend([*more, *worse, *read.problems])
        try:
            catalogue = remember("catalogue", (messages,), lambda m=messages: language.catalogue(m))
        except ValueError as error:
            detail, _, line = str(error).rpartition(": ")
            problems.add(Place(f"locales/{code}/LC_MESSAGES/messages.po", int(line)), "catalogue", detail=detail)
            continue
        if read.record:
            languages[code] = language.Language(code, read.record, catalogue)
    return languages, problems


def date_of(root: Path) -> datetime.date:
    """The day a build speaks from when nobody names one: SOURCE_DATE_EPOCH, the newest commit's day, or today."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    try:
        said = subprocess.run(["git", "-C", root, "log", "-1", "--format=%cs"], capture_output=True, text=True, check=True).stdout
        return datetime.date.fromisoformat(said.strip())
    except (OSError, subprocess.CalledProcessError, ValueError):
        return datetime.datetime.now(datetime.UTC).date()


def rules_of(ground: Ground, understood: Understood) -> Rules:
    """What the site asks of every record."""
    return _rules(ground, understood.languages, understood.site.settings if understood.site else None)


def _rules(ground: Ground, languages: Mapping[str, language.Language], settings: model.Settings | None) -> Rules:
    codes = settings.languages if settings else tuple(languages)
    required = tuple(code for code in settings.required if code in codes) if settings else ()
    months = {code: one.months for code, one in languages.items()}
    return Rules(codes, required, Letters(ground.letters), months)


def _strange_languages(settings: check.Read[model.Settings], ground: Ground) -> Problems:
    """The languages that content/site.yaml names and locales/ has no folder for."""
    problems = Problems()
    for name in ("languages", "required") if settings.record else ():
        for number, code in enumerate(getattr(settings.record, name)):
            if code not in ground.languages:
                place = settings.places[f"{name}.{number}"]
                problems.add(place, "unknown-reference", name=code, nearest=nearest(code, ground.languages), known=", ".join(ground.languages))
            elif code not in settings.record.languages:
                problems.add(settings.places[f"{name}.{number}"], "unknown-reference", name=code, nearest="", known=", ".join(settings.record.languages))
    return problems


def _attached(city: model.City, found: discover.Found) -> bool:
    """Whether all that a record attaches lies there; if not, that is a problem already."""
    files = [f"cities/{city.slug}/photos/{p.file}" for p in city.photos] + [f"cities/{city.slug}/documents/{d.file}" for d in city.documents]
    return all(path in found.attachments for path in files)


def _contents(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}
