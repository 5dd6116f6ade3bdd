import ContractEngine
import Core

/// `publish --dry-run`: composes, signs and validates, and sends nothing.
struct PublishDryRun {
    private let contracts: ContractCatalog

    /// A dry run against `contracts`.
    init(contracts: ContractCatalog) {
        self.contracts = contracts
    }

    /// Prints one verdict per record; 65 when one would not pass.
    func run(_ source: EventSource, _ arguments: ParsedArguments, on console: Console) -> ExitCode {
        var source = source
        var validator = RecordValidator()
        var isAnyRefused = false
        let unreadable = InputDocument.forEach(
            arguments.operands,
            isLineDelimited: arguments.has(CommonOptions.lines),
            limit: 1 << 21,
            on: console
        ) { document in
            var problems = ProblemList()
            var name: String?
            switch source.event(of: document) {
            case .refused(let found): problems = found
            case .signed(let record, _, let contract):
                let (envelope, faults) = EventEnvelope.parse(record.headers)
                problems.append(contentsOf: faults)
                name = contract ?? envelope.dataSetName
                if let program = name.flatMap({ contracts.program(named: $0, version: nil) }) {
                    _ = validator.validate(
                        record.value ?? [],
                        against: program,
                        operation: envelope.operation,
                        problems: &problems
                    )
                }
            }
            isAnyRefused = isAnyRefused || problems.refuses
            ValidateCommand.print(document, problems, contract: name, showsLine: true, on: console)
            return !console.streams.outputIsLost
        }
        if !unreadable.isEmpty { return .inputMissing }
        return isAnyRefused ? .dataRefused : .success
    }
}
