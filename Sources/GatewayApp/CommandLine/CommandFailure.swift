package import Core

/// Why a verb could not do its work: the exit code and one message for a person.
package struct CommandFailure: Error, Sendable, Hashable {
    /// How the command ends.
    package let exitCode: ExitCode
    /// What happened and what to do about it; no payload.
    package let message: BilingualText

    /// A failure that ends the command with `exitCode`.
    package init(_ exitCode: ExitCode, zh: String, en: String) {
        self.exitCode = exitCode
        self.message = BilingualText(zh: zh, en: en)
    }

    /// The bus failed: 69 when it does not answer, 78 when it is set up wrongly, else 70.
    package init(_ failure: BusFailure) {
        let code: ExitCode =
            switch failure.kind {
            case .unavailable: .unavailable
            case .configuration: .configuration
            case .fenced, .fatal: .internalError
            }
        self.init(code, zh: failure.message.zh, en: failure.message.en)
    }

    /// Runs `body` and turns the bus's failure into one of the command.
    package static func bus<Result>(
        _ body: () throws(BusFailure) -> Result
    ) throws(CommandFailure) -> Result {
        do throws(BusFailure) {
            return try body()
        } catch {
            throw CommandFailure(error)
        }
    }
}
