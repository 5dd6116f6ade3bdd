/// Mistakes in shipped contracts, code lists, profiles and samples, none a consequence of another.
enum ContractMistakes {
    private static let national = "national/v2/"
    private static let project = national + "engineering/501-TENDER_PROJECT/contract.json"
    private static let result = national + "engineering/513-WIN_RESULT_ANNO/contract.json"
    private static let documents = national + "engineering/504-TENDER_FILE_CLARI_MODI/contract.json"
    private static let notice = national + "engineering/503-TENDER_ANN_QUA_INQUERY_ANN/contract.json"
    private static let person = national + "subject/100-LEGAL_PERSON_BASE/contract.json"
    private static let complaint = national + "supervision/404-COMPLAINT_INFO/contract.json"

    static let all = heads + rows + moreRows + rules + registration + lists + profiles + samples

    private static let heads: [Mistake] = [
        Mistake(
            national + "engineering/516-QUALI_INQUERY_RESULT/contract.json",
            #""version": "2.0""#,
            #"§"version": 2.0"#
        ),
        Mistake(
            national + "engineering/522-PERFORMANCE/contract.json",
            #""completeness": "full""#,
            #"§"completeness": "fully""#
        ),
        Mistake(
            national + "engineering/523-LETTER_OF_GUARANTEE/contract.json",
            "{\n  \"contract\": \"LETTER_OF_GUARANTEE\",",
            "§{",
            missing: "contract"
        ),
        Mistake(
            national + "engineering/515-QUALI_INQUERY_APP_FILE/contract.json",
            #""groups": ["platform", "tender-platform"]"#,
            #""groups": ["platform", "tender-platform",§]"#,
            isSyntax: true
        ),
        Mistake(
            national + "engineering/514-QUALI_INQUERY_CLARI/contract.json",
            #""number": 514,"#,
            #""number": 514, §"number": 514,"#
        ),
        Mistake(documents, #""parent": "TENDER_PROJECT""#, #"§"parent": "TENDER_PROJEKT""#),
        Mistake(
            documents,
            #""groups": ["platform", "tender-platform"]"#,
            #""groups": ["platform", "tender-platform", §"x"]"#
        ),
        Mistake(person, #""key": ["LEGAL_CODE"]"#, #""key": ["LEGAL_CODE", §"LEGAL_KODE"]"#),
        Mistake(person, #""routing": {"case": "LEGAL_CODE"}"#, #""routing": {§"case": "LEGAL_KODE"}"#),
        Mistake(person, #""ruleVersion""#, #"§"rulesVersion""#),
        Mistake(complaint, #""number": 404,"#, #""number": 404, "valid": {§"from": "20260231"},"#),
    ]

    private static let rows: [Mistake] = [
        Mistake(project, #""title": "项目业主名称""#, #"§"title": 7"#),
        Mistake(project, #""title": "招标项目建立时间", "type": "T14""#, #""title": "招标项目建立时间", §"type": "T15""#),
        Mistake(
            project,
            #""title": "招标项目名称", "type": "C", "length": 600"#,
            #""title": "招标项目名称", "type": "C", §"length": 0"#
        ),
        Mistake(
            project,
            #""title": "招标人名称", "type": "C", "length": 2000"#,
            #""title": "招标人名称", "type": "C", §"length": "2000""#
        ),
        Mistake(
            project,
            #""length": 1, "fixed": true, "required": true, "grade""#,
            #""length": 1, §"fixed": "yes", "required": true, "grade""#
        ),
        Mistake(project, #""title": "监督部门名称", "type": "C","#, #""title": "监督部门名称", "type": "C", §"requierd": true,"#),
        Mistake(
            project,
            #""title": "监督部门代码", "type": "C", "length": 18, "check": "party-code""#,
            #""title": "监督部门代码", "type": "C", "length": 18, §"check": "partycode""#
        ),
        Mistake(project, #""unified-deal-check"]"#, #"§"unified-deal-chek"]"#),
        Mistake(project, #""list": "1000""#, #"§"list": "1000000""#),
        Mistake(
            project,
            #""length": 20, "required": true, "separator": ";""#,
            #""length": 20, "required": true, §"separator": ";;""#
        ),
    ]

    private static let moreRows: [Mistake] = [
        Mistake(person, #""digits": [14, 6]"#, #"§"digits": [14]"#),
        Mistake(
            person,
            #""length": 200, "required": true, "grade": "FOUND""#,
            #""length": 200, "required": true, §"grade": "SURE""#
        ),
        Mistake(
            person,
            #"{"name": "LICENSE_NO", "title": "营业执照号码", "type": "C", "length": 50, "required": true, "grade": "FOUND"}"#,
            #"§{"name": "LICENSE_NO", "title": "营业执照号码", "type": "C", "length": 50, "required": true}"#,
            missing: "grade"
        ),
        Mistake(person, #"{"name": "BASIC_BANK""#, #"{§"name": "CREDIT_RATE""#),
        Mistake(person, #""title": "营业执照失效日期", "type": "T8""#, #""title": "营业执照失效日期", "type": "T8", §"length": 8"#),
        Mistake(
            person,
            #""title": "法人类别", "type": "C", "length": 1, "fixed": true"#,
            #""title": "法人类别", "type": "C", §"fixed": true"#
        ),
        Mistake(person, #""list": "1101""#, #""list": "1101", §"values": [{"code": "1", "title": "一"}]"#),
        Mistake(
            person,
            #""list": "25""#,
            #""values": [{"code": "1", "title": "一"}, §{"code": "2"}]"#,
            missing: "title"
        ),
        Mistake(person, #""title": "单位网站", "type": "C""#, #""title": "单位网站", "type": "C", §"typeGrade": "MAYBE""#),
        Mistake(person, #""name": "LEGAL_EMAIL""#, #"§"name": "LEGAL EMAIL""#),
        Mistake(
            person,
            #"{"name": "LEGAL_ZIP_CODE", "title": "邮政编码", "type": "C", "length": 6, "fixed": true, "grade": "FOUND"}"#,
            "§7"
        ),
        Mistake(person, #""title": "联系人地址", "type": "C""#, #""title": "联系人地址", "type": "C", §"placeholder": "today""#),
        Mistake(person, #""title": "注册地-市", "type": "C""#, #""title": "注册地-市", "type": "C", §"requiredSource": "x""#),
        Mistake(person, #""title": "注册地-省", "type": "C""#, #""title": "注册地-省", "type": "C", §"minLength": 60"#),
        Mistake(person, #""title": "基本户开户支行号", "type": "C""#, #""title": "基本户开户支行号", "type": "C", §"suspect": true"#),
    ]

    private static let rules: [Mistake] = [
        Mistake(result, #""field": "BID_SECTION_CODE", "prefix""#, #"§"field": "BID_SEKTION_CODE", "prefix""#),
        Mistake(result, #""units": {"0": "1", "1": "10000"}"#, #""units": {"0": "1", §"1": "x"}"#),
        Mistake(result, #""limit": "3000000000""#, #"§"limit": "-3""#),
        Mistake(
            result,
            #""id": "amount-when-priced", "kind": "required-when", "when": [{"field": "PRICE_FORM_CODE""#,
            #""id": "amount-when-priced", "kind": "required-when", "when": [{§"field": "PRICE_FORM""#
        ),
        Mistake(result, #""fields": ["BID_AMOUNT", "BID_CURRENCY""#, #""fields": ["BID_AMOUNT", §"BID_CURRENZY""#),
        Mistake(result, #""in": ["2", "3", "9"]"#, #""in": ["2", "3", §"2"]"#),
        Mistake(documents, #""of": "CONTROL_PRICE""#, #"§"of": "CONTROL_PRIZE""#),
        Mistake(notice, #""in": ["1"]}]"#, #""in": ["1"], §"present": true}]"#),
        Mistake(notice, #""atLeast": 20, "unit": "days""#, #""atLeast": 20, §"unit": "weeks""#),
        Mistake(notice, #""id": "application-after-sale""#, #"§"id": "sale-of-documents""#),
        Mistake(complaint, #""to": "ACCEPT_DATE""#, #"§"to": "TENDER_PROJECT_CODE""#),
        Mistake(complaint, #""atMost": 30"#, #""atMost": 30, §"atLeast": 1"#),
        Mistake(person, #"["LOCAL_TAX_CERT_NO", "LOCAL_TAX_CERT_END_DATE"]]"#, "§[]]"),
        Mistake(
            national + "engineering/502-SECTION/contract.json",
            #""kind": "amount-at-most""#,
            #"§"kind": "amount-at-least""#
        ),
        Mistake(project, #""TENDER_AGENCY_CODE_TYPE", "in": ["-"]"#, #""TENDER_AGENCY_CODE_TYPE", §"in": "-""#),
        Mistake(
            project,
            #""field": "TENDER_PROJECT_CODE", "prefix": "PROJECT_CODE", "policy": "warn""#,
            #""field": "TENDER_PROJECT_CODE", "prefix": "PROJECT_CODE", §"policy": "warning""#
        ),
    ]

    private static let registration: [Mistake] = [
        Mistake(person, #"{"kind": "unique", "field": "LEGAL_CODE""#, #"{"kind": "unique", §"field": "LEGAL_KODES""#),
        Mistake(
            complaint,
            #"{"kind": "parent", "contract": "TENDER_PROJECT""#,
            #"{"kind": "parent", §"contract": "TENDER_PROJEKT""#
        ),
        Mistake(
            project,
            #""fields": ["TENDER_PROJECT_NAME", "#,
            #""fields": ["TENDER_PROJECT_NAME", §"TENDER_PROJECT_NAMES", "#
        ),
        Mistake(project, #""operation": "change""#, #"§"operation": "alter""#),
    ]

    private static let lists: [Mistake] = [
        Mistake(national + "codelists/21.json", #"{"code": "2", "title": "委托招标""#, #"{§"code": "1", "title": "委托招标""#),
        Mistake(national + "codelists/36.json", #""policy": "warn""#, #"§"policy": "warning""#),
        Mistake(national + "codelists/20.json", #""id": "20""#, #"§"id": "20x""#),
        Mistake(national + "codelists/26.json", #""id": "26","#, #""id": "26",§,"#, isSyntax: true),
        Mistake(
            national + "codelists/10.json",
            #""title": "市政", "grade": "INFERRED""#,
            #""title": "市政", §"grade": "GUESSED""#
        ),
        Mistake(
            national + "identifiers.json",
            #"{"id": "uscc", "policy": "reject""#,
            #"{"id": "uscc", §"policy": "refuse""#
        ),
        Mistake(national + "identifiers.json", #"{"id": "organisation-code""#, #"{§"id": "organization-code""#),
        Mistake(national + "calendar.json", #""20240101""#, #"§"20240231""#),
        Mistake(national + "calendar.json", #""workdays": ["20240204""#, #""workdays": [§"20240210""#),
        Mistake(national + "calendar.json", #""2025": {"#, #"§"202x": {"#),
        Mistake(national + "placeholders.json", #""--""#, #"§" --""#),
        Mistake(national + "placeholders.json", #""00000000"]"#, #"§"0000"]"#),
        Mistake(
            national + "common.json",
            #""title": "数据时间戳", "type": "T14""#,
            #""title": "数据时间戳", "type": "T14", §"digits": [1, 0]"#
        ),
        Mistake(national + "edition.json", #""version": "v2""#, #"§"version": "v3""#),
    ]

    private static let profiles: [Mistake] = [
        Mistake("profiles/fujian/profile.json", #""values": "text""#, #"§"values": "texts""#),
        Mistake("profiles/fujian/profile.json", #""minus": "counts""#, #"§"plus": "counts""#),
        Mistake(
            "profiles/fujian/profile.json",
            #"{"id": "region", "policy": "reject""#,
            #"{"id": "region", §"policy": "no""#
        ),
        Mistake(
            overlay,
            #"{"name": "OPERATION_NAME", "title": "信息录入人员", "#,
            #"§{"name": "OPERATION_NAME", "#,
            missing: "title"
        ),
        Mistake(
            overlay,
            #"{"name": "TENDER_AGENCY_CODE", "required": true"#,
            #"{"name": "TENDER_AGENCY_CODE", §"required": "true""#
        ),
        Mistake(overlay, #""number": 501"#, #"§"number": 502"#),
        Mistake(overlay, #"{"name": "TENDER_AGENCY_ROLE""#, #"{§"name": "TENDER_AGENCY_CODE_TYPE""#),
        Mistake(overlay, #""list": "10005""#, #"§"list": "10006x""#),
        Mistake(
            "profiles/fujian/supervision/402-PROJECT_ALERTING_INFO/overlay.json",
            #""contract": "PROJECT_ALERTING_INFO""#,
            #"§"contract": "PROJECT_ALERTING""#
        ),
        Mistake(
            "profiles/fujian/supervision/404-COMPLAINT_INFO/overlay.json",
            #""fields": ["#,
            #""remove": [§"NO_SUCH_FIELD"], "fields": ["#
        ),
    ]
    private static let overlay = "profiles/fujian/engineering/501-TENDER_PROJECT/overlay.json"

    private static let samples: [Mistake] = [
        Mistake(noticeSamples, #""operation": "change""#, #"§"operation": "alter""#),
        Mistake(noticeSamples, #""base": "supervision of the Wansha road in Fuzhou""#, #"§"base": "nobody""#),
        Mistake(
            noticeSamples,
            #""code": "field_identifier", "pointer": "/BID_SECTION_CODES""#,
            #"§"code": "field_identity", "pointer": "/BID_SECTION_CODES""#
        ),
        Mistake(
            noticeSamples,
            #"{"name": "BID_SECTION_CODES: Chinese character inside""#,
            #"{§"name": "gymnasium in Aohan, mandatory fields only""#
        ),
    ]
    private static let noticeSamples = national + "engineering/503-TENDER_ANN_QUA_INQUERY_ANN/samples.json"
}
