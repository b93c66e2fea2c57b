"""Guides of our own in the style of real ones, and what must be read in each. Places, numbers and addresses are
invented. The labels were written before any of the guides was read by the program.

A guide is a list of blocks: a paragraph, or a table (rows of cells). `verdicts` are written by first letters:
p present, a absent, d defective, u unclear; what is not named is not asked. `channels`: + open, - closed,
0 not told, ? unclear.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Block = str | list[list[str]]


@dataclass(frozen=True)
class Written:
    name: str
    blocks: tuple[Block, ...]
    verdicts: str
    unit: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    defects: dict[str, str] = field(default_factory=dict)
    channels: str = ""
    scripts: bool = False


PROVINCE = Written(
    "省政府办公厅.html",
    (
        "当前位置：首页 > 政务公开 > 政府信息公开指南",
        "云岭省人民政府办公厅政府信息公开指南",
        "为便于公民、法人和其他组织获取政府信息，根据《中华人民共和国政府信息公开条例》（国务院令第711号，以下简称《条例》），编制本指南。",
        "一、政府信息的分类和编排体系",
        "（一）信息分类。本机关主动公开的政府信息分为机构职能、政策文件、规划计划、财政预决算、人事信息等类别。",
        "（二）编排体系。主动公开的政府信息按照索引号、名称、发布机构、发文字号、发布日期编排。",
        "二、主动公开",
        "公民、法人和其他组织可以通过云岭省人民政府网站（https://www.yunling.example.cn）、省政府公报获取主动公开的政府信息，也可以到省档案馆、省图书馆查阅。",
        "三、依申请公开",
        "（一）受理机构。受理机构：云岭省人民政府办公厅政务公开办公室",
        "办公地址：云岭省春山市人民中路88号省政府大院2号楼1015室",
        "邮政编码：650988",
        "办公时间：周一至周五（法定节假日除外）上午8:30—12:00，下午14:30—18:00",
        "联系电话：0879-6360011 传真：0879-6360012",
        "电子邮箱：ysqgk@yunling.example.cn",
        "网上申请网址：https://www.yunling.example.cn/ysqgk/",
        "（二）提交申请的方式。",
        "1.当面提交。申请人可以到受理机构当面提交申请。",
        "2.邮寄提交。申请人通过邮寄方式提交申请的，请在信封左下角注明“政府信息公开申请”字样。",
        "3.网上提交。申请人可以登录云岭省人民政府网站依申请公开平台，在线填写并提交申请。",
        "4.传真提交。申请人可以通过传真提交申请，请在传真后与受理机构电话确认。",
        "本机关不受理通过电子邮件提交的申请。",
        "（三）申请表。《政府信息公开申请表》可以到受理机构领取，也可以在网站上下载。",
        "（四）申请的办理。申请内容不明确的，本机关自收到申请之日起7个工作日内一次性告知申请人补正。能够当场答复的，当场予以答复；不能当场答复的，自收到申请之日起20个工作日内予以答复；需要延长答复期限的，经政府信息公开工作机构负责人同意并告知申请人，延长的期限最长不超过20个工作日。",
        "征求第三方意见的，第三方应当自收到征求意见书之日起15个工作日内提出意见，所需时间不计算在上述期限内。",
        "申请公开政府信息的数量、频次明显超过合理范围的，本机关可以要求申请人说明理由。",
        "（五）收费。本机关依申请提供政府信息，不收取费用。但是，申请人申请公开政府信息的数量、频次明显超过合理范围的，可以收取信息处理费。",
        "四、监督和救济",
        "公民、法人或者其他组织认为本机关在政府信息公开工作中侵犯其合法权益的，可以向国务院办公厅投诉、举报，也可以依法申请行政复议或者提起行政诉讼。",
        "监督电话：0879-6360099",
        "主办：云岭省人民政府办公厅　网站标识码：5300000001",
    ),
    "office p address p postcode p hours p telephone p fax p email p website p channels p notes p categories p "
    "ways p answer p extension p clarification p fee p remedies p conditions p form p regulation p",
    "云岭省人民政府办公厅",
    {
        "office": "云岭省人民政府办公厅政务公开办公室",
        "address": "云岭省春山市人民中路88号省政府大院2号楼1015室",
        "postcode": "650988",
        "telephone": "0879-6360011",
        "fax": "0879-6360012",
        "email": "ysqgk@yunling.example.cn",
        "website": "https://www.yunling.example.cn/ysqgk/",
    },
    channels="+++-+",
)

COUNTY = Written(
    "县财政局.docx",
    (
        "清溪县财政局政府信息公开指南",
        "根据2019年修订的《中华人民共和国政府信息公开条例》和有关规定，结合本局实际，编制本指南。",
        "一、公开内容：本局主动公开的信息包括机构信息、财政预决算、政府采购、行政事业性收费等，按信息类别、发布时间编排目录。",
        "二、获取方式：通过清溪县人民政府门户网站、县政务服务大厅信息查阅点获取。",
        "三、依申请公开受理机构",
        [
            ["受理机构名称", "清溪县财政局办公室"],
            ["办公地址", "清溪县城关镇文昌路16号财政大楼3楼306室"],
            ["邮  编", "545321"],
            ["办公时间", "工作日上午8:00-12:00，下午15:00-18:00"],
            ["联系电话", "0798-2235518"],
            ["传  真", "0798-2235519"],
            ["电子邮箱", "qxczj@qingxi.example.cn"],
            ["网上申请", "http://www.qingxi.example.cn/zwgk/ysqgk"],
        ],
        "四、申请方式",
        [
            ["方式", "说明"],
            ["当面申请", "到清溪县财政局办公室递交申请表"],
            ["信函申请", "寄至上述地址，信封上请注明“政府信息公开申请”"],
            ["电子邮件申请", "将申请表发送至上述电子邮箱，并来电确认"],
            ["网上申请", "登录县政府网站，在线提交"],
        ],
        "《清溪县财政局政府信息公开申请表》可在县政府网站下载，复制有效。",
        "五、答复期限：本局收到申请后，能够当场答复的当场答复；不能当场答复的，自收到申请之日起二十个工作日内答复。确需延长的，经本局政府信息公开工作机构负责人同意并告知申请人，延长期限不超过二十个工作日。",
        "六、收费标准：按照《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》执行，数量频次未超过合理范围的不收费。",
        "七、救济途径：申请人对答复不服的，可以依法申请行政复议或者提起行政诉讼。",
    ),
    "office p address p postcode p hours p telephone p fax p email p website p channels p notes p categories p "
    "ways p answer p extension p clarification a fee p remedies p conditions p form p regulation p",
    "清溪县财政局",
    {
        "office": "清溪县财政局办公室",
        "address": "清溪县城关镇文昌路16号财政大楼3楼306室",
        "postcode": "545321",
        "telephone": "0798-2235518",
        "fax": "0798-2235519",
        "email": "qxczj@qingxi.example.cn",
        "website": "http://www.qingxi.example.cn/zwgk/ysqgk",
    },
    channels="++?++",
)

OLD_TOWN = Written(
    "镇政府.txt",
    (
        "石桥镇人民政府信息公开指南",
        "根据《中华人民共和国政府信息公开条例》（国务院令第492号，自2008年5月1日起施行），特编制本指南。",
        "一、主动公开。本镇主动公开的政府信息分为概况信息、法规文件、工作动态等类，通过镇政府公告栏、县政府网站公开。",
        "二、依申请公开",
        "公民、法人或者其他组织可以根据自身生产、生活、科研等特殊需要，向本镇申请获取政府信息。",
        "受理机构：石桥镇党政办公室",
        "地址：清溪县石桥镇振兴街1号",
        "邮政编码：545399",
        "联系电话：0798-2660102",
        "办公时间：周一至周五8:00—12:00，14:30—17:30（节假日除外）",
        "申请人应当填写《石桥镇政府信息公开申请表》，申请表可以在受理机构处领取。申请人可以当面递交或者通过信函提交申请，信函申请的请在信封左下角注明“政府信息公开申请”。",
        "本镇收到申请后，能够当场答复的，当场予以答复；不能当场答复的，自收到申请之日起15个工作日内予以答复；如需延长答复期限的，经政府信息公开工作机构负责人同意，并告知申请人，延长答复的期限最长不得超过15个工作日。",
        "三、收费。本镇依申请提供政府信息，除可以收取检索、复制、邮寄等成本费用外，不收取其他费用。",
        "四、监督。公民、法人或者其他组织认为本镇未依法履行政府信息公开义务的，可以向县政府办公室举报，也可以申请行政复议或者提起行政诉讼。",
    ),
    "office p address p postcode p hours p telephone p fax a email a website a channels p notes p categories p "
    "ways p answer d extension d clarification a fee d remedies p conditions d form p regulation d",
    "石桥镇人民政府",
    {"office": "石桥镇党政办公室", "address": "清溪县石桥镇振兴街1号", "telephone": "0798-2660102"},
    {
        "answer": "old_period",
        "extension": "old_period",
        "fee": "old_fee",
        "conditions": "three_needs",
        "regulation": "old_regulation",
    },
    channels="++000",
)

PARTIAL = Written(
    "市教育局.pdf",
    (
        "春山市教育局政府信息公开指南",
        "本指南依据新修订的《中华人民共和国政府信息公开条例》编制，2019年5月15日起施行。",
        "一、信息分类：机构职能、教育政策、招生考试、教师管理。",
        "二、获取方式：登录春山市教育局网站查阅。",
        "三、依申请公开",
        "受理机构：春山市教育局办公室",
        "通信地址：春山市学府路201号春山市教育局",
        "邮编：650210",
        "电话：0879-3311220",
        "申请人可以到春山市教育局办公室当面提出申请，也可以通过邮政寄送申请。",
        "本局自收到申请之日起20个工作日内答复申请人。",
        "依申请提供政府信息不收取费用。",
    ),
    "office p address p postcode p hours a telephone p fax a email a website u channels p notes a categories p "
    "ways p answer p extension a clarification a fee p remedies a conditions p form a regulation p",
    "春山市教育局",
    {
        "office": "春山市教育局办公室",
        "address": "春山市学府路201号春山市教育局",
        "postcode": "650210",
        "telephone": "0879-3311220",
    },
    channels="++000",
)

SCRIPTED = Written(
    "街道办.html",
    (
        "首页 政务公开 办事服务",
        "东门街道办事处政府信息公开指南",
        "一、受理机构：东门街道党政综合办公室",
        "办公地址：春山市西湖区东门大街33号",
        "联系电话：0879-5556677",
        "二、申请人可以当面提交申请，也可以将申请表邮寄至上述地址。",
        "三、本街道自收到申请之日起20个工作日内予以答复；经批准延长的，延长期限不超过20个工作日。",
    ),
    "office p address p postcode u hours u telephone p fax u email u answer p extension p fee u remedies u form u",
    "东门街道办事处",
    {"telephone": "0879-5556677", "address": "春山市西湖区东门大街33号"},
    channels="++???",
    scripts=True,
)

CONTRADICTORY = Written(
    "区住建局.txt",
    (
        "西湖区住房和城乡建设局政府信息公开指南",
        "根据《中华人民共和国政府信息公开条例》（中华人民共和国国务院令第711号），制定本指南。",
        "受理机构：西湖区住房和城乡建设局综合科",
        "办公地址：西湖区湖滨路5号",
        "办公时间：工作日9:00-12:00，13:00-17:00",
        "联系电话：0879-8001122、0879-8001123",
        "电子邮箱：xhzj@xihu.example.cn",
        "申请人可以当面、邮寄或者通过电子邮件提交申请。",
        "本局自收到申请之日起20个工作日内予以答复，需要延长的，延长期限最长不超过20个工作日。",
        "附：办理流程",
        "登记—审查—答复。自收到申请之日起15个工作日内答复申请人；延长答复的期限最长不得超过15个工作日。",
        "依申请提供信息不收取费用。复制、邮寄的，收取复制费、邮寄费等成本费用。",
        "电子邮箱：xihuzj@163.example.com",
    ),
    "office p address p hours p telephone p email u fax a answer d extension d fee u regulation p channels p",
    "西湖区住房和城乡建设局",
    {"telephone": "0879-8001122；0879-8001123"},
    {"answer": "contradictory", "extension": "contradictory"},
    channels="++0+0",
)

HEADER_ROW = Written(
    "县水利局.docx",
    (
        "《清溪县水利局政府信息公开指南》",
        "依据国务院令第711号公布的《政府信息公开条例》编制。",
        "一、政府信息公开工作机构",
        [
            ["机构名称", "办公地址", "邮政编码", "联系电话", "传真号码"],
            ["清溪县水利局政务股", "清溪县滨河大道109号", "545300", "0798-2213344", "0798-2213345"],
        ],
        "二、受理时间：工作日8:30—12:00、14:30—17:30。",
        "三、申请渠道：申请人可以现场提交，也可以以信函方式寄送申请。因系统维护，暂未开通网上申请；不接受传真、电子邮件申请。",
        "四、本局在收到申请之日起20个工作日内作出答复，延长答复期限的，最多不超过20个工作日。",
    ),
    "office p address p postcode p hours p telephone p fax p answer p extension p channels p fee a remedies a",
    "清溪县水利局",
    {
        "office": "清溪县水利局政务股",
        "address": "清溪县滨河大道109号",
        "postcode": "545300",
        "telephone": "0798-2213344",
        "fax": "0798-2213345",
    },
    channels="++---",
)

REFUSING = Written(
    "市场监管局.txt",
    (
        "春山市市场监督管理局政府信息公开指南",
        "受理机构：春山市市场监督管理局办公室",
        "办公地址：春山市金牛区新华路77号",
        "工作时间：周一至周五 9:00-17:00",
        "咨询电话：（0879）4433221",
        "网址：www.csscjg.example.cn",
        "为方便办理，申请人应通过网上申请系统提交申请，本局不接受当面申请和信函申请。",
        "申请时须说明所需信息的用途，并提供相关证明材料。",
        "答复时限：本局自收到申请之日起20个工作日内答复，如需延长，延长期限不超过20个工作日。",
    ),
    "office p address p hours p telephone p website p channels d answer p extension p conditions d fax a email a",
    "春山市市场监督管理局",
    {"telephone": "(0879)4433221", "website": "www.csscjg.example.cn"},
    {"channels": "basic_refused", "conditions": "purpose"},
    channels="--00+",
)

ELSEWHERE = Written(
    "县人社局.txt",
    (
        "清溪县人力资源和社会保障局政府信息公开指南",
        "一、本局依法受理政府信息公开申请，受理机构的名称、地址、电话等联系方式详见附件。",
        "二、申请人可以当面提交或者邮寄申请，信封上注明“信息公开申请”。",
        "三、本局按照《条例》规定的期限答复。",
        "附件：各单位联系方式一览表",
    ),
    "office u address u postcode u hours u telephone u fax u email u website u answer u extension u channels p",
    "清溪县人力资源和社会保障局",
    channels="++???",
)

EMPTY_LABELS = Written(
    "乡政府.html",
    (
        "青坪乡人民政府政府信息公开指南",
        "受理机构：青坪乡党政办",
        "办公地址：清溪县青坪乡青坪街12号",
        "联系电话：",
        "传真：无",
        "电子邮箱：qpx#qingxi.example.cn（发送时请将#换成@）",
        "申请人可当面或者以信函形式提出申请。",
        "本乡自收到申请之日起20个工作日内答复。",
        "主办单位：清溪县人民政府　地址：清溪县人民路1号　电话：0798-2211000　邮编：545300",
    ),
    "office p address p telephone u email u postcode u answer p extension a hours a channels p",
    "青坪乡人民政府",
    {"address": "清溪县青坪乡青坪街12号"},
    channels="++??0",
)

HALF_OLD = Written(
    "市交通局.pdf",
    (
        "春山市交通运输局政府信息公开指南",
        "根据《中华人民共和国政府信息公开条例》，结合本局实际，编制本指南。",
        "一、本局政府信息公开工作机构为春山市交通运输局办公室，办公地址：春山市环城南路400号，办公时间：工作日上午9:00至12:00，下午14:00至17:00，联系电话：0879-7788990，传真：0879-7788991，邮政编码：650400，电子邮箱：csjtj@chunshan.example.cn。",
        "二、申请人提出申请应当写明所需政府信息的用途。申请人可以通过信函、传真、电子邮件方式提交申请，也可以直接到本局办公室提交申请。",
        "三、本局收到申请后，应当自收到申请之日起20个工作日内予以答复；因特殊原因不能在规定期限内答复的，可以延长15个工作日，并告知申请人。",
        "四、申请人对答复不服的，可以在60日内申请行政复议，或者在3个月内向人民法院提起行政诉讼。",
    ),
    "office p address p hours p telephone p fax p postcode p email p answer p extension u conditions d remedies d "
    "regulation p channels p website a fee a",
    "春山市交通运输局",
    {
        "office": "春山市交通运输局办公室",
        "address": "春山市环城南路400号",
        "telephone": "0879-7788990",
        "fax": "0879-7788991",
        "postcode": "650400",
        "email": "csjtj@chunshan.example.cn",
    },
    {"conditions": "purpose", "remedies": "old_suit_period"},
    channels="++++0",
)

PROMISING = Written(
    "区发改局.docx",
    (
        "西湖区发展和改革局政府信息公开指南",
        "申请人提出申请，无需说明用途，不需要提供与自身特殊需要有关的证明。",
        "申请内容不明确的，本局将在5个工作日内一次性告知补正，申请人应当自收到补正告知之日起15个工作日内补正。",
        "本局承诺自收到申请之日起10个工作日内予以答复；确需延长的，延长期限不超过20个工作日。",
        "征求第三方意见的，第三方在15个工作日内答复，该时间不计算在内。",
        "依申请提供政府信息，不收取任何费用。",
        "公民、法人或者其他组织认为侵犯其合法权益的，可以向区政府办公室投诉。",
    ),
    "answer p extension p clarification p conditions p fee p remedies p office a address a",
    "西湖区发展和改革局",
    channels="",
)

LATE_CLARIFICATION = Written(
    "区民政局.txt",
    (
        "金牛区民政局政府信息公开指南",
        "申请内容不明确的，本局自收到申请之日起15个工作日内告知申请人补正。",
        "本局自收到申请之日起30个工作日内答复。",
        "经检索、复制的，不收取检索费、复制费。",
        "申请公开政府信息的数量、频次明显超过合理范围的，应当说明理由。",
    ),
    "clarification d answer d fee p conditions p extension a",
    "金牛区民政局",
    defects={"clarification": "late", "answer": "too_long"},
)

NO_GUIDE = Written(
    "答复书.txt",
    (
        "政府信息公开申请答复书",
        "张某：本机关于2026年3月2日收到你提交的政府信息公开申请。经检索，你申请公开的信息不存在。",
        "清溪县财政局",
        "2026年3月20日",
    ),
    "office u address u telephone u answer u extension u channels u fee u remedies u conditions u regulation u",
)

GUIDES = (
    PROVINCE, COUNTY, OLD_TOWN, PARTIAL, SCRIPTED, CONTRADICTORY, HEADER_ROW, REFUSING, ELSEWHERE,
    EMPTY_LABELS, HALF_OLD, PROMISING, LATE_CLARIFICATION, NO_GUIDE,
)  # fmt: skip
