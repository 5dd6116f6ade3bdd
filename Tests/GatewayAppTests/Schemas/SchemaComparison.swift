import Core
import Foundation
import GatewayApp
import RoutingPolicy
import Testing

/// Schema and reader of one kind of file on the same documents.
struct SchemaComparison {
    let schema: PublishedSchema
    /// What the reader finds.
    let problems: (JSONNode) throws -> [ConfigurationProblem]
    /// True for what no schema can say: two values that do not go together, or what others judge.
    let isBeyondForm: (ConfigurationProblem) -> Bool

    /// How many documents of each kind there were.
    struct Sums: CustomStringConvertible {
        var fine = 0
        var refused = 0
        /// Refused by the reader alone, for what no schema can say.
        var beyondForm = 0
        /// Refused by the schema alone: `null` in place of a key that may be left out.
        var null = 0

        var description: String {
            "\(fine + refused + beyondForm + null) documents: \(fine) fine, \(refused) refused by both, "
                + "\(beyondForm) by the reader for more than form, \(null) by the schema for null"
        }
    }

    /// Compares the verdicts on `mistakes`; records an issue for each that should be the same and is not.
    func run(_ mistakes: [DocumentMistake]) throws -> Sums {
        let verdicts = try SchemaValidator.verdicts(on: mistakes.map(\.document), by: schema)
        #expect(verdicts.count == mistakes.count)
        var sums = Sums()
        for (verdict, mistake) in zip(verdicts, mistakes) {
            let problems = try problems(mistake.document)
            switch (verdict == "fine", problems.isEmpty) {
            case (true, true): sums.fine += 1
            case (false, false): sums.refused += 1
            case (false, true):
                // The readers take null for a key that is not there; the schema tells to leave the key out.
                sums.null += 1
                #expect(mistake.isNull, "only the schema refuses \(mistake.description): \(verdict)")
            case (true, false):
                sums.beyondForm += 1
                let form = problems.filter { !SchemaComparison.isOfContent($0.code) && !isBeyondForm($0) }
                #expect(form == [], "only the reader refuses \(mistake.description): \(form.map(\.message.en))")
            }
        }
        return sums
    }

    /// True for codes that are about what stands elsewhere.
    private static func isOfContent(_ code: ConfigurationProblem.Code) -> Bool {
        switch code {
        case .duplicate, .dangling, .separation, .untreated: true
        default: false
        }
    }
}
