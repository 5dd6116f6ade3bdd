import ContractEngine
import Core

/// A content of one or several fields that is compared among the records of a data set in a case (DATA-SPEC §5, rules 7, 8
/// and 21).
struct CodeRule: Sendable, Equatable {
    /// The fields, in the order of the contract.
    let fields: [String]
    /// What becomes of an added record whose content another live record has.
    var unique = Policy.off
    /// The same, where the contract calls it a repetition rather than a code.
    var repetition = Policy.off
    /// What becomes of a change that alters the content.
    var immutable = Policy.off

    /// The codes of `program`, in an order that depends on their fields alone: they are told apart by their places.
    ///
    /// - Parameter sought: fields by which other data sets find their parent here.
    static func all(of program: ContractProgram, sought: Set<[String]>) -> [CodeRule] {
        var rules: [[String]: CodeRule] = [:]
        for fields in sought { rules[fields] = CodeRule(fields: fields) }
        for rule in program.registration where rule.policy != .off {
            switch rule.kind {
            case .unique: rules[rule.fields, default: CodeRule(fields: rule.fields)].unique = rule.policy
            case .repeat: rules[rule.fields, default: CodeRule(fields: rule.fields)].repetition = rule.policy
            case .immutable: rules[rule.fields, default: CodeRule(fields: rule.fields)].immutable = rule.policy
            case .parent, .dealCodeWhenNoSection, .filingHeld: break
            }
        }
        return rules.values.sorted { $0.fields.lexicographicallyPrecedes($1.fields) }
    }
}
