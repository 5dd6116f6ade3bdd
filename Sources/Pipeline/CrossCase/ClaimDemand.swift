import ContractEngine
import RoutingPolicy

/// What one record claims beyond its case; the form in `hutong-relation` is
/// `x:<code>:<origin>:<policy>:<fields>:<data set>` (docs/specs/topics.md §2).
struct ClaimDemand: Sendable, Hashable {
    /// The value's name; nil where the record has no value.
    let code: ClaimCode?
    let origin: ClaimOrigin
    let policy: Policy
    /// The record's fields that hold the value.
    let fields: [String]
    /// The data set in which the value is looked for.
    let dataset: String

    init(code: ClaimCode?, origin: ClaimOrigin, policy: Policy, fields: [String], dataset: String) {
        self.code = code
        self.origin = origin
        self.policy = policy
        self.fields = fields
        self.dataset = dataset
    }

    /// What `rule` makes of a record.
    ///
    /// - Parameter text: the value of a field; nil for none.
    init(_ rule: ClaimRule, text: (String) -> String?) {
        var values = rule.fields.compactMap(text)
        // Of several parties in one field the first is looked for: the one that leads the others stands first.
        if rule.origin == .parent, let separator = rule.separator {
            values = values.compactMap { $0.utf8.split(separator: separator).first.flatMap(String.init) }
        }
        self.init(
            code: values.count == rule.fields.count
                ? ClaimCode(rule.origin.kind, dataset: rule.dataset, fields: rule.fieldsThere, values: values) : nil,
            origin: rule.origin,
            policy: rule.policy,
            fields: rule.fields,
            dataset: rule.dataset
        )
    }

    /// The acknowledgement that the record with `reference` needs by `rule`.
    init(_ rule: AcknowledgementRule, to reference: EventReference) {
        self.init(
            code: ClaimCode(
                ClaimOrigin.acknowledgement.kind,
                dataset: rule.answer,
                fields: [ClaimDemand.reference],
                values: [reference.text]
            ),
            origin: .acknowledgement,
            policy: .warn,
            fields: [ClaimDemand.reference],
            dataset: rule.answer
        )
    }

    /// Stands for a field where the value is the name of the event itself.
    private static let reference = "@reference"

    /// Stands for no code.
    private static let none = String(repeating: "0", count: 16)

    /// The word in `hutong-relation`.
    var word: String {
        let code = code?.text ?? ClaimDemand.none
        return "x:\(code):\(origin.rawValue):\(policy.rawValue):\(fields.joined(separator: ",")):\(dataset)"
    }

    /// Reads what follows `x:` in a word; nil for anything else.
    init?(_ parts: inout WordReader) {
        guard let code = parts.next().flatMap(WordReader.hex),
            let origin = parts.next().flatMap(WordReader.text).flatMap(ClaimOrigin.init(rawValue:)),
            let policy = parts.next().flatMap(WordReader.text).flatMap(Policy.init(rawValue:)),
            let fields = parts.next().flatMap(WordReader.text), !fields.isEmpty,
            let dataset = parts.next().flatMap(WordReader.text), !dataset.isEmpty
        else { return nil }
        let known = ClaimCode(rawValue: code)
        // A code of another kind than the rule's would be found under neither.
        guard code == 0 || known?.kind == origin.kind else { return nil }
        self.init(
            code: known,
            origin: origin,
            policy: policy,
            fields: fields.split(separator: ",").map(String.init),
            dataset: dataset
        )
    }
}
