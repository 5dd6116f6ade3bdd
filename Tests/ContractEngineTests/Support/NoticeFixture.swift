import ContractEngine
import Core

/// A data set without number beside those of ``ContractFixture``: everything of version 1.1 of the format once.
enum NoticeFixture {
    static let contractPath = "national/v9/engineering/NOTICE/contract.json"

    static func fixture(replacing files: [String: String] = [:]) throws -> ContractFixture {
        try ContractFixture(replacing: [contractPath: contract].merging(files, uniquingKeysWith: { _, new in new }))
    }

    static func program() throws -> ContractProgram {
        let catalog = try fixture().load()
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
          {"name": "DOUBTED", "title": "存疑", "type": "C", "list": "L", "suspect": true, "grade": "FOUND"}
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
