import ContractEngine
import Core
import RoutingPolicy

/// What the specification of registration (docs/specs/topics.md §4a) says of submissions that passed admission, one after
/// another: each plane has a register of its own. It knows nothing of the stage; the rules of the contracts are data.
struct RegisterModel {
    /// Cases of these domains have no owner.
    private static let shared: Set = ["subject", "credit", "expert", "supervision", "attachment"]

    private struct Name: Hashable {
        let sender: String
        let dataset: String
        let datakey: String
    }

    private struct CaseBook {
        let owner: String
        /// The live records, each with its contents that must not occur twice or not change.
        var records: [Name: [[String]: [String]]] = [:]
    }

    private let contracts: ContractCatalog
    private var cases: [String: CaseBook] = [:]

    init(_ contracts: ContractCatalog) {
        self.contracts = contracts
    }

    /// The verdict on `submission`; nil where it would have to wait, of which no test here makes use.
    mutating func judge(_ submission: DatasetRecords.Submission) -> DatasetExchange.Verdict? {
        guard let program = contracts.program(named: submission.dataset, version: nil) else { return nil }
        let place = "\(submission.sender.plane) \(submission.caseKey)"
        let sender = submission.sender.id
        let name = Name(sender: sender, dataset: submission.dataset, datakey: submission.datakey)
        let known = cases[place]
        if let known, known.owner != sender, !Self.shared.contains(program.domain) {
            return Self.refused(["not_owner"])
        }
        let standing = known?.records[name]
        var codes: [[String]: [String]] = [:]
        for rule in program.registration where rule.policy == .reject {
            let values = rule.fields.compactMap { submission.members[$0] }
            if rule.kind != .parent, values.count == rule.fields.count { codes[rule.fields] = values }
        }
        switch (submission.operation, standing) {
        case (.add, _?): return Self.refused(["data_key_exists"])
        case (.change, nil), (.delete, nil): return Self.refused(["data_key_unknown"])
        case (.add, nil):
            let others = (known?.records ?? [:]).filter { $0.key.sender == sender && $0.key.dataset == name.dataset }
            let isTaken = program.registration.contains { rule in
                rule.policy == .reject && (rule.kind == .unique || rule.kind == .repeat)
                    && others.values.contains { codes[rule.fields] != nil && $0[rule.fields] == codes[rule.fields] }
            }
            if isTaken { return Self.refused(["code_taken"]) }
            if waits(program),
                known?.records.keys.contains(where: { $0.sender == sender && founds($0.dataset) }) != true
            {
                return nil
            }
        case (.change, let standing?):
            let isChanged = program.registration.contains { rule in
                rule.policy == .reject && rule.kind == .immutable && codes[rule.fields] != nil
                    && standing[rule.fields] != nil && standing[rule.fields] != codes[rule.fields]
            }
            if isChanged { return Self.refused(["code_changed"]) }
        case (.delete, _?): break
        }
        cases[place, default: CaseBook(owner: sender)].records[name] = submission.operation == .delete ? nil : codes
        return DatasetExchange.Verdict(word: "accepted", codes: [])
    }

    private static func refused(_ codes: Set<String>) -> DatasetExchange.Verdict {
        DatasetExchange.Verdict(word: "refused", codes: codes)
    }

    /// True when a record of `program` waits until its case is founded.
    private func waits(_ program: ContractProgram) -> Bool {
        !founds(program.name)
            && program.registration.contains { rule in
                rule.kind == .parent && rule.policy == .reject && rule.fields == [program.routing.case]
                    && rule.contract.map(founds) == true
            }
    }

    /// True when the field that names the case is the key of `dataset`, and it has no parent in the case.
    private func founds(_ dataset: String) -> Bool {
        guard let program = contracts.program(named: dataset, version: nil) else { return false }
        return program.key == [program.routing.case]
            && !program.registration.contains { $0.kind == .parent && $0.fields == [program.routing.case] }
    }
}
