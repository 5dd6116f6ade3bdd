import Core
import Foundation
import Testing

@testable import RoutingPolicy

/// `docs/specs/registry.schema.json` says of the form of a registry what its reader says.
struct RegistrySchemaTests {
    private static func problems(_ registry: JSONNode) -> [ConfigurationProblem] {
        Registry.load(Data(registry.line.utf8), name: "registry.json").mistakes
    }

    @Test func theKeysAreThoseOfTheReader() throws {
        let schema = try PublishedSchema.registry.get()
        for object in RegistryObject.allCases {
            let name = object == .registry ? "" : object.rawValue
            #expect(try schema.node(name, "properties").names == object.keys, "\(object)")
        }
        #expect(schema.objects == Set(RegistryObject.allCases.map(\.rawValue)).subtracting(["registry"]))
        #expect(schema.openObjects() == [])
    }

    @Test func theClosedListsAreThoseOfTheModel() throws {
        let schema = try PublishedSchema.registry.get()
        let expected: [(String, String, [String])] = [
            ("platform", "properties plane enum", Plane.allCases.map(\.rawValue)),
            ("platform", "properties system enum", AdjacentSystem.allCases.map(\.rawValue)),
            ("platform", "properties level enum", AdministrativeLevel.allCases.map(\.rawValue)),
            ("platform", "properties approverSignature enum", ApproverSignaturePolicy.allCases.map(\.rawValue)),
            ("certification", "properties state enum", Certification.State.allCases.map(\.rawValue)),
            ("person", "properties scenes items enum", UsageScene.allCases.map(\.rawValue)),
        ]
        for (definition, path, words) in expected {
            #expect(try schema.node(definition, path).texts == words, "\(definition) \(path)")
        }
    }

    @Test func theExampleIsSoundAndHasEveryKey() throws {
        let registry = try SchemaDocuments.registry()
        #expect(Self.problems(registry) == [])
        let platforms = registry["platforms"]?.elements ?? []
        let entries: [(RegistryObject, [JSONNode])] = [
            (.registry, [registry]), (.platform, platforms), (.text, platforms.compactMap { $0["name"] }),
            (.certification, platforms.compactMap { $0["certification"] }),
            (.person, platforms.flatMap { $0["persons"]?.elements ?? [] }),
        ]
        #expect(entries.map(\.0) == RegistryObject.allCases)
        for (object, nodes) in entries {
            #expect(nodes.reduce(into: Set<String>()) { $0.formUnion($1.names) } == object.keys, "\(object)")
        }
    }

    @Test(.needsSchemaValidator)
    func schemaAndReaderRefuseTheSame() throws {
        let schema = try PublishedSchema.registry.get()
        let special: Set<JSONNode> = [
            .string("*"), .string("A;B"), .array([.string("*")]), .array([.string("*"), .string("A01")]),
            .string("350000"), .string("350100"), .string("User:*"), .string("User: x"), .string("12350100000000019I"),
            .string("sha-256:00"), .string("2026-02-30T00:00:00Z"), .string("2026-13-01T00:00:00Z"),
            .string("2026-01-01T24:00:00Z"), .string("2026-01-01T00:00:00"), .string("2026-01-01T00:00:00+24:00"),
            .string(String(repeating: "a", count: 40)), .string(String(repeating: "a", count: 41)),
        ]
        let all = DocumentMistake.all(of: try SchemaDocuments.registry(), putting: schema.values().union(special))
        // A pattern knows no calendar, and cannot compare two instants.
        let comparison = SchemaComparison(schema: schema, problems: Self.problems) { problem in
            problem.key.contains(".certification.") && !problem.key.hasSuffix(".state")
        }
        let sums = try comparison.run(DocumentMistake.sample(all, 4000, seed: 6))
        #expect(sums.fine > 50 && sums.refused > 500 && sums.beyondForm > 0)
        print("registry: \(sums), of \(all.count)")
    }
}
