import Core
import Foundation
import Testing

/// One published notice of the reference collection, without what the collection says about it.
struct RealRecord {
    /// Name of its file.
    var name: String
    /// Wire name of its data set.
    var contract: String
    /// The record as a JSON object.
    var payload: [UInt8]
    /// Names of the members that have a value.
    var members: [String]

    /// The collection, beside the checkout; nil where it is absent.
    static let directory: URL? = {
        let place = ReferenceDataset.directory?.deletingLastPathComponent().appending(path: "notices/records")
        return place.flatMap { FileManager.default.fileExists(atPath: $0.path()) ? $0 : nil }
    }()

    /// All of them, in the order of their files; members that begin with `_` are remarks of the collection.
    static func all() throws -> [RealRecord] {
        guard let directory else { return [] }
        return try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.path() < $1.path() }
            .map { file in
                let name = file.lastPathComponent
                guard case .object(let all) = try JSONNode.parse(Array(Data(contentsOf: file))) else {
                    throw CocoaError(.fileReadCorruptFile)
                }
                let members = all.filter { !$0.name.hasPrefix("_") }
                var writer = JSONWriter()
                JSONNode.object(members).write(to: &writer)
                let parts = name.split(separator: "-")
                return RealRecord(
                    name: name,
                    contract: String(try #require(parts.dropFirst().first)),
                    payload: writer.bytes,
                    members: members.filter { $0.value.text != "" }.map(\.name)
                )
            }
    }

    /// For each record the problems `code pointer severity`, as a person has looked at them.
    static func expectations() throws -> [String: [String]] {
        let file = URL(filePath: NationalContractTests.directory).deletingLastPathComponent()
            .appending(path: "Tests/Expectations/real-records.json")
        return try JSONDecoder().decode([String: [String]].self, from: Data(contentsOf: file))
    }
}
