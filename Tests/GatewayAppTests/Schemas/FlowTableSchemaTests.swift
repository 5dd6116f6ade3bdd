import Core
import Foundation
import Testing

@testable import RoutingPolicy

/// `docs/specs/flow-table.schema.json` says of the form of a flow table what its reader says.
struct FlowTableSchemaTests {
    private static let datasets: Set = [
        "BID_EVALUATION_EXPERT", "TENDER_LIST", "TENDER_ANN_QUA_INQUERY_ANN", "ADMIN_SUPER_ITEM_INFO",
        "INSTRUCTION_ACKNOWLEDGEMENT", "BID_OPENING_RECORD",
    ]

    private static func problems(_ table: JSONNode) -> [ConfigurationProblem] {
        FlowTable.load(Data(table.line.utf8), name: "flows.json").mistakes
    }

    /// The keys of each kind of object, in both directions, and no kind more or less.
    @Test func theKeysAreThoseOfTheReader() throws {
        let schema = try PublishedSchema.flowTable.get()
        for object in FlowTableObject.allCases {
            let name = object == .table ? "" : object.rawValue
            #expect(try schema.node(name, "properties").names == object.keys, "\(object)")
        }
        #expect(schema.objects == Set(FlowTableObject.allCases.map(\.rawValue)).subtracting(["table"]))
        #expect(schema.openObjects() == [])
    }

    @Test func theClosedListsAreThoseOfTheModel() throws {
        let schema = try PublishedSchema.flowTable.get()
        let expected: [(String, String, [String])] = [
            ("role", "enum", ExchangeRole.allCases.map(\.rawValue)),
            ("reader", "enum", ExchangeRole.allCases.map(\.rawValue) + [Plane.adjacent.rawValue]),
            ("statedFact", "enum", CaseFact.allCases.filter(\.isStatedByRecords).map(\.rawValue)),
            ("match", "enum", FlowCondition.Match.allCases.map(\.rawValue)),
            ("field", "properties mask enum", FieldMask.allCases.map(\.rawValue)),
            ("flow", "properties direction enum", FlowDirection.allCases.map(\.rawValue)),
            ("condition", "properties department enum", FlowCondition.DepartmentMatch.allCases.map(\.rawValue)),
            ("condition", "properties case enum", FlowCondition.Ownership.allCases.map(\.rawValue)),
            ("condition", "properties opentype enum", FlowCondition.Reach.allCases.map(\.rawValue)),
            ("seal", "properties until enum", SealRule.releasing.map(\.rawValue)),
            ("publicity", "properties opentype enum", Publicity.allCases.map(\.rawValue)),
        ]
        for (definition, path, words) in expected {
            #expect(try schema.node(definition, path).texts == words, "\(definition) \(path)")
        }
        #expect(Set(try schema.node("flow", "properties basis items enum").texts) == LegalBasis.known)
    }

    /// The table that is spoilt has every key, so that each is.
    @Test func theExampleIsSoundAndHasEveryKey() throws {
        let table = try SchemaDocuments.flowTable(about: Self.datasets)
        #expect(Self.problems(table) == [])
        let entries: [(FlowTableObject, [JSONNode])] = [
            (.table, [table]), (.dataset, elements("datasets", of: table)), (.view, elements("views", of: table)),
            (.field, elements("views", of: table).flatMap { elements("fields", of: $0) }),
            (.flow, elements("flows", of: table)),
            (.condition, elements("flows", of: table).compactMap { $0["condition"] }),
            (.seal, elements("sealed", of: table)), (.fact, elements("facts", of: table)),
            (.when, elements("facts", of: table).compactMap { $0["when"] }),
            (.acknowledgement, elements("acknowledgements", of: table)), (.separation, elements("apart", of: table)),
            (.group, elements("groups", of: table)), (.text, elements("groups", of: table).compactMap { $0["name"] }),
            (.publicity, elements("opentypes", of: table)),
        ]
        #expect(entries.map(\.0) == FlowTableObject.allCases)
        for (object, nodes) in entries {
            #expect(nodes.reduce(into: Set<String>()) { $0.formUnion($1.names) } == object.keys, "\(object)")
        }
    }

    private func elements(_ name: String, of node: JSONNode) -> [JSONNode] { node[name]?.elements ?? [] }

    @Test(.needsSchemaValidator)
    func schemaAndReaderRefuseTheSame() throws {
        let schema = try PublishedSchema.flowTable.get()
        let table = try SchemaDocuments.flowTable(about: Self.datasets)
        let all = DocumentMistake.all(of: table, putting: schema.values())
        // Two roles that are kept apart have to differ. A list of data sets none of which is declared counts as empty.
        let comparison = SchemaComparison(schema: schema, problems: Self.problems) {
            $0.key.hasPrefix("apart[") && $0.key.hasSuffix(".other")
                || $0.key.hasPrefix("flows[") && $0.key.hasSuffix(".datasets") && $0.code == .invalid
        }
        let sums = try comparison.run(DocumentMistake.sample(all, 1500, seed: 6))
        #expect(sums.fine > 50 && sums.refused > 500 && sums.beyondForm > 50)
        print("flow table: \(sums), of \(all.count)")
    }

    /// What a mistake of form is beside the values of the generator: each is refused by both.
    @Test(.needsSchemaValidator)
    func conditionsBetweenKeysAreSaid() throws {
        let table = try SchemaDocuments.flowTable(about: Self.datasets)
        func change(_ list: String, _ body: (JSONNode) -> JSONNode) -> DocumentMistake {
            DocumentMistake(description: list, document: table.filtering(list, body), isNull: false)
        }
        let field = { (view: JSONNode, mask: String?, domain: String?) in
            view.filtering("fields") { field in
                field.with("mask", mask.map(JSONNode.string)).with("domain", domain.map(JSONNode.string))
            }
        }
        let wrong = [
            change("views") { field($0, "digest", nil) }, change("views") { field($0, "whole", "x") },
            change("views") { field($0, nil, "x") }, change("views") { field($0, "digest", "A") },
            change("views") { field($0, "digest", String(repeating: "x", count: 41)) },
            change("facts") { $0.with("fact", nil).with("ends", nil) },
            change("facts") { $0.with("fact", nil).with("ends", .array([])) },
            change("facts") { $0.with("fact", .string("closed")) },
            change("flows") { $0.with("condition", $0["condition"]?.with("department", .string("optional"))) },
            change("flows") { $0.with("basis", .array([.string("R21")])) },
        ]
        let schema = try PublishedSchema.flowTable.get()
        let verdicts = try SchemaValidator.verdicts(on: wrong.map(\.document), by: schema)
        #expect(verdicts.allSatisfy { $0.hasPrefix("refused") }, "\(verdicts)")
        for mistake in wrong { #expect(Self.problems(mistake.document) != [], "\(mistake.description)") }
    }
}
