import Core
import Foundation
import Testing

@testable import ContractEngine

/// Schemas of a small contract against what the keywords of JSON Schema 2020-12 have to be, worked out by hand.
struct JSONSchemaExporterTests {
    private func schema(_ operation: RecordOperation = .add) throws -> JSONNode {
        let file = JSONSchemaExporter.file(ExportedContract(try ContractFixture.program()), operation: operation)
        #expect(file.path == "SAMPLE.\(operation.rawValue).schema.json")
        return try JSONNode.parse(file.bytes)
    }

    private func node(_ text: String) throws -> JSONNode { try JSONNode.parse(Array(text.utf8)) }

    /// The keywords that judge, without annotations.
    private func keywords(_ schema: JSONNode?) -> JSONNode? {
        if case .array(let elements)? = schema { return .array(elements.map { keywords($0) ?? .null }) }
        guard case .object(let members)? = schema else { return schema }
        return .object(
            members.filter {
                !$0.name.hasPrefix("x-hutong") && !["title", "description", "$comment"].contains($0.name)
            }
            .map { JSONNode.Member(name: $0.name, value: keywords($0.value) ?? .null) }
        )
    }

    @Test(arguments: [
        ("CASE", #"{"type": "string", "minLength": 5, "maxLength": 5}"#),
        ("NAME", #"{"type": "string", "minLength": 1, "maxLength": 4}"#),
        ("NOTE", #"{"type": ["string", "null"], "maxLength": 6}"#),
        ("SOFT", #"{"type": ["string", "null"]}"#),
        (
            "KIND",
            ##"{"type": ["string", "null"], "anyOf": [{"minLength": 0, "maxLength": 1, "enum": ["a", "b"]}, {"$ref": "#/$defs/absent"}]}"##
        ),
        (
            "LONG",
            ##"{"type": ["string", "null"], "anyOf": [{"$ref": "#/$defs/list-LONG"}, {"$ref": "#/$defs/absent"}]}"##
        ),
        ("STAMP", ##"{"type": "string", "$ref": "#/$defs/T14"}"##),
        ("DAY", ##"{"type": ["string", "null"], "anyOf": [{"$ref": "#/$defs/T8"}, {"$ref": "#/$defs/absent"}]}"##),
        (
            "MONEY",
            ##"{"type": ["string", "number", "null"], "anyOf": [{"pattern": "^-?[0-9]{1,3}(\\.[0-9]{1,2})?$", "exclusiveMinimum": -1000, "exclusiveMaximum": 1000}, {"$ref": "#/$defs/absent"}]}"##
        ),
        (
            "GRADE",
            ##"{"type": ["string", "integer", "null"], "anyOf": [{"pattern": "^-?[0-9]{1,1}$", "exclusiveMinimum": -10, "exclusiveMaximum": 10, "enum": ["1", "2", 1, 2]}, {"$ref": "#/$defs/absent"}]}"##
        ),
    ])
    func fieldsSayWhatTheirRowsDo(name: String, expected: String) throws {
        let found = keywords(try schema()["properties"]?[name])
        #expect(same(found, try node(expected)), "\(name): \(found.map(IndentedJSON.line) ?? "nothing")")
    }

    /// Equal but for the order of members and a `minLength` of 0, which says nothing.
    private func same(_ left: JSONNode?, _ right: JSONNode?) -> Bool {
        switch (left, right) {
        case (.object(let first)?, .object(let second)?):
            let first = first.filter { !($0.name == "minLength" && $0.value == .number("0")) }
            let second = second.filter { !($0.name == "minLength" && $0.value == .number("0")) }
            return first.count == second.count
                && first.allSatisfy { member in same(member.value, second.first { $0.name == member.name }?.value) }
        case (.array(let first)?, .array(let second)?):
            return first.count == second.count && zip(first, second).allSatisfy { same($0, $1) }
        default: return left == right
        }
    }

    @Test func requiredFieldsDependOnTheOperation() throws {
        #expect(try schema(.add)["required"] == .array([.string("CASE"), .string("NAME"), .string("STAMP")]))
        #expect(try schema(.change)["required"] == .array([.string("CASE"), .string("STAMP")]))
        #expect(try schema(.add)["$id"]?.text == "/contracts/national/v9/SAMPLE")
        #expect(try schema(.change)["$id"]?.text == "/contracts/national/v9/SAMPLE?operation=change")
        #expect(try schema()["additionalProperties"] == .bool(false))
        #expect(try schema()["$schema"]?.text == "https://json-schema.org/draft/2020-12/schema")
    }

    @Test func rulesThatCanBeSaidAreSaid() throws {
        guard case .array(let rules)? = try schema()["allOf"] else { throw Missing() }
        let expected = [
            ##"{"if": {"allOf": [{"required": ["KIND"], "properties": {"KIND": {"enum": ["a"]}}}, {"required": ["CODES"], "properties": {"CODES": {"type": "string", "pattern": "(^|;)(c1)(;|$)"}}}]}, "then": {"required": ["NOTE", "UNIT"], "properties": {"NOTE": {"not": {"$ref": "#/$defs/absent"}}, "UNIT": {"not": {"$ref": "#/$defs/absent"}}}}}"##,
            ##"{"not": {"allOf": [{"required": ["KIND"], "properties": {"KIND": {"enum": ["b"]}}}, {"required": ["UNIT"], "properties": {"UNIT": {"enum": ["9"]}}}]}}"##,
        ]
        #expect(rules.count == expected.count)
        for (rule, text) in zip(rules, expected) {
            #expect(same(keywords(rule), try node(text)), "\(IndentedJSON.line(rule))")
        }
        // A change is not asked for what it does not touch.
        guard case .array(let rulesOfChange)? = try schema(.change)["allOf"] else { throw Missing() }
        #expect(rulesOfChange.count == 1)
    }

    @Test func theRestIsAnnotated() throws {
        guard case .array(let rules)? = try schema()["x-hutong-rules"] else { throw Missing() }
        #expect(rules.compactMap { $0["rule"]?.text } == ["900.window", "900.day", "900.cap", "900.parts", "900.most"])
        let owner = try schema()["properties"]?["OWNER"]
        #expect(owner?["x-hutong-not-expressed"] == .array([.string("uscc")]))
        let soft = try schema()["properties"]?["SOFT"]
        #expect(soft?["x-hutong-list-policy"]?.text == "warn")
    }

    /// The committed list is what an outsider relies on: it names every kind of rule that is not in a schema.
    @Test func theCommittedListNamesEveryCheckWithoutExactPattern() throws {
        let text = try String(contentsOf: Repository.root.appending(path: "docs/specs/json-schema.md"), encoding: .utf8)
        for kind in IdentifierKind.allCases where !kind.pattern.isExact {
            #expect(text.contains("`\(kind.rawValue)`"), "\(kind.rawValue)")
        }
    }

    private struct Missing: Error {}
}
