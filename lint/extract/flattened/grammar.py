"""What a run of characters can be: category, head, label, sign, number, target — by its form alone.

The patterns say what kinds of words exist, not which columns a form has; a category or a label that a
form coins itself is told by its place (see `decode`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from lint.language.folding import squash

POINTS = r"(?:\s*[(（\[]\s*\d{1,3}(?:\.\d+)?\s*(?:分|%|％)?\s*[)）\]])?"
POINTS_END = re.compile(POINTS + "$")

LEVEL1 = r"(?:(?:预期|年度|项目)?(?:产出|效益|效果|满意度|成本|投入|过程|决策|管理|影响力|完成)(?:指标|目标|类指标)|项目(?:产出|效益|效果|完成)|履职(?:效能|效果|效益)|部门管理|管理效率|运行成本|社会效应|可持续发展能力)"
LEVEL2 = (
    r"(?:(?:产出|工作|项目)?(?:数量|质量|时效|成本|进度)(?:控制)?(?:指标|目标)(?:\([^()]{2,16}\))?"
    r"|(?:项目)?(?:经济|社会|生态|生态环境|环境|生态环保)(?:性)?(?:效益|效果|成本|影响)(?:指标|目标)?(?:\([^()]{2,16}\))?"
    r"|(?:经济|社会|生态)(?:[、和及,]?(?:经济|社会|生态)){1,2}效益(?:指标)?"
    r"|可持续(?:性|发展)?(?:影响|效益|发展)(?:力)?(?:指标|目标)?|可持续性(?:指标)?|可持续影响"
    r"|(?:社会公众或|社会公众及|受益对象或)?(?:服务对象|受益对象|受益人群|社会公众|帮扶对象|受益者|受益群体)(?:及受益人|或受益人|或项目受益人)?(?:满意度|满意程度|满意情况)(?:指标|目标)?"
    r"|满意度指标|满意度目标"
    r"|预算(?:\([^()]{2,10}\))?控制指标)"
)
CATEGORY = re.compile(r"(?:" + LEVEL2 + "|" + LEVEL1 + r")(?:等)?" + POINTS)
SHORT_LEVEL2 = {
    "数量": "数量指标", "质量": "质量指标", "时效": "时效指标", "成本": "成本指标", "进度": "时效指标",
    "经济效益": "经济效益指标", "社会效益": "社会效益指标", "生态效益": "生态效益指标",
    "可持续影响": "可持续影响指标", "服务对象满意度": "服务对象满意度指标",
}  # fmt: skip
SHORT_LEVEL1 = {"产出": "产出指标", "效益": "效益指标", "满意度": "满意度指标", "成本": "成本指标", "效果": "效益指标"}

_CATEGORY_PART = re.compile(
    r"指标|目标|效益|满意|成本|数量|质量|时效|进度|可持续|影响|产出|效果|投入|过程|决策|管理|履职|效率|效能|效应|发展能力|项目完成"
)
_LEVEL1_WHOLE = re.compile(LEVEL1 + r"(?:等)?" + POINTS)
_LEVEL2_WHOLE = re.compile(LEVEL2 + r"(?:等)?" + POINTS)

HEAD_ROLES: tuple[tuple[str, str], ...] = (
    ("level1", r"一级指标(?:名称|类型|类别)?|一级目标|一级绩效指标|第一级指标|指标类型\(一级\)"),
    ("level2", r"二级指标(?:名称|类型|类别)?|二级目标|二级绩效指标|第二级指标|二级分类|指标小类"),
    (
        "name",
        r"三级(?:绩效)?指标(?:名称|内容)?(?:\([^()]{1,8}\))?|三级目标|第三级指标|四级指标(?:名称|内容)?|(?:绩效)?指标名称(?:\([^()]{1,6}\))?|(?:绩效)?指标内容|具体(?:绩效)?指标(?:内容)?|指标项目?",
    ),
    (
        "standard",
        r"(?:指标|目标)值?(?:设定|来源|标准|取值|确定)(?:或)?(?:依据|来源)|指标标准或依据|绩效标准(?:来源)?|标准来源|(?:目标|指标)值(?:设定)?(?:来源|依据)|设定依据|指标依据|计算依据|取值依据|标准依据|评价标准来源",
    ),
    (
        "scoring",
        r"(?:评分|计分|得分|扣分|评扣分|评\(扣\)分|赋分|打分)(?:计算)?(?:标准|方法|办法|规则|细则|依据)|评价标准|考核标准",
    ),
    (
        "explanation",
        r"(?:三级)?指标(?:解释|说明|内涵|定义|含义|描述|释义)(?:\([^()]{1,10}\))?|计算公式|内容说明|解释说明|佐证资料|数据来源|指标值说明",
    ),
    (
        "deviation",
        r"(?:偏差|未完成|差异|偏离|扣分|产生差异)(?:的)?(?:大或目标未完成)?(?:度)?(?:原因|情况|说明|分析)?(?:情况)?(?:原因)?(?:说明|分析)?(?:及|和|或)?(?:拟采取的)?(?:改进|整改|对策)?(?:的)?(?:措施)?|原因分析(?:及改进措施)?|原因说明|存在问题",
    ),
    ("forecast", r"(?:全年|预计全年|年底|预计)(?:预计|预期|预测)?完成(?:情况|值)|完成目标可能性|(?:全年|年底)预计值"),
    (
        "actual",
        r"(?:目标|指标|全年|年度|本年度?|年末|实际|20\d\d年|截至.{1,8}|\d{1,2}[-—~至]\d{1,2}月)?(?:实际|执行|达成)?(?:完成|执行|实现)(?:指标)?(?:情况|值|数|结果)(?:\([^()]{1,6}\))?|(?:全年|年度)?实际(?:完成|指标|实现)?值(?:\([^()]{1,6}\))?|业绩值|实际完成",
    ),
    ("rate", r"(?:目标|指标)?完成(?:率|程度|进度)(?:\([^()]{1,6}\))?|执行率(?:\([^()]{1,6}\))?"),
    ("score", r"(?:自评|指标|实际|评价|考核|单位自评|自我)?(?:得分|评分)(?:\([^()]{1,12}\))?|自评分数?"),
    ("weight", r"(?:指标|标准|权重)?(?:分值|权重|满分)(?:\([^()]{1,10}\))?|标准分|分数|权重分"),
    (
        "last",
        r"(?:上年度?|上一年度?|前年|历史|20\d\d年)(?:实际)?(?:指标|完成|实现|目标)?(?:实现|完成)?(?:值|情况)|20\d\d年实际(?:实现|完成)值",
    ),
    (
        "value",
        r"(?:实施期|中长期|中期|长期|绩效|年度|年初|全年|当年|本年度?|预期|预计|计划|设定|批复|申报|项目|目标|考核|预算|20\d\d年|年度\(/项目\)|年度绩效)*(?:指标|目标|计划|预期|预计|设定|实现|标准)(?:目标|指标|实现|设定|计划)?(?:数)?值(?:及单位|及说明)?(?:\([^()]{1,16}\))?|(?:预期|计划|年初|绩效|指标)目标(?:\(值\))?|年度目标\(值\)|指标值|目标值|预期20\d\d年实现值|(?:当年)?预期实现值|预期达到目标|指标要求",
    ),
    ("sign", r"(?:绩效)?指标(?:值)?(?:性质|符号)|(?:计算|运算|比较|关系)符号?|符号|目标值符号|性质"),
    ("type", r"(?:指标|值)(?:值)?(?:类型|属性)|定性/?定量|定量/?定性"),
    ("direction", r"指标(?:值)?方向性?|正/?反向|方向性?"),
    ("unit", r"(?:绩效)?(?:指标|指标值|目标值|数值)?(?:计量|度量|计算)?单位"),
    ("number", r"序号|编号|行次|指标编码"),
    ("other", r"备注|说明|责任(?:部门|单位)|佐证材料|指标来源|是否核心(?:指标)?"),
)
HEAD_WORD = re.compile("|".join(f"(?P<{role}>{pattern})" for role, pattern in HEAD_ROLES))

_SHORTEST_HEAD, _LONGEST_HEAD = 2, 30  # characters
LAST_OF_HEADS = frozenset("标称型别类容目据源准法则细义明释式况因析施值数果度率分重质号性向量位码注任门料)]容级骤题情")

FLAT_ROLES: tuple[tuple[str, str], ...] = (
    ("project", r"(?:预算|支出)?项目(?:支出)?(?:名称)?|二级项目名称"),
    ("department", r"(?:预算|主管)?(?:单位|部门)名称|预算单位|主管部门|项目单位|实施单位"),
    ("money", r"(?:项目|预算|年度)?(?:预算数|金额|资金|预算|预算金额|资金总额)(?:\(万?元\))?"),
    ("goal", r"(?:年度|总体|项目)?(?:绩效|总体)?目标"),
    ("year", r"(?:预算)?年度|年份"),
    ("code", r"(?:单位|项目)(?:代码|编码|类别|类型)|序号"),
)
_FLAT = tuple((role, re.compile(pattern)) for role, pattern in FLAT_ROLES)

STOP_INSIDE = re.compile(
    r"总分(?=\d|$)|合计(?=\d)|偏差大或目标未完成原因分析|其他需要?说明的?(?:问题|事项|情况)|改进措施及结果应用|评价结论|主管部门审核意见|财政部门.{0,6}审核意见|注[:：]|备注[:：]|填表人|附件[:：]"
)
ROOT = re.compile(
    r"(?:(?:年度|长期|中期|实施期|当年|本年度)?(?:绩效指标|绩效目标)(?:体系|完成情况)?|年度绩效|绩效|绩|效|绩效项目指标表)"
    + POINTS
)
SCRAP = re.compile(
    r"(?:意?满?意?度|[响性益]|持续影响|影响|效益|对象)?指?标|(?:满?意?度)?指|满意|服务对象"
)  # torn off a category word
DIRECTIONS = frozenset(["正向指标", "反向指标", "正向", "反向", "中性指标"])
SIGN = re.compile(r"(?:[≥≤≧≦⩾⩽＞＜><=＝═±]|>=|<=|大于等于|小于等于|等于|大于|小于|不低于|不高于|不超过|定性|定量)")
_COMPARE = r"(?:[≥≤≧≦⩾⩽＞＜><=＝═±约]|>=|<=|大于等于|小于等于|不低于|不高于|不少于|不超过|不大于|不小于|大于|小于|超过|低于|高于|达到?|控制在)"
NUMBER = re.compile(r"[-+]?\d[\d,，]*(?:\.\d+)?")
UNIT_CHARS = (
    r"(?:[%％‰℃]|百分比|百分点|个百分点|人次|人天|人日|平方米|立方米|平方公里|公顷|公里|千米|千瓦时|千瓦|万千瓦时|工作日|小时|分钟|万元|亿元|元|"
    r"个月|年|月|日|天|周|季度|次|人|个|项|家|户|辆|台套|台|套|吨|米|座|栋|部|间|处|条|份|本|册|期|场|名|批次|批|起|例|件|"
    r"课时|学时|课|节|株|棵|头|只|支|亩|里|种|类|款|幅|篇|片|块|张|宗|笔|卷|箱|桶|瓶|袋|副|双|对|级|层|村|所|门|根|盏|艘|具|顶|床|组|队|"
    r"公斤|千克|毫米|厘米|升|毫升|兆|km|KM|kg|m|M|㎡|m2|m²|t|dB|处次|班次|班|轮|卡|岗|车次|眼|口|孔|方|度|分|倍|羽|尾|标段|标准|"
    r"头只|头次|站|线|网|点|元/[^\s,，;；]{1,6})"
)
AMOUNT = re.compile(
    r"[:：]?\s*"
    + _COMPARE
    + r"{0,2}\s*[-+￥¥]?\d[\d,，]*(?:\.\d+)?\s*[万亿千百十]?\s*[(（]?"
    + UNIT_CHARS
    + r"?[)）]?(?:[/·]\s*(?:\d*"
    + UNIT_CHARS
    + r"|人|次|户|盏|亩|座))*(?:\s*(?:及|含|\(含\))?(?:以上|以下|以内|内|之内|左右|前))?[。.;；,，、]?"
)
_LONGEST_UNIT = 14  # characters
_UNIT = re.compile(r"[万亿千百十]?" + UNIT_CHARS + r"(?:[/·]" + UNIT_CHARS + r")*")
DATE = re.compile(
    r"(?:(?:截至|于|到)?(?:(?:19|20)\d\d年?)?(?:[-./年]?\d{1,2}(?:月|[-./]\d{1,2}))?(?:\d{1,2}日|份)?(?:底|末|初|中旬|上旬|下旬)?(?:之?以?前|之?内|全年|完成|竣工|移交|发放|付印|出具|拨付)*)"
)
DATE_LIKE = re.compile(
    r"^(?:截至|于)?(?:(?:19|20)\d\d年(?:度)?(?:底|末|全年)?|(?:19|20)\d\d[-./]\d{1,2}|(?:(?:19|20)\d\d年)?\d{1,2}月)[\d\u4e00-\u9fff.\-—~至/]{0,14}$"
)
_MARKED = re.compile(r"^(?:指标\s*\d{1,2}\s*[:：.、]|[(（]\d{1,2}[)）]|\d{1,2}[、.](?!\d)|[①-⑳★*▲◆])\s*")
_ONLY_NUMBER = re.compile(r"^[-+]?\d[\d,，]*(?:\.\d+)?$")
_LEADING = re.compile(r"^" + _COMPARE + r"\s*\S")
_SENTENCE = re.compile(r"[。；;]|，.{4,}，")

STOP = re.compile(
    r"^(?:总分|合计|总计|小计|自评总?得?分|综合得分|总得分|评价结论|自评结论|存在问题|改进措施|偏差大或目标未完成原因分析|其他需要?说明的?(?:问题|事项|情况)?|说明|注|备注|填表说明|"
    r"(?:项目|财务|单位|填报)?(?:负责人|责任人)|填[表报](?:人|日期|单位|时间)|联系(?:人|电话)|审核人|审核意见|(?:财政|主管|业务|预算|区|县|市|省).{0,14}(?:意见|\(盖章\)|（盖章）)|单位公章|附件|附注|扫一扫|相关(?:链接|解读|附件|文章)|"
    r"上一篇|下一篇|版权所有|主办|承办|分享|打印|关闭|浏览|责任编辑|编辑|展开阅读|关键词|关\s*键|温馨提示|下载|资源描述|当前位置|网站|地址|名词解释|公示期|监督电话|\[?(?:打印|关闭|下载)|- 全部留言|评论)"
)
TITLE = re.compile(
    r"绩效.{0,16}(?:目标|自评|监控|申报|评价|批复).{0,14}(?:表|书)|绩效目标.{0,12}表|自评表|监控(?:情况)?表|绩效.{0,6}表"
)


@lru_cache(maxsize=65536)
def head_role(text: str) -> str:
    """The role of a column head that is all of the text, "" for others."""
    word = squash(text).strip(":：")
    if len(word) < _SHORTEST_HEAD or len(word) > _LONGEST_HEAD or word[-1] not in LAST_OF_HEADS:
        return ""
    found = HEAD_WORD.fullmatch(word)
    return str(found.lastgroup) if found else ""


@lru_cache(maxsize=8192)
def flat_role(text: str) -> str:
    """The role of a column that names a project, unit, amount or goal in a flat list, "" for others."""
    word = squash(text).strip(":：")
    for role, pattern in _FLAT:
        if pattern.fullmatch(word):
            return role
    return ""


@lru_cache(maxsize=65536)
def category_levels(text: str) -> tuple[bool, bool]:
    """Whether the whole text is a first-level, a second-level category word."""
    word = squash(text).strip(":：;；。")
    if not 2 <= len(word) <= 30:
        return (False, False)
    if not _CATEGORY_PART.search(word):
        return (False, False)
    one = bool(_LEVEL1_WHOLE.fullmatch(word)) or word in SHORT_LEVEL1
    two = bool(_LEVEL2_WHOLE.fullmatch(word)) or word in SHORT_LEVEL2
    return one, two


@lru_cache(maxsize=65536)
def shape(text: str) -> str:
    """The form of a text: number, amount, date, sign, unit, compared, marked, sentence, or words.

    `amount` is a number with sign or unit and nothing else; `compared` begins with a comparator.
    """
    word = squash(text).rstrip("。；;") or text
    if not _DIGIT.search(word):
        return _shape_of_words(word)
    if _ONLY_NUMBER.match(word):
        return "number"
    if SIGN.fullmatch(word):
        return "sign"
    if word in ("—", "-", "/", "无", "--"):
        return "dash"
    if AMOUNT.fullmatch(word):
        return "amount"
    if DATE_LIKE.match(word):
        return "date"
    if _LEADING.match(word) and re.search(r"\d", word):
        return "compared"
    if _MARKED.match(word):
        return "marked"
    if _SENTENCE.search(word):
        return "sentence"
    return "words"


_DIGIT = re.compile(r"\d")


def _shape_of_words(word: str) -> str:
    """The shape of a text without figures."""
    if SIGN.fullmatch(word):
        return "sign"
    if word in ("—", "-", "/", "无", "--"):
        return "dash"
    if len(word) <= _LONGEST_UNIT and _UNIT.fullmatch(word):
        return "unit"
    if _MARKED.match(word):
        return "marked"
    return "sentence" if _SENTENCE.search(word) else "words"


def without_mark(text: str) -> str:
    """A name without the list mark before it (指标1：, 1、, ★)."""
    return _MARKED.sub("", text.strip())
