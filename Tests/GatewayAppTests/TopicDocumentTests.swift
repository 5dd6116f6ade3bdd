import Bus
import Foundation
import GatewayApp
import RoutingPolicy
import Testing

/// The table of topics in `docs/specs/topics.md` §1 and the topics that are made are the same.
struct TopicDocumentTests {
    private static func documented() throws -> [String] {
        let text = try String(contentsOfFile: Checkout.root + "/docs/specs/topics.md", encoding: .utf8)
        let start = try #require(text.range(of: "## 1. Topics"))
        let end = try #require(text.range(of: "## 2. "))
        return text[start.upperBound..<end.lowerBound].split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 6, cells[1].hasPrefix("`"), cells[1].hasSuffix("`") else { return nil }
            return String(cells[1].dropFirst().dropLast())
        }
    }

    @Test func theDocumentNamesEveryTopicThatIsMade() throws {
        let registry = try #require(Registry.load(file: Checkout.contracts + "/demo/registry.json").registry)
        let made = ExchangeTopics(registry, TopicSettings(partitions: 1, replication: 1, minInSyncReplicas: 1))
            .specifications.map(\.name)
        let expected = try Self.documented().flatMap { name -> [String] in
            if name.hasSuffix(".<id>") { return registry.platforms.map { name.replacing("<id>", with: $0.id) } }
            if name.hasSuffix(".<plane>") {
                return ["trading", "service", "supervision", "adjacent"].map { name.replacing("<plane>", with: $0) }
            }
            return [name]
        }
        #expect(expected.count == Set(expected).count)
        #expect(expected.sorted() == made.sorted())
    }
}
