"""演江自治区: an invented autonomous region with its 43 departments and 14 cities, as data.

No name in here is a real place's, no address a real street's, every domain is under `.example`,
every telephone number begins with an area code that does not exist.
"""

from __future__ import annotations

REGION = "演江自治区"
CAPITAL = "首练市"
DEPARTMENTS = "区直单位"
CITIES = "设区市"
CATEGORIES = (DEPARTMENTS, CITIES)

# name without the region's, short form, first label of its domain, word in its document numbers
DEPARTMENT_ROWS = (
    ("人民政府办公厅", "自治区政府办公厅", "zfb", "演政办"),
    ("发展和改革委员会", "自治区发展改革委", "fgw", "演发改"),
    ("教育厅", "自治区教育厅", "jyt", "演教"),
    ("科学技术厅", "自治区科技厅", "kjt", "演科"),
    ("工业和信息化厅", "自治区工信厅", "gxt", "演工信"),
    ("民族宗教事务委员会", "自治区民宗委", "mzw", "演民宗"),
    ("公安厅", "自治区公安厅", "gat", "演公"),
    ("民政厅", "自治区民政厅", "mzt", "演民"),
    ("司法厅", "自治区司法厅", "sft", "演司"),
    ("财政厅", "自治区财政厅", "czt", "演财"),
    ("人力资源和社会保障厅", "自治区人社厅", "rst", "演人社"),
    ("自然资源厅", "自治区自然资源厅", "zrzy", "演自然资"),
    ("生态环境厅", "自治区生态环境厅", "sthj", "演环"),
    ("住房和城乡建设厅", "自治区住建厅", "zjt", "演建"),
    ("交通运输厅", "自治区交通厅", "jtt", "演交"),
    ("水利厅", "自治区水利厅", "slt", "演水"),
    ("农业农村厅", "自治区农业农村厅", "nynct", "演农"),
    ("商务厅", "自治区商务厅", "swt", "演商"),
    ("文化和旅游厅", "自治区文旅厅", "wlt", "演文旅"),
    ("卫生健康委员会", "自治区卫生健康委", "wjw", "演卫"),
    ("退役军人事务厅", "自治区退役军人厅", "tyjr", "演退役"),
    ("应急管理厅", "自治区应急厅", "yjt", "演应急"),
    ("审计厅", "自治区审计厅", "sjt", "演审"),
    ("外事办公室", "自治区外事办", "wsb", "演外"),
    ("国有资产监督管理委员会", "自治区国资委", "gzw", "演国资"),
    ("市场监督管理局", "自治区市场监管局", "scjg", "演市监"),
    ("广播电视局", "自治区广电局", "gdj", "演广"),
    ("体育局", "自治区体育局", "tyj", "演体"),
    ("统计局", "自治区统计局", "tjj", "演统"),
    ("地方金融监督管理局", "自治区地方金融监管局", "jrj", "演金监"),
    ("信访局", "自治区信访局", "xfj", "演信访"),
    ("林业局", "自治区林业局", "lyj", "演林"),
    ("人民防空办公室", "自治区人防办", "rfb", "演防"),
    ("医疗保障局", "自治区医保局", "ybj", "演医保"),
    ("粮食和物资储备局", "自治区粮食和储备局", "lscb", "演粮"),
    ("药品监督管理局", "自治区药监局", "yjj", "演药监"),
    ("扶贫开发办公室", "自治区扶贫办", "fpb", "演扶"),
    ("大数据发展局", "自治区大数据局", "dsj", "演数"),
    ("机关事务管理局", "自治区机关事务局", "jgsw", "演机管"),
    ("知识产权局", "自治区知识产权局", "zscq", "演知"),
    ("投资促进局", "自治区投促局", "tcj", "演投促"),
    ("能源局", "自治区能源局", "nyj", "演能"),
    ("滨湾经济区规划建设管理办公室", "自治区滨湾办", "bwb", "演滨"),
)

# city, first label of its domain, word in its document numbers
CITY_ROWS = (
    (CAPITAL, "shoulian", "首练政"),
    ("试江市", "shijiang", "试江政"),
    ("临练市", "linlian", "临练政"),
    ("演州市", "yanzhou", "演州政"),
    ("模港市", "mogang", "模港政"),
    ("拟宁市", "nining", "拟宁政"),
    ("练城市", "liancheng", "练城政"),
    ("习河市", "xihe", "习河政"),
    ("范坪市", "fanping", "范坪政"),
    ("测山市", "ceshan", "测山政"),
    ("样湖市", "yanghu", "样湖政"),
    ("虚岭市", "xuling", "虚岭政"),
    ("设林市", "shelin", "设林政"),
    ("仿溪市", "fangxi", "仿溪政"),
)

# the applicants, volunteers of the assessment: id, name, mailbox, where they live, telephone
APPLICANT_ROWS = (
    ("P1", "闻予白", "wenyubai", "演江自治区首练市城中区模拟大道57号3栋201室", "0000-5559001"),
    ("P2", "言知秋", "yanzhiqiu", "演江自治区首练市城中区模拟大道57号3栋202室", "0000-5559002"),
    ("P3", "辛问渠", "xinwenqu", "演江自治区首练市试点区样板路8号1单元602室", "0000-5559003"),
    ("P4", "池见微", "chijianwei", "演江自治区首练市试点区样板路8号1单元603室", "0000-5559004"),
)
POSTCODE = "000100"
MAIL_DOMAIN = "ceping.example"
GOVERNMENT_DOMAIN = "yanjiang.example"
STRANGERS_SITE = "www.yanlian.example"


def site(address: str) -> str:
    """Whose pages an agency with this address speaks of. What it says of them is invented, so only
    a domain that does not exist is named."""
    domain = address.partition("@")[2]
    return domain if domain.lower().endswith(".example") else STRANGERS_SITE
