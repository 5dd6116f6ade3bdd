package import ContractEngine
package import RoutingPolicy

extension DatasetProfile {
    /// What a proof needs of a contract.
    package init(_ program: ContractProgram) {
        self.init(
            name: program.name,
            nature: DatasetNature(domain: program.domain),
            fields: Set(program.fields.map(\.name)),
            identityNumbers: Set(program.fields.filter { $0.checks.contains(.identityNumber) }.map(\.name))
        )
    }
}
