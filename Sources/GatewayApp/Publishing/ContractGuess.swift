import ContractEngine
import Core

/// Finds the data set of a record that does not name it.
enum ContractGuess {
    /// The one contract whose name stands in the file's name, or that knows every field of the record and whose
    /// required fields the record has; nil when it is not the only one.
    static func program(
        of record: JSONNode?,
        file: String,
        in catalog: ContractCatalog
    ) -> ContractProgram? {
        let name = file.split(separator: "/").last.map { $0.split(separator: ".").first.map(String.init) ?? "" } ?? ""
        let words = [name] + name.split(separator: "-").map(String.init)
        for word in words {
            if let program = catalog.program(named: word, version: nil) { return program }
        }
        guard case .object(let members)? = record else { return nil }
        let names = Set(members.map(\.name))
        let fitting = catalog.programs.filter { program in
            names.isSubset(of: program.fields.map(\.name))
                && program.fields.allSatisfy { !$0.isRequired || names.contains($0.name) }
        }
        return fitting.count == 1 ? fitting[0] : nil
    }
}
