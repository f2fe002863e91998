"""What stands around and inside flattened text though no form has it: page navigation, library notices, page
marks, glyphs.
"""

import re

from .choice import Choice
from .model import Drawn
from .tape import Tape

_PAIRS = (
    "預预項项績绩標标頁页閱阅讀读還还繼继續续費费載载檔档權权說说戶户傳传歸归屬属內内請请進进舉举報报認认領领簡简達达農农養养設设補补資资點点運运轉转類类評评價价準准確确據据優优產产實实際际計计劃划時时"
    "撥拨應应憑凭證证對对務务滿满問问調调較较總总數数護护員员訓训經经崗岗書书記记監监測测單单稱称臨临觀观門门別别專专執执況况萬万財财額额質质維维會会結结備备徑径為为嶺岭區区體体來来館馆發发間间瀏浏覽览"
    "職职責责釋释該该濟济眾众隨随態态園园電电話话異异過过潔洁掃扫積积畝亩開开講讲廣广場场庫库驗验動动蓋盖錄录機机構构關关購购貫贯徹彻揮挥協协鞏巩隊队個个廳厅紹绍"
)
TRADITIONAL = {_PAIRS[place + 1]: _PAIRS[place] for place in range(0, len(_PAIRS), 2)}
"""Simplified characters and the traditional ones put for them."""

_READINGS = dict(
    item.split(":")
    for item in [
        "項:xiàng",
        "預:yù",
        "單:dān",
        "實:shí",
        "際:jì",
        "務:wù",
        "維:wéi",
        "護:hù",
        "經:jīng",
        "濟:jì",
        "產:chǎn",
        "質:zhì",
        "標:biāo",
        "滿:mǎn",
        "續:xù",
        "員:yuán",
        "認:rèn",
        "關:guān",
        "進:jìn",
        "設:shè",
        "備:bèi",
        "總:zǒng",
        "額:é",
        "執:zhí",
        "財:cái",
        "評:píng",
        "價:jià",
        "據:jù",
        "權:quán",
        "運:yùn",
        "機:jī",
        "構:gòu",
        "會:huì",
        "開:kāi",
        "門:mén",
        "責:zé",
        "計:jì",
        "劃:huà",
        "應:yīng",
    ]
)


def change_glyphs(tape: Tape, manner: str) -> None:
    """Puts traditional characters, with readings in brackets behind some of them where pages do that."""
    change = dict(TRADITIONAL)
    if manner == "traditional_pinyin":
        change = {
            simple: f"{glyph}({_READINGS[glyph]})" if glyph in _READINGS else glyph for simple, glyph in change.items()
        }
    tape.replace_letters(change)


def lines_before(choice: Choice, drawn: Drawn, manner: str) -> list[str]:
    """Lines of a web page over the form."""
    form = drawn.gold[0] if drawn.gold else {}
    owner = str(form.get("department") or "县财政局")
    title = next((line.text for line in drawn.title), "绩效目标表")
    date = (
        f"{int(form.get('year') or 2023) + choice.number(-1, 1)}-{choice.number(1, 12):02d}-{choice.number(1, 28):02d}"
    )
    if manner == "navigation":
        return choice.one(
            (
                [
                    f"索 引 号 {choice.number(10**8, 10**9)}/2022-{choice.number(100, 999):05d} 发布日期 {date}",
                    f"发布机构 {owner} 有 效 性 有效",
                    title,
                    "",
                    "字号 :  | ",
                    f"发布时间:{date}  |  发布单位:{owner}",
                ],
                [
                    "当前位置:首页 > 信息公开 > 财政资金",
                    f"发布时间:{date} 来源:{owner} 点击量:{choice.number(3, 4000)} [ 字体: ] 打印 分享:",
                ],
                [f"{title}", f"来源:{owner}   {date}", f"浏览量:{choice.number(1, 900)} | | | |", ""],
                ["本网站支持IPv6", "长者模式", "", title, "", f"编辑:办公室 来源:{owner} 发布时间:{date} 10:05", ""],
                [
                    f"今天是: 欢迎访问 {owner}! 本网站已支持IPv6网络",
                    "当前位置:首页>>财务公开",
                    f"时间:{date}  作者:  新闻来源:  【字号: | |",
                ],
                [
                    f"[ 索引号 ] | 2261{choice.number(10**6, 10**7)}K/2024-00029 | [ 发文字号 ] | |",
                    f"[ 发布机构 ] | {owner} | |",
                    f"[ 成文日期 ] | {date} | [ 发布日期 ] | {date} |",
                ],
            )
        )
    if manner == "library":
        return [f"《{title}.docx》由会员分享,可在线阅读,更多相关《{title}.docx(2页珍藏版)》请在文库网上搜索。"]
    if manner == "download":
        return [
            f"{title}.docx",
            "-",
            f"资源ID:{choice.number(10**5, 10**6)}",
            f"资源大小:{choice.number(12, 90)}.40KB",
            "- 资源格式: DOCX",
            f"下载积分:{choice.number(1, 9)}金币",
            "友情提示",
            "2、下载的文档若被浏览器直接打开,请另存到本机再查看。",
        ]
    return [f"{owner}关于公开{title}的通知", f"各有关单位:现将{title}予以公开,接受社会监督。", date]


def lines_after(choice: Choice, manner: str) -> list[str]:
    """Lines of a web page below the form."""
    if manner in ("library", "download"):
        return ["下载本文档", "版权说明:本文档由用户上传,权益归提供方所有"]
    return choice.one(
        (
            ["扫一扫在手机上查看当前页面"],
            ["【打印本页】 【关闭窗口】"],
            ["上一篇:无", "下一篇:部门决算公开"],
            ["主办单位:县人民政府办公室 备案号:0000000000"],
        )
    )


def tear(choice: Choice, tape: Tape, manner: str) -> tuple[int, int] | None:
    """Puts page marks or watermarks in between lines, or cuts the text off; returns what was kept when it was cut."""
    text = tape.text()
    breaks = [match.start() for match in re.finditer("\n", text)] or [len(text) // 2]
    if manner == "cut_off":
        size = len(text)
        start, end = (
            (0, choice.number(size // 2, size - 1)) if choice.chance(0.6) else (choice.number(1, size // 2), size)
        )
        tape.cut(start, end)
        return start, end
    for number in range(choice.number(1, 3), 0, -1):
        place = choice.one(breaks)
        if manner == "watermark":
            mark = "\n仅供内部审核"
        else:
            mark = choice.one(("\n- {n} -", "\n第{n}页 共3页", "\n{n}", "\n—{n}—", "\n\f", "\n第 {n} 页")).format(
                n=number + 1
            )
        if place < len(tape.letters) and tape.letters[place] == "\n":
            tape.insert(place, mark)
    return None
