import ContractEngine
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// What ships with the product, loaded once for all tests.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func path(_ name: String) -> String { root.appending(path: name).path }

    static let contracts = Result { try ContractCatalog.load(from: path("Contracts")) }

    static let flowTable = FlowTable.load(file: path("Contracts/flows/national.json"))

    static func flows() throws -> FlowTable {
        #expect(flowTable.mistakes == [])
        return try #require(flowTable.table)
    }

    static let viewCatalog = Result {
        ViewCatalog.compile(try flows(), contracts: try contracts.get(), file: "national.json")
    }
}
