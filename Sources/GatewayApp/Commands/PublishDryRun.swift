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
            for result in source.events(of: document) {
                isAnyRefused = judge(result, &validator, on: console) || isAnyRefused
            }
            return !console.streams.outputIsLost
        }
        for result in source.rest() { isAnyRefused = judge(result, &validator, on: console) || isAnyRefused }
        if !unreadable.isEmpty { return .inputMissing }
        return isAnyRefused ? .dataRefused : .success
    }

    /// Prints the verdict on one record; true when it would not pass.
    private func judge(
        _ result: EventSource.Result,
        _ validator: inout RecordValidator,
        on console: Console
    ) -> Bool {
        var problems = ProblemList()
        var name: String?
        switch result.outcome {
        case .refused(let found): problems = found
        case .signed(let record, _, let contract):
            let (envelope, faults) = EventEnvelope.parse(Array(record.headers))
            problems.append(contentsOf: faults)
            name = contract ?? envelope.dataSetName
            // What is encrypted was judged before.
            if !envelope.contentForm.isEncrypted,
                let program = name.flatMap({ contracts.program(named: $0, version: nil) })
            {
                _ = validator.validate(
                    record.value ?? [],
                    against: program,
                    operation: envelope.operation,
                    problems: &problems
                )
            }
        }
        ValidateCommand.print(result.document, problems, contract: name, showsLine: true, on: console)
        return problems.refuses
    }
}
