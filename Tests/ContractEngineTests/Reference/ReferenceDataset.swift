import Foundation

/// A data set of the reference collection, as far as the contracts are compared with it.
struct ReferenceDataset: Decodable {
    struct Field: Decodable {
        struct Code: Decodable {
            var code: String
        }

        struct RegionCheck: Decodable {
            var offset: Int
        }

        var name: String
        var title: String
        var type: String
        var length: Int?
        var fixed: Bool?
        var integerDigits: Int?
        var fractionDigits: Int?
        var required: Bool?
        var multi: Bool
        var dictionary: Int?
        var values: [Code]?
        var grade: String
        var typeGrade: String?
        var suspect: Bool?
        var likelyProvincial: Bool?
        var minLength: Int?
        var regionCheck: RegionCheck?
        var unique: Bool?
        var immutable: Bool?
        var references: String?
        var enforcedBySource: Bool?
    }

    var no: Int?
    var name: String
    var title: String
    var completeness: String
    var ruleVersion: String
    /// What identifies a record, and on what ground: `FOUND` where the source enforces it.
    var key: [String]?
    var keyGrade: String?
    var fields: [Field]

    /// The collection, beside the checkout; nil where it is absent.
    static let directory: URL? = {
        let checkout = URL(filePath: NationalContractTests.directory).deletingLastPathComponent()
        let place = checkout.deletingLastPathComponent().appending(path: "shared/reference/datasets")
        return FileManager.default.fileExists(atPath: place.path()) ? place : nil
    }()

    /// All of them, in the order of their files.
    static func all() throws -> [ReferenceDataset] {
        guard let directory else { return [] }
        return try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.path() < $1.path() }
            .map { try JSONDecoder().decode(ReferenceDataset.self, from: Data(contentsOf: $0)) }
    }
}
