/// One verb of the command: its declaration and its action.
package protocol Command: Sendable {
    /// What it accepts.
    static var declaration: CommandDeclaration { get }

    /// Does what the verb promises.
    ///
    /// - Parameter arguments: parsed by ``declaration``; help was already answered.
    /// - Throws: ``CommandFailure`` when the verb cannot go on; data that is refused is a result, not a failure.
    static func run(_ arguments: ParsedArguments, on console: Console) throws(CommandFailure) -> ExitCode
}
