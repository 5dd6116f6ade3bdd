import Foundation
import Testing

/// A receipt as its reader sees it, decoded independently of the code that writes it. Unknown members fail.
struct ReceiptDocument: Decodable {
    struct Submission: Decodable, Equatable {
        let topic: String
        let partition: Int
        let offset: Int
    }

    struct Message: Decodable {
        let zh: String
        let en: String
    }

    struct ProblemDocument: Decodable {
        let code: String
        let pointer: String
        let rule: String
        let severity: String
        let message: Message

        /// `code pointer rule`, as the tests state it.
        var line: String { "\(code) \(pointer) \(rule)" }
    }

    let id: String?
    let source: String?
    let type: String?
    let datakey: String?
    let verdict: String
    let retryable: Bool
    let stage: String
    let time: String
    let submission: Submission
    let digest: String
    let ledger: String?
    let redriven: Bool?
    let problems: [ProblemDocument]
    let omitted: Int

    init(_ bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(ReceiptDocument.self, from: Data(bytes))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(redriven != false, "said only where it is so")
        #expect(
            Set(object.keys).subtracting(["redriven", "corrects"]) == [
                "id", "source", "type", "datakey", "verdict", "retryable", "stage", "time", "submission", "digest",
                "ledger", "problems", "omitted",
            ]
        )
    }

    var errors: [String] { problems.filter { $0.severity == "error" }.map(\.line) }
}
