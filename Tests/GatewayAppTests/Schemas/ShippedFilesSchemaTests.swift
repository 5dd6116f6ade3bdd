import Core
import Foundation
import GatewayApp
import Testing

/// Every file that comes with Hutong, or that it writes, validates.
struct ShippedFilesSchemaTests {
    @Test(.needsSchemaValidator)
    func theyValidate() throws {
        let exchange = try TestExchange(hasUsualKeys: true)
        let written = try ["config.json", "registry.json"].map { name in
            let path = exchange.development.path + "/" + name
            return try ConfigurationDocument.parse(Array(Data(contentsOf: URL(fileURLWithPath: path))), file: path)
        }
        let files = try Self.files()
        #expect(files.flows.contains("Contracts/flows/national.json"))
        #expect(files.registries.contains("Contracts/demo/registry.json") && files.registries.count >= 2)
        #expect(files.configurations.contains("Ops/examples/province/hutong.json"))
        try expectFine(files.flows.map(SchemaDocuments.shipped), by: PublishedSchema.flowTable.get())
        try expectFine(
            files.registries.map(SchemaDocuments.shipped) + [written[1]],
            by: PublishedSchema.registry.get()
        )
        try expectFine(
            files.configurations.map(SchemaDocuments.shipped) + [written[0]],
            by: PublishedSchema.configuration.get()
        )
    }

    /// `$schema` of a shipped file leads to the schema of its kind.
    @Test func theyNameTheirSchema() throws {
        let files = try Self.files()
        var named = 0
        for (paths, schema) in [
            (files.flows, PublishedSchema.flowTable), (files.registries, PublishedSchema.registry),
            (files.configurations, PublishedSchema.configuration),
        ] {
            for path in paths {
                guard let place = try SchemaDocuments.shipped(path)["$schema"]?.text else { continue }
                let directory = URL(fileURLWithPath: Checkout.root + "/" + path).deletingLastPathComponent()
                #expect(directory.appendingPathComponent(place).standardizedFileURL.path == (try schema.get().path))
                named += 1
            }
        }
        #expect(named >= 2)
    }

    private func expectFine(_ documents: [JSONNode], by schema: PublishedSchema) throws {
        let verdicts = try SchemaValidator.verdicts(on: documents, by: schema)
        #expect(verdicts == documents.map { _ in "fine" }, "\(schema.path)")
    }

    /// The files of the checkout by what they are, told by their keys.
    private static func files() throws -> (flows: [String], registries: [String], configurations: [String]) {
        var found: (flows: [String], registries: [String], configurations: [String]) = ([], [], [])
        for directory in ["Contracts", "Ops/examples"] {
            let names = try FileManager.default.subpathsOfDirectory(atPath: Checkout.root + "/" + directory).sorted()
            for name in names where name.hasSuffix(".json") {
                let path = directory + "/" + name
                guard let node = try? SchemaDocuments.shipped(path) else { continue }
                if node["flows"] != nil, node["views"] != nil { found.flows.append(path) }
                if node["platforms"] != nil { found.registries.append(path) }
                if node["servicePlatform"] != nil { found.configurations.append(path) }
            }
        }
        return found
    }
}
