import Core
import Foundation
import GatewayApp
import Testing

@testable import Bus

/// `docs/specs/configuration.schema.json` says of the form of a configuration what its reader says.
struct ConfigurationSchemaTests {
    private static func reading(_ configuration: JSONNode, in directory: TemporaryDirectory) throws
        -> ConfigurationReading
    {
        try directory.write("config.json", configuration.line)
        return ConfigurationReader(CapturedConsole(in: directory.path).console).read("config.json")
    }

    /// The keys of every object of the schema, by the path by which the reader calls the object.
    private static func keys(
        _ schema: PublishedSchema,
        _ node: JSONNode,
        for document: JSONNode,
        at path: String = ""
    ) -> [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        let properties = node["properties"]
        if let properties { found[path] = properties.names }
        for member in document.members {
            let inner = properties?[member.name] ?? node["additionalProperties"]
            guard let inner else { continue }
            let below = path.isEmpty ? member.name : "\(path).\(member.name)"
            found.merge(keys(schema, schema.resolved(inner), for: member.value, at: below)) { first, _ in first }
        }
        return found
    }

    /// In both directions, object by object; those under whose keys anything may stand have none of their own.
    @Test func theKeysAreThoseOfTheReader() throws {
        let schema = try PublishedSchema.configuration.get()
        let document = try SchemaDocuments.configuration()
        let reading = try Self.reading(document, in: TemporaryDirectory())
        #expect(reading.problems == [])
        let free: Set = ["keys", "kafka", "access.workers"]
        let listed = Self.keys(schema, schema.root, for: document)
        #expect(listed == reading.keys.filter { !free.contains($0.key) })
        #expect(listed.count == 15)
        // The example has them all, so that each is spoilt below.
        #expect(document.names == listed[""])
        #expect(schema.openObjects() == [])
    }

    @Test func theClosedListsAreThoseOfTheModel() throws {
        let schema = try PublishedSchema.configuration.get()
        let key = "properties keys additionalProperties properties"
        #expect(
            try schema.node("", "\(key) algorithm enum").texts == SignatureAlgorithm.allCases.map(\.rawValue)
        )
        let log = "properties log properties"
        #expect(try schema.node("", "\(log) format enum").texts == OutputFormat.allCases.map(\.rawValue))
        #expect(try schema.node("", "\(log) level enum").texts == LogSettings.levels)
        let reserved = try schema.node("property", "not anyOf").elements.flatMap { $0["enum"]?.texts ?? [] }
        #expect(Set(reserved) == ReservedProperties.names.filter { !$0.hasSuffix("_cb") })
    }

    @Test(.needsSchemaValidator)
    func schemaAndReaderRefuseTheSame() throws {
        let schema = try PublishedSchema.configuration.get()
        let special: Set<JSONNode> = [
            "off", "host:1", "host:0", "host:65535", "host:65536", "host:+5", "host", ":1", "a:b:1", "[::1]:1", "[::1]",
            "a:1,b:2", "a:1,,b:2", "fd:", "fd:0", "fd:65536", "fd:01", "credential:x", "credential:a/b",
            "credential:.x",
            "file:", "file:x", "User:x", "User:*", "User: x", "x", "http://h", "https://h", "http://h:70000",
            "http://u@h", "http://h/p?q", "http://h#f", "http://[::1]:8/", "HTTP://h:0",
        ]
        .reduce(into: []) { $0.insert(.string($1)) }
        let document = try SchemaDocuments.configuration()
        let all = DocumentMistake.all(of: document, putting: schema.values().union(special))
        let directory = try TemporaryDirectory()
        let comparison = SchemaComparison(schema: schema) {
            try Self.reading($0, in: directory).problems
        } isBeyondForm: { problem in
            switch problem.key {
            // Not more copies have to have a record than there are.
            case "topics.minInSyncReplicas": true
            // Where contracts are looked for depends on the machine.
            case "contracts": problem.code == .missing
            // librdkafka knows its properties and what they may be.
            case let key where key.hasPrefix("kafka."): !ReservedProperties.contains(String(key.dropFirst(6)))
            default: false
            }
        }
        let sums = try comparison.run(DocumentMistake.sample(all, 1500, seed: 6))
        #expect(sums.fine > 50 && sums.refused > 400 && sums.beyondForm > 5)
        print("configuration: \(sums), of \(all.count)")
    }

    /// What Hutong sets itself is refused by name; the schema knows the same names and beginnings.
    @Test(.needsSchemaValidator)
    func reservedPropertiesAreRefused() throws {
        let document = try SchemaDocuments.configuration()
        let names =
            ReservedProperties.names.sorted() + ["test.mock.num.brokers", "ut_handle_ProduceResponse", "log_cb"]
        let fine = ["security.protocol", "sasl.username", "debug", "retries.x", "cb"]
        let documents = (names + fine).map { document.with("kafka", .object([.init(name: $0, value: .string("x"))])) }
        let verdicts = try SchemaValidator.verdicts(on: documents, by: PublishedSchema.configuration.get())
        #expect(verdicts.map { $0 == "fine" } == names.map { _ in false } + fine.map { _ in true })
        #expect((names + fine).map(ReservedProperties.contains) == names.map { _ in true } + fine.map { _ in false })
    }
}
