import ContractEngine
import Core

/// A data set without number beside those of ``ContractFixture``: everything of version 1.1 of the format once.
enum NoticeFixture {
    static let contractPath = "national/v9/engineering/NOTICE/contract.json"
    static let placeholdersPath = "national/v9/placeholders.json"

    static func fixture(replacing files: [String: String] = [:]) throws -> ContractFixture {
        try ContractFixture(
            replacing: [contractPath: contract, placeholdersPath: placeholders("warn")].merging(
                files,
                uniquingKeysWith: { _, new in new }
            )
        )
    }

    static func placeholders(_ policy: String) -> String {
        #"""
        {"texts": ["-", "无", "null", "not yet known"], "dates": ["00000000000000", "00000000", "20000101000000"],
         "policy": "\#(policy)", "source": "s"}
        """#
    }

    static func program(replacing files: [String: String] = [:]) throws -> ContractProgram {
        let catalog = try fixture(replacing: files).load()
        guard let program = catalog.program(named: "NOTICE", version: nil) else { throw MissingProgram() }
        return program
    }

    private struct MissingProgram: Error {}

    static let contract = #"""
        {"contract": "NOTICE", "number": null, "version": "1.1", "title": {"zh": "公告", "en": "Notice"},
         "domain": "engineering", "completeness": "fields-only", "key": ["CASE"], "groups": ["platform"],
         "parent": "SAMPLE", "routing": {"case": "CASE"}, "source": "s",
         "fields": [
          {"name": "CASE", "title": "编号", "type": "C", "length": 5, "fixed": true, "required": true, "grade": "FOUND"},
          {"name": "BODY", "title": "内容", "type": "C", "minLength": 3, "grade": "FOUND"},
          {"name": "BRIEF", "title": "摘要", "type": "C", "length": 4, "minLength": 2, "separator": ";", "grade": "FOUND"},
          {"name": "MINUTE", "title": "时刻", "type": "T12", "grade": "FOUND"},
          {"name": "GUESSED", "title": "推断", "type": "N", "digits": [2, 0], "typeGrade": "INFERRED", "grade": "FOUND"},
          {"name": "GUESSED_DAY", "title": "推断日期", "type": "T8", "typeGrade": "RECALLED", "grade": "LABEL_SUPPLIED"},
          {"name": "DOUBTED", "title": "存疑", "type": "C", "list": "L", "suspect": true, "grade": "FOUND"},
          {"name": "MARK", "title": "标记", "type": "C", "values": [{"code": "-", "title": "无"}, {"code": "1", "title": "一"}], "grade": "FOUND"},
          {"name": "OWNER", "title": "主体", "type": "C", "required": true, "grade": "FOUND"},
          {"name": "PRICE", "title": "价格", "type": "N", "digits": [5, 2], "required": true, "grade": "FOUND"},
          {"name": "CHANGED", "title": "变更时间", "type": "T14", "placeholder": "today", "required": true, "grade": "FOUND"},
          {"name": "DATA_TIMESTAMP", "title": "数据时间戳", "type": "T14", "grade": "FOUND"},
          {"name": "URL", "title": "网址", "type": "C", "check": "url", "grade": "FOUND"},
          {"name": "SECTIONS", "title": "标段", "type": "C", "length": 23, "fixed": true, "required": true, "separator": ";", "check": "section-code", "grade": "FOUND"}
         ],
         "registration": [
          {"kind": "unique", "field": "CASE", "operation": "add", "policy": "reject", "source": "s"},
          {"kind": "immutable", "field": "CASE", "operation": "change", "policy": "reject", "source": "s"},
          {"kind": "parent", "contract": "SAMPLE", "field": "CASE", "policy": "reject", "source": "s"},
          {"kind": "repeat", "fields": ["BODY", "STAMP"], "policy": "off", "source": "s"},
          {"kind": "filing-held", "policy": "warn", "source": "s"}
         ]}
        """#
}
