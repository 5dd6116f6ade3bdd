/// Mistakes in shipped dialects, mappings and samples of dialects, none a consequence of another.
enum DialectMistakes {
    private static let project = "dialects/ceb/mappings/TENDER_PROJECT.json"
    private static let section = "dialects/ocds/mappings/SECTION.json"
    private static let releases = "dialects/ocds/dialect.json"

    static let all = read + resolved

    /// Beside a dialect that cannot be used at all.
    private static let read: [Mistake] = [
        Mistake("dialects/ceb/dialect.json", #""format": "json""#, #"§"format": "jsn""#),
        Mistake("dialects/ceb/mappings/SECTION.json", #""dataset": "SECTION""#, #"§"dataset": "SEKTION""#),
        Mistake(project, #""grade": "INFERRED""#, #"§"grade": 7"#),
        Mistake(project, #""rest": "camel-case""#, #"§"rest": "camel""#),
        Mistake(project, #"{"codes": "tender-mode"}"#, #"§{"code": "tender-mode"}"#),
        Mistake(project, #"{"national": "TRADE_PLAT", "#, "§{", missing: "national"),
        Mistake(project, #"{"split": ";"}"#, #"{§"split": ";;"}"#),
        Mistake(project, #""not-in": ["1"]"#, #""not-in": [§1]"#),
        Mistake(project, #""ignored": {"#, #"§"ignores": {"#),
        Mistake(
            project,
            #""foreign": "/createTime"}"#,
            #""foreign": "/createTime", "as": [{"date": "iso8601"}, §"trim"]}"#
        ),
        Mistake(project, #"{"from": ";", "to": ","}"#, #"{"from": ";", §"to": ";;"}"#),
        Mistake(project, #""constant": "TENDER_PROJECT"}"#, #""constant": "TENDER_PROJECT", §"when": {}}"#),
    ]

    private static let resolved: [Mistake] = [
        Mistake(releases, #""directions": ["write"]"#, #""directions": ["write", §"wright"]"#),
        Mistake(releases, #"[{"members": ["/ocid", "/tag""#, #"[{"members": [§"ocid", "/tag""#),
        Mistake(releases, #""unmapped": "omit""#, #"§"unmapped": "omits""#),
        Mistake(releases, #""WEB_UNICODE_RECORD": {"#, #"§"WEB_UNICODE": {"#),
        Mistake(releases, #""from": "/date""#, #"§"from": "date""#),
        Mistake(releases, #""EXCEPTION_REPORT": {"#, #""EXCEPTION_REPORT": {§"zz": "?", "#),
        Mistake(section, #""from": "BID_SECTION_NAME""#, #"§"from": "BID_SECTION_NAMES""#),
        Mistake(section, #"{"named": "ocid-prefix"}"#, #"{§"named": "ocid-prefixes"}"#),
        Mistake(section, #""@DATA_KEY""#, #"§"@DATA_KEI""#),
        Mistake(section, #"{"codes": "category"}"#, #"{§"codes": "categories"}"#),
        Mistake(section, #""BID_ECTION_NUM""#, #"§"BID_SECTION_NUMBER""#),
        Mistake(section, #""always": ["/ocid", "/id""#, #""always": ["/ocid", §"/ocid""#),
        Mistake(section, #"{"to": "/tender/id""#, #"{§"to": "tender/id""#),
        Mistake(section, #""operations": ["add", "change"]"#, #""operations": ["add", §"modify"]"#),
        Mistake(section, #"{"date": "iso8601"}"#, #"{§"date": "iso"}"#),
        Mistake(section, #""factors": {"0": "1", "1": "10000"}"#, #""factors": {"0": "1", §"1": "-1"}"#),
        Mistake(section, #""unit": "PRICE_UNIT""#, #"§"unit": "PRICE_UNITS""#),
        Mistake(section, #"{"to": "/description""#, #"{§"to": "/id""#),
        Mistake(section, #"[{"field": "BID_SECTION_CODE""#, #"[{§"field": "BID_SEKTION_CODE""#),
        Mistake("dialects/ocds/samples/SECTION.json", #""direction": "write""#, #"§"direction": "writes""#),
    ]
}
