"""Models that commands use: those of another format are trained anew before a command begins."""

from __future__ import annotations

from lint.cli.console import warn
from lint.settings import Settings
from lint.settings.manifest import FORMAT, ModelError, read_manifest
from lint.settings.shipped import shipped


def renew_models(settings: Settings) -> None:
    """Trains the shipped models anew where their files are of another format, with a notice.

    Models of a folder of the user's own (`classify.models`) are theirs to renew (`jxlint train`). Files
    that cannot be read or were changed are left alone: the command says so where it asks them.
    """
    if settings.classify.models:
        return
    folder = shipped("models")
    try:
        if read_manifest(folder).format == FORMAT:
            return
    except ModelError:
        return
    from lint.training.models import build

    warn(f"{folder} 中的模型是别的版本写成的，正在由 corpora/ 重新训练，约需一分钟。")
    try:
        build(folder)
    except OSError:
        warn(f"{folder} 不可写，模型未能更新，本次不判断指标类别；请用可写该目录的用户运行 jxlint train。")
