"""A batch: the reports of each submission and one overview, in a folder, restartable.

The folder holds `index.html`, `汇总.xlsx`, the submissions' reports under safe and unique names,
and `.jxlint/` with what was examined and written, so that a second run does only what changed.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePath

from lint import __version__
from lint.language.folding import fold_path
from lint.model import FileReport, Finding, Report, Submission
from lint.reports.originals import Originals
from lint.reports.registry import REPORTS, render_report
from lint.run.cache import Store, content_of, digest
from lint.run.inputs import Input, Inputs
from lint.run.originals import OriginalFiles
from lint.settings import Settings, SettingsError

INDEX, SUMMARY, OWN = "index.html", "汇总.xlsx", ".jxlint"
_MANIFEST = "manifest.json"
DEFAULT_KINDS = ("docx", "html")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]|[\u200b-\u200f\u202a-\u202e\u2060\ufeff]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_LONGEST = 120  # bytes of a name's own part; file systems allow 255 for the whole


@dataclass(frozen=True, slots=True)
class Written:
    """What a run wrote: reports by file path, how many were new, how many still held, why some failed.

    `remarks` are sentences about reports that are other than was asked for.
    """

    outputs: Mapping[str, tuple[str, ...]]
    written: int
    kept: int
    failed: Mapping[str, str]
    remarks: tuple[str, ...] = ()


def choose_kinds(words: Iterable[str]) -> tuple[str, ...]:
    """The report formats that `--report` names, each once. Raises SettingsError for an unknown one."""
    found = []
    for word in words:
        kind = word.strip().lower()
        if kind and kind not in REPORTS:
            raise SettingsError(f"没有名为 {word} 的报告格式，可用的有：{'、'.join(REPORTS)}。")
        if kind and kind not in found:
            found.append(kind)
    return tuple(found) or DEFAULT_KINDS


def leave_out_own(inputs: Inputs, out: Path) -> None:
    """Takes the batch's own files out of the inputs, where the output folder lies inside an input folder."""
    own = {os.path.realpath(out / name) for name in (INDEX, SUMMARY, *_listed(_manifest(out)))}
    hidden = os.path.realpath(out / OWN) + os.sep

    def ours(source: str) -> bool:
        real = os.path.realpath(source)
        return real in own or real.startswith(hidden)

    inputs.items[:] = [item for item in inputs.items if not (isinstance(item, Input) and ours(item.source))]


def open_store(out: Path, settings: Settings, select: Sequence[str], ignore: Sequence[str], *, force: bool) -> Store:
    """Where the batch keeps what it examined; makes the folder. Raises SettingsError where it cannot."""
    try:
        (out / OWN).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"无法建立输出目录 {out}：{error.strerror}，请检查路径和权限。") from None
    kept = Store(out / OWN / "examined", settings, select, ignore, trusted=not force)
    kept.prune()
    return kept


def count_pending(inputs: Inputs, kept: Store) -> int:
    """How many files have to be examined anew."""
    return sum(isinstance(item, Input) and not kept.has(item.path, item.source) for item in inputs.items)


def write(
    report: Report,
    inputs: Inputs,
    out: Path,
    kinds: Sequence[str],
    settings: Settings,
    *,
    force: bool = False,
    done: Callable[[str], None] | None = None,
) -> Written:
    """Writes the submissions' reports that changed, and the overview. Never touches an input.

    `done` is called with the path of each submission whose reports were written anew. Raises
    SettingsError where the folder cannot be written or a report would replace an input.
    """
    from lint.reports.facts.overview import sum_up
    from lint.reports.formats.overview_html import render as page
    from lint.reports.formats.overview_xlsx import render as workbook

    names = make_names_safe([file.path for file in report.files])
    before = {} if force else _manifest(out)
    manifest: dict[str, dict[str, object]] = {}
    failed: dict[str, str] = {}
    fresh = 0
    originals = OriginalFiles(settings, inputs)
    taken = {os.path.realpath(source) for source in inputs.sources()}
    for part in _parts(report):
        file = part.files[0]
        if file.unread:
            continue
        key = digest(_without_time(part), settings.values, list(kinds), names[file.path], _template(settings))
        known = before.get(file.path, {})
        if known.get("key") == key and all((out / name).is_file() for name in _names(known)):
            manifest[file.path] = known
            continue
        try:
            made = _render(part, kinds, names[file.path], originals, settings)
        except SettingsError:
            raise
        except Exception as error:  # one submission's report stops no other's
            if os.environ.get("JXLINT_DEBUG"):
                raise
            what = f"{type(error).__name__}: {error}"
            failed[file.path] = f"{file.path} 的报告未能写出（{what}），请加 --debug 重新运行并报给维护者。"
            continue
        for name, content in made.items():
            _put(out / name, content, taken)
        manifest[file.path] = {"key": key, "outputs": list(made)}
        _save(out, {**before, **manifest})
        fresh += 1
        if done is not None:
            done(file.path)
    _remove_stale(out, before, manifest, taken)
    _save(out, manifest)
    listed = {path: tuple(str(name) for name in _names(known)) for path, known in manifest.items()}
    summed = sum_up(replace(report, notices=(*report.notices, *failed.values())), listed, settings)
    _put(out / INDEX, page(summed), taken)
    _put(out / SUMMARY, workbook(summed), taken)
    return Written(listed, fresh, len(manifest) - fresh, failed, tuple(originals.remarks))


