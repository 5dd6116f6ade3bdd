import ContractEngine
import Foundation
import RoutingPolicy
import Testing

/// What ships with the product, loaded once for all tests.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func path(_ name: String) -> String { root.appending(path: name).path }

    static let contracts = Result { try ContractCatalog.load(from: path("Contracts")) }

    static func flows() throws -> FlowTable {
        let (table, mistakes) = FlowTable.load(file: path("Contracts/flows/national.json"))
        #expect(mistakes == [])
        return try #require(table)
    }
}
