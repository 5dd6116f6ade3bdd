import Foundation
import Testing

/// A record of `finding.<plane>` as its reader sees it, decoded independently of the code that writes it.
struct FindingDocument: Decodable {
    struct Party: Decodable {
        let sender: String
        let `case`: String
        let id: String
        let source: String
        let type: String
        let datakey: String
        let time: String
        let submission: ReceiptDocument.Submission
    }

    let plane: String
    let found: String
    let value: String
    let policy: String
    let problems: [ReceiptDocument.ProblemDocument]
    let record: Party
    let other: Party?

    init(_ bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(FindingDocument.self, from: Data(bytes))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(Set(object.keys) == ["plane", "found", "value", "policy", "problems", "record", "other"])
    }
}