def make_names_safe(paths: Sequence[str]) -> dict[str, str]:
    """A name for each path that every file system takes, none the same but for case.

    The file's stem; with its ending where two stems agree, with a digest of the path where that
    is not enough. The same paths always get the same names.
    """
    by_stem = Counter(_folded(PurePath(path).stem) for path in paths)
    by_name = Counter(_folded(PurePath(path).name) for path in paths)
    names = {}
    for path in paths:
        pure = PurePath(path)
        stem = _safe(pure.stem)
        if by_stem[_folded(pure.stem)] > 1:
            stem = f"{stem}（{_safe(pure.suffix.lstrip('.')) or '无后缀'}）"
        if by_name[_folded(pure.name)] > 1:
            stem = f"{stem}-{digest(path)[:8]}"
        names[path] = stem
    if len({_folded(name) for name in names.values()}) < len(names):  # different signs made safe the same way
        return {path: f"{name}-{digest(path)[:8]}" for path, name in names.items()}
    return names


def _folded(text: str) -> str:
    return fold_path(_safe(text))


def _safe(text: str) -> str:
    name = _UNSAFE.sub("_", text.encode("utf-8", "replace").decode()).strip(" .").lstrip("-") or "材料"
    if _RESERVED.match(name) or name.casefold() in ("index", "汇总"):
        name = f"_{name}"
    while len(name.encode()) > _LONGEST:
        name = name[:-1]
    return name


def _parts(report: Report) -> Iterable[Report]:
    """The report of each file alone, with the submissions that its copies were compared with."""
    from lint.reports.facts.figures import group_by_file, index_submissions

    found, submissions = group_by_file(report), index_submissions(report)
    for file in report.files:
        own = tuple(found[file.path])
        others = {str(sibling.get("file")) for item in own if isinstance(sibling := item.data.get("sibling"), Mapping)}
        wanted = [file.path, *sorted(others - {file.path})]
        with_others = tuple(submissions[path] for path in wanted if path in submissions)
        yield Report(report.version, (file,), own, with_others, rules=report.rules)


def _without_time(part: Report) -> object:
    file: FileReport = replace(part.files[0], seconds=0.0)
    findings: tuple[Finding, ...] = part.findings
    submissions: list[Submission] = [replace(item, seconds=0.0) for item in part.submissions]
    return [__version__, asdict(file), [asdict(item) for item in findings], [asdict(item) for item in submissions]]


def _template(settings: Settings) -> str:
    path = settings.reports.template
    return content_of(path) if path else ""


def _render(
    part: Report, kinds: Sequence[str], name: str, originals: Originals, settings: Settings
) -> dict[str, str | bytes]:
    """The reports of one submission by file name."""
    made: dict[str, str | bytes] = {}
    for kind in kinds:
        content = render_report(REPORTS[kind], part, settings, originals)
        made[REPORTS[kind].file_name(name, content)] = content
    return made


def _put(path: Path, content: str | bytes, inputs: set[str]) -> None:
    if os.path.realpath(path) in inputs:
        raise SettingsError(f"报告 {path} 会覆盖同名的输入文件，请把 --out 指向另一个目录；输入文件从不改动。")
    temporary = path.with_name(f".{digest(path.name)[:12]}.tmp")
    try:
        temporary.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))
        temporary.replace(path)
    except OSError as error:
        raise SettingsError(f"无法写入 {path}：{error.strerror}，请检查磁盘空间和权限。") from None


def _manifest(out: Path) -> dict[str, dict[str, object]]:
    """What earlier runs wrote, by file path; empty where there is no readable manifest."""
    try:
        found = json.loads((out / OWN / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    files = found.get("files") if isinstance(found, dict) else None
    return {path: known for path, known in files.items() if isinstance(known, dict)} if isinstance(files, dict) else {}


def _save(out: Path, manifest: Mapping[str, Mapping[str, object]]) -> None:
    text = json.dumps({"version": __version__, "files": manifest}, ensure_ascii=False, indent=0)
    _put(out / OWN / _MANIFEST, text, set())


def _names(known: Mapping[str, object]) -> list[str]:
    """The output names of one manifest entry; only plain names, whatever somebody wrote there."""
    outputs = known.get("outputs")
    listed = outputs if isinstance(outputs, list) else []
    return [name for name in listed if isinstance(name, str) and name == PurePath(name).name and name not in ("", "..")]


def _listed(manifest: Mapping[str, Mapping[str, object]]) -> list[str]:
    return [name for known in manifest.values() for name in _names(known)]


def _remove_stale(
    out: Path, before: Mapping[str, Mapping[str, object]], after: Mapping[str, Mapping[str, object]], inputs: set[str]
) -> None:
    """Removes reports that an earlier run wrote and this one did not."""
    for name in set(_listed(before)) - set(_listed(after)):
        if os.path.realpath(out / name) not in inputs:
            (out / name).unlink(missing_ok=True)
