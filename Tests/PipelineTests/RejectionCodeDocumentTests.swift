import Core
import Foundation
import Testing

/// `docs/specs/rejection-codes.md` and the program name the same codes, each once, with the same retryable flag.
@Suite struct RejectionCodeDocumentTests {
    struct Row {
        let code: String
        let stage: String
        let retryable: String
        let texts: [String]
    }

    let rows: [Row]

    init() throws {
        let text = try String(contentsOfFile: Repository.path("docs/specs/rejection-codes.md"), encoding: .utf8)
        rows = text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 8, cells[1].hasPrefix("`"), cells[1].hasSuffix("`") else { return nil }
            return Row(
                code: String(cells[1].dropFirst().dropLast()),
                stage: cells[2],
                retryable: cells[3],
                texts: Array(cells[4...6])
            )
        }
    }

    @Test func namesEveryCodeOnce() {
        #expect(rows.map(\.code).sorted() == RejectionCode.allCases.map(\.rawValue).sorted())
    }

    @Test func retryableIsThatOfTheProgram() throws {
        for row in rows {
            let code = try #require(RejectionCode(rawValue: row.code))
            #expect(row.retryable == (code.isRetryable ? "yes" : "no"), "\(row.code)")
        }
    }

    @Test func everyRowIsFilled() {
        for row in rows {
            #expect(
                ["envelope", "signature", "policy", "content", "registration", "index", "delivery"].contains(row.stage),
                "\(row.code)"
            )
            #expect(row.texts.allSatisfy { !$0.isEmpty }, "\(row.code)")
        }
    }
}
