/// The verbs of the command, in the order of the help.
package enum CommandTable {
    /// All verbs.
    package static let all: [any Command.Type] = [
        DemoCommand.self,
        CheckCommand.self,
        ValidateCommand.self,
        ContractLintCommand.self,
        ContractTestCommand.self,
        ContractShowCommand.self,
        ContractDiffCommand.self,
        ContractExportCommand.self,
        ContractNewCommand.self,
        ContractImportCommand.self,
        ContractCoverageCommand.self,
        TranslateCommand.self,
        DialectListCommand.self,
        DialectShowCommand.self,
        DialectLintCommand.self,
        DialectTestCommand.self,
        TopicsPlanCommand.self,
        TopicsApplyCommand.self,
        KeysNewCommand.self,
        KeysCSRCommand.self,
        KeysShowCommand.self,
        DevBrokerCommand.self,
        RunCommand.self,
        SignCommand.self,
        VerifyCommand.self,
        PublishCommand.self,
        TapCommand.self,
        ReceiptsCommand.self,
    ]
}
