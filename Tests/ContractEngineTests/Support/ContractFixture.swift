import ContractEngine
import Core
import Foundation

/// A small edition on disk: every kind of constraint once. Files can be replaced before it is loaded.
final class ContractFixture {
    static let contractPath = "national/v9/engineering/900-SAMPLE/contract.json"

    let directory: URL

    init(replacing files: [String: String] = [:]) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "contract-fixture-\(UUID().uuidString)")
        for (path, text) in Self.files.merging(files, uniquingKeysWith: { _, new in new }) {
            let file = directory.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    func load() throws(ContractLoadFailure) -> ContractCatalog {
        try ContractCatalog.load(from: directory.path())
    }

    static func program() throws -> ContractProgram {
        let fixture = try ContractFixture()
        return try fixture.load().programs[0]
    }

    static let contract = #"""
        {"contract": "SAMPLE", "number": 900, "version": "1.0", "title": {"zh": "样例", "en": "Sample"},
         "domain": "engineering", "completeness": "full", "key": ["CASE"], "groups": ["platform"],
         "routing": {"case": "CASE"}, "source": "s",
         "fields": [
          {"name": "CASE", "title": "编号", "type": "C", "length": 5, "fixed": true, "required": true, "grade": "FOUND"},
          {"name": "NAME", "title": "名称", "type": "C", "length": 4, "required": true, "grade": "FOUND"},
          {"name": "CODES", "title": "代码", "type": "C", "length": 2, "fixed": true, "separator": ";", "list": "L", "grade": "FOUND"},
          {"name": "NOTE", "title": "备注", "type": "C", "length": 6, "separator": ";", "grade": "FOUND"},
          {"name": "KIND", "title": "类别", "type": "C", "length": 1, "values": [{"code": "a", "title": "甲"}, {"code": "b", "title": "乙"}], "grade": "FOUND"},
          {"name": "SOFT", "title": "软", "type": "C", "list": "W", "grade": "FOUND"},
          {"name": "DARK", "title": "暗", "type": "C", "length": 3, "list": "A", "grade": "FOUND"},
          {"name": "LONG", "title": "长", "type": "C", "list": "LONG", "grade": "FOUND"},
          {"name": "OWNER", "title": "主体", "type": "C", "check": "uscc", "grade": "FOUND"},
          {"name": "PARTIES", "title": "各方", "type": "C", "separator": ";", "check": ["party-code", "organisation-code"], "grade": "FOUND"},
          {"name": "MONEY", "title": "金额", "type": "N", "digits": [3, 2], "grade": "FOUND"},
          {"name": "LIMIT", "title": "限额", "type": "N", "grade": "FOUND"},
          {"name": "GRADE", "title": "等级", "type": "N", "digits": [1, 0], "values": [{"code": "1", "title": "一"}, {"code": "2", "title": "二"}], "grade": "FOUND"},
          {"name": "UNIT", "title": "单位", "type": "C", "length": 1, "grade": "FOUND"},
          {"name": "START", "title": "始", "type": "T14", "grade": "FOUND"},
          {"name": "FINISH", "title": "终", "type": "T14", "grade": "FOUND"},
          {"name": "DAY", "title": "日", "type": "T8", "grade": "FOUND"},
          {"name": "PART", "title": "部分", "type": "C", "separator": ";", "grade": "FOUND"}
         ],
         "rules": [
          {"id": "needs", "kind": "required-when", "when": [{"field": "KIND", "in": ["a"]}, {"field": "CODES", "in": ["c1"]}], "fields": ["NOTE", "UNIT"], "policy": "reject", "source": "s", "message": {"zh": "须有", "en": "needs"}},
          {"id": "never", "kind": "forbidden-when", "when": [{"field": "KIND", "in": ["b"]}, {"field": "UNIT", "in": ["9"]}], "policy": "reject", "source": "s", "message": {"zh": "不得", "en": "never"}},
          {"id": "window", "kind": "compare", "left": "START", "operator": "<", "right": "FINISH", "policy": "reject", "source": "s", "message": {"zh": "早于", "en": "before"}},
          {"id": "day", "kind": "compare", "left": "DAY", "operator": ">=", "right": "START", "policy": "warn", "source": "s", "message": {"zh": "当日", "en": "on the day"}},
          {"id": "cap", "kind": "compare", "left": "MONEY", "operator": "!=", "right": "LIMIT", "policy": "reject", "source": "s", "message": {"zh": "不同", "en": "differs"}},
          {"id": "parts", "kind": "prefix", "field": "PART", "prefix": "CASE", "policy": "warn", "source": "s", "message": {"zh": "前缀", "en": "prefix"}},
          {"id": "most", "kind": "amount-at-most", "field": "MONEY", "unit": "UNIT", "units": {"0": "1", "1": "10000"}, "limit": "50000", "when": [{"field": "KIND", "in": ["b"]}], "policy": "reject", "source": "s", "message": {"zh": "上限", "en": "ceiling"}},
          {"id": "silent", "kind": "prefix", "field": "NAME", "prefix": "CASE", "policy": "off", "source": "s", "message": {"zh": "无", "en": "none"}}
         ]}
        """#

    private static let files = [
        "national/v9/edition.json":
            #"{"edition": "national", "version": "v9", "title": {"zh": "规范", "en": "Edition"}}"#,
        "national/v9/common.json": #"""
        {"groups": [{"id": "platform", "title": {"zh": "平台", "en": "Platform"}, "fields": [
         {"name": "STAMP", "title": "时间", "type": "T14", "required": true, "grade": "FOUND"}]}]}
        """#,
        "national/v9/identifiers.json": #"""
        {"identifiers": [{"id": "uscc", "policy": "reject", "allow": ["91350211M00013FA1N", "K"]},
         {"id": "party-code", "policy": "reject"}, {"id": "organisation-code", "policy": "off"}]}
        """#,
        "national/v9/codelists/L.json": list("L", "reject", complete: true),
        "national/v9/codelists/W.json": list("W", "warn", complete: false),
        "national/v9/codelists/LONG.json": #"""
        {"id": "LONG", "name": "长", "complete": true, "status": "confirmed", "policy": "reject",
         "values": [{"code": "12345678", "title": "八"}, {"code": "1234567", "title": "七"}, {"code": "中文代码", "title": "中"}]}
        """#,
        "national/v9/codelists/A.json":
            #"{"id": "A", "name": "暗", "values": null, "complete": false, "policy": "absent"}"#,
        contractPath: contract,
    ]

    private static func list(_ id: String, _ policy: String, complete: Bool) -> String {
        #"""
        {"id": "\#(id)", "name": "表", "complete": \#(complete), "status": "confirmed", "policy": "\#(policy)",
         "values": [{"code": "c1", "title": "一"}, {"code": "c2", "title": "二"}]}
        """#
    }
}
