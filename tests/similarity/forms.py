"""Invented forms for the tests of similarity: places and projects that do not exist."""

from lint.model import LEVEL1_OF_LEVEL2, Indicator, Submission, Table

CANTEEN = (
    ("数量指标", "食材验收环节", "≥96%"),
    ("数量指标", "餐具消毒频次", "每日3次"),
    ("质量指标", "菜品留样", "≥96%"),
    ("时效指标", "开餐准点", "≥96%"),
    ("成本指标", "食材储存损耗", "≤4%"),
    ("社会效益指标", "耐心待客", "≥96%"),
    ("生态效益指标", "厨余分类投放", "≥96%"),
    ("可持续影响指标", "节能降耗", "≥96%"),
    ("服务对象满意度指标", "就餐人员满意度", "≥96%"),
)
CANTEEN_TEXTS = {
    "总体目标": "加强培训学习专业知识，组织技能比武，提高饭菜质量，保障职工一日三餐。",
    "项目概况": "为全镇机关职工提供日常就餐服务，由第三方派遣厨师和服务员。",
    "保证项目实施的制度、措施": "加强卫生、安全、服务、就餐等一系列管理制度并逐月考核。",
    "项目实施计划": "高标准、严要求地实施各项制度，按月结算服务费用。",
}
ENGINEERING = (
    ("数量指标", "工程完成量", "100%"),
    ("质量指标", "工程质量合格率", "100%"),
    ("质量指标", "工程质量优良率", "100%"),
    ("时效指标", "工程按期完成率", "100%"),
    ("时效指标", "项目验收合格率", "100%"),
    ("可持续影响指标", "长效管理制度健全性", "健全"),
    ("服务对象满意度指标", "群众满意度", "≥98%"),
)
BLOCK = (
    ("经济效益指标", "节约行政开支程度", "较明显"),
    ("社会效益指标", "对窗口单位办公提升度", "明显"),
    ("生态效益指标", "对周边水土影响", "≥50%"),
    ("可持续影响指标", "对入驻单位运转持续影响", "明显"),
    ("服务对象满意度指标", "入驻单位满意度", "100%"),
)


def table(number, project, rows, texts=None, *, department="云溪县机关事务中心", year=2025, budget=None, **more):
    indicators = tuple(
        Indicator("年度", LEVEL1_OF_LEVEL2.get(level2, level2), level2, name, value) for level2, name, value in rows
    )
    return Table(
        number=number,
        project=project,
        department=department,
        year=year,
        annual_budget=budget,
        texts=texts or {},
        indicators=indicators,
        **more,
    )


def submission(*tables, path="云溪.txt"):
    return Submission(path, "text", tables=tables)
