"""The model card and its plots, written from metrics alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lint.classify.labels import OLDER
from lint.training.corpus import SOURCES
from lint.training.plots import confusion_plot, line_plot

PLOTS = ("confusion.svg", "reliability.svg", "c001.svg")


def write(folder: Path, metrics: Mapping[str, Any]) -> None:
    """Writes metrics.json, MODEL_CARD.md and the plots into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    slim = json.dumps(metrics, ensure_ascii=False, separators=(",", ":"))
    (folder / "metrics.json").write_text(slim + "\n", encoding="utf-8")
    (folder / "MODEL_CARD.md").write_text(card(metrics), encoding="utf-8")
    drawn = metrics["protocols"]
    main = drawn.get("sectors") or next(iter(drawn.values()))
    (folder / PLOTS[0]).write_text(
        confusion_plot(f"只看名称的类别判断：{main['title']}", OLDER, main["category"]["confusion"]), encoding="utf-8"
    )
    lines = [(each["title"], [(c, s) for c, s, _ in each["category"]["reliability"]]) for each in _shown(drawn)]
    (folder / PLOTS[1]).write_text(
        line_plot("类别概率是否可信", "模型给出的概率", "实际正确的比例", lines, True), encoding="utf-8"
    )
    placed = [each for each in _shown(drawn) if "c001" in each]
    curves = [(each["title"], [(r, p) for _, p, r in each["c001"]["curve"]]) for each in placed]
    (folder / PLOTS[2]).write_text(line_plot("C001 的准确率与召回率", "召回率", "准确率", curves), encoding="utf-8")


def card(metrics: Mapping[str, Any]) -> str:
    """The model card's text, in Chinese."""
    lines = ["# 模型卡", "", f"由 `{metrics['command']}` 写成；数字全部出自该命令，请勿手改。", ""]
    versions = "，".join(f"{name} {version}" for name, version in metrics["versions"].items())
    rows = "，".join(f"{SOURCES.get(source, source)} {number} 行" for source, number in metrics["rows"].items())
    lines += [f"- 训练语料：{rows}（说明见 corpora/README.md）", f"- 训练环境：{versions}"]
    lines += [f"- C001 的报告阈值：{metrics['threshold']}（放错的概率）", ""]
    if metrics.get("extra"):
        lines += [f"- 另加的审核人员判定：{'、'.join(metrics['extra'])}", ""]
    lines += _about()
    lines += [
        "## 类别判断（正确率）",
        "",
        "| 测法 | 行数 | 名称和指标值 | 只看名称 | 关键词规则 | 最多的类别 | 概率误差 |",
    ]
    lines += ["| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for each in metrics["protocols"].values():
        found = each["category"]
        shares = [found[key] for key in ("name_and_value", "name_alone", "keywords", "majority")]
        numbers = " | ".join(f"{share:.3f}" for share in (*shares, found["calibration_error"]))
        lines.append(f"| {each['title']} | {each['rows']} | {numbers} |")
    lines += ["", *_by_people(metrics["names_by_people"])]
    lines += ["## C001 放错类别", ""]
    lines += ["| 测法 | 放错的行 | 准确率 | 召回率 | F1 | 平均准确率 | 应属类别正确 | 概率误差 | 关键词规则 F1 |"]
    lines += ["| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for each in (one for one in metrics["protocols"].values() if "c001" in one):
        found = each["c001"]
        shares = [found[key] for key in ("precision", "recall", "f1", "average_precision", "destination")]
        shares += [found["calibration_error"], found["keywords"]["f1"]]
        numbers = " | ".join(f"{share:.3f}" for share in shares)
        lines.append(f"| {each['title']} | {found['positives']} | {numbers} |")
    lines += ["", *_vague(metrics["vagueness"])]
    if metrics.get("comparison"):
        lines += ["## 各种模型的比较（只看名称的类别正确率）", ""]
        titles = list(metrics["comparison"])
        lines += ["| 模型 | " + " | ".join(titles) + " |", "| --- |" + " ---: |" * len(titles)]
        for contender in metrics["comparison"][titles[0]]:
            numbers = " | ".join(f"{metrics['comparison'][title][contender]:.3f}" for title in titles)
            lines.append(f"| {contender} | {numbers} |")
        lines += ["", _CHOICE, ""]
    lines += ["![混淆矩阵](confusion.svg) ![可信度](reliability.svg) ![C001](c001.svg)", ""]
    return "\n".join(lines)


_CHOICE = (
    "选用字符 n 元组的逻辑回归：各种线性模型相差不到几个百分点；带 jieba 词的模型和集成要在使用时载入分词词典，"
    "多算几遍，概率也要另行校准；单个逻辑回归的权重可以直接换算成“哪些字说明了类别”。"
)


def _shown(drawn: Mapping[str, Any]) -> list[Any]:
    """The protocols worth a curve: at most three."""
    names = [name for name in ("sectors", "documents", "public") if name in drawn] or list(drawn)
    return [drawn[name] for name in names[:3]]


def _about() -> list[str]:
    return [
        "## 用途与做法",
        "",
        "- 类别模型：名称的字符 n 元组（含首尾标记）与指标值的形式（日期、金额、百分比、计量单位、措辞）"
        "上的多项逻辑回归，十一类。",
        "- 能否留在原处：同一词表上另有一组权重，逐类回答“列在这里，审核人会不会要求移走”，"
        "由整张表的行和逐行写明可接受类别的行学得。",
        "- 放错判断：把类别模型对“所列类别”与“最强对手”的看法、能否留在原处交给又一个逻辑回归；"
        "训练它的看法来自没有见过该行的模型。",
        "- 存储：JSON 与 npy 数组，清单记有 SHA-256；与清单不符的文件拒绝使用；"
        "不含可执行内容。使用时不需要 scikit-learn。",
        "",
        "不适用：自设类别、只写类别名的名称、识别不确定的行。名称本身看不出类别时（如“编织袋”），只看名称的正确率有限，应同时给出指标值。",
        "",
        "两名标注者对放错类别的一致程度为 F1 0.90，可视为上限。“盲写”语料由只读过标注指南、没有见过受测材料的作者编写；"
        "“不用本项目补写的名称”一行连读过受测材料的人写的名称也不用。",
        "",
    ]


def _by_people(found: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = ["### 只看名称，人能判断到什么程度", ""]
    lines += [
        "两名标注员（语言模型助手，彼此独立）只看打乱次序的名称写下最可能的类别；模型没有见过这些行。",
        "",
    ]
    lines += ["| 名称来自 | 行数 | 标注员正确率 | 标注员首选或次选正确 | 标注员之间一致 | 模型正确率 |"]
    lines += ["| --- | ---: | ---: | ---: | ---: | ---: |"]
    for each in found:
        first = "、".join(f"{share:.3f}" for share in each["annotators"])
        numbers = " | ".join(f"{each[key]:.3f}" for key in ("either", "agreement", "model"))
        lines.append(f"| {each['title']} | {each['rows']} | {first} | {numbers} |")
    return [*lines, ""]


def _vague(found: Mapping[str, Any]) -> list[str]:
    lines = ["## 指标值含糊", "", "由词表规则（V001、V002）判断，不用模型。", ""]
    lines += ["| 材料 | 准确率 | 召回率 | F1 |", "| --- | ---: | ---: | ---: |"]
    for source, name in (("real", "公开材料"), ("authored", "编写材料")):
        each = found[source]
        lines.append(f"| {name} | {each['precision']:.3f} | {each['recall']:.3f} | {each['f1']:.3f} |")
    return [*lines, ""]
