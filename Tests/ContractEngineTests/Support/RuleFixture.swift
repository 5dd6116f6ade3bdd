import ContractEngine
import Core

/// A data set with record rules of one's own beside those of ``ContractFixture``.
enum RuleFixture {
    static let contractPath = "national/v9/engineering/RULES/contract.json"
    static let calendarPath = "national/v9/calendar.json"

    /// 2026-02-15 (Sunday) to 23 (Monday) free, 14 and 28 (Saturdays) worked.
    static let calendar = #"""
        {"years": {"2026": {
          "holidays": ["20260215", "20260216", "20260217", "20260218", "20260219", "20260220", "20260221", "20260222", "20260223"],
          "workdays": ["20260214", "20260228"], "grade": "FOUND", "source": "s"}}}
        """#

    /// The contract with `rules`, each a JSON object without id, message and source.
    static func contract(_ rules: [String]) -> String {
        let rows = rules.enumerated().map { number, rule in
            #"{"id": "r\#(number)", "source": "s", "message": {"zh": "中", "en": "e"}, \#(rule)}"#
        }
        return #"""
            {"contract": "RULES", "number": null, "version": "1", "title": {"zh": "规则", "en": "Rules"},
             "domain": "engineering", "completeness": "full", "key": ["ID"], "routing": {"case": "ID"}, "source": "s",
             "fields": [
              {"name": "ID", "title": "编号", "type": "C", "required": true, "grade": "FOUND"},
              {"name": "A", "title": "甲", "type": "C", "grade": "FOUND"},
              {"name": "B", "title": "乙", "type": "C", "grade": "FOUND"},
              {"name": "C", "title": "丙", "type": "C", "length": 3, "grade": "FOUND"},
              {"name": "D", "title": "丁", "type": "C", "grade": "FOUND"},
              {"name": "MANY", "title": "多", "type": "C", "separator": ";", "grade": "FOUND"},
              {"name": "MORE", "title": "更多", "type": "C", "separator": ",", "grade": "FOUND"},
              {"name": "THIRD", "title": "三", "type": "C", "separator": ";", "grade": "FOUND"},
              {"name": "FROM", "title": "始", "type": "T14", "grade": "FOUND"},
              {"name": "TO", "title": "终", "type": "T8", "grade": "FOUND"},
              {"name": "AT", "title": "时", "type": "T12", "grade": "FOUND"},
              {"name": "PART", "title": "部分", "type": "N", "digits": [14, 6], "grade": "FOUND"},
              {"name": "WHOLE", "title": "全部", "type": "N", "digits": [14, 6], "grade": "FOUND"},
              {"name": "FREE", "title": "不限", "type": "N", "grade": "FOUND"},
              {"name": "UNIT", "title": "单位", "type": "C", "grade": "FOUND"},
              {"name": "OTHER", "title": "另一单位", "type": "C", "grade": "FOUND"}
             ],
             "rules": [\#(rows.joined(separator: ",\n"))]}
            """#
    }

    static func program(_ rules: [String]) throws -> ContractProgram {
        let fixture = try ContractFixture(replacing: [
            contractPath: contract(rules), calendarPath: calendar,
            NoticeFixture.placeholdersPath: NoticeFixture.placeholders("warn"),
        ])
        let program = try fixture.load().program(named: "RULES", version: nil)
        guard let program else { throw MissingProgram() }
        return program
    }

    private struct MissingProgram: Error {}

    /// What a record with an ID and `members` is told, as `code FIELD severity`.
    static func problems(
        _ rule: String,
        _ members: String,
        _ operation: RecordOperation = .add
    ) throws -> [String] {
        let text = #"{"ID":"x""# + (members.isEmpty ? "" : ",") + members + "}"
        var validator = RecordValidator()
        var list = ProblemList()
        _ = validator.validate(Array(text.utf8), against: try program([rule]), operation: operation, problems: &list)
        return list.problems.map { "\($0.code.rawValue) \($0.pointer.dropFirst()) \($0.severity.rawValue)" }
    }
}
