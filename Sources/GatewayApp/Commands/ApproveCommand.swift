import ContractEngine
import Core
import Pipeline
import Trust

/// `hutong approve`: signs a record of 行政监管事项 as its approver.
package enum ApproveCommand: Command {
    static let certificate = OptionDeclaration(
        "certificate",
        .path(placeholder: "F"),
        zh: "审批人证书（PEM，默认取与密钥同处者）",
        en: "the approver's certificate, PEM (default: what stands beside the key)"
    )
    static let operation = OptionDeclaration(
        "operation",
        .choice([RecordOperation.add.rawValue, RecordOperation.change.rawValue]),
        default: RecordOperation.add.rawValue,
        zh: "记录的操作",
        en: "operation of the record"
    )
    static let shape = OptionDeclaration(
        "as",
        .choice(["record", "signature", "text"]),
        default: "record",
        zh: "输出：record 为已签名的记录，signature 只有 SIGNATURE 的值，text 为被签名的文本（不需要密钥）",
        en: "what to print: the signed record, the value of SIGNATURE alone, or the text that is signed (needs no key)"
    )
    static let key = OptionDeclaration(
        "key",
        .path(placeholder: "K"),
        zh: "审批人私钥：文件（PEM、PKCS#8、PKCS#12）或 URI",
        en: "the approver's private key: a file (PEM, PKCS#8, PKCS#12) or a URI"
    )

    package static let declaration = CommandDeclaration(
        "approve",
        zh: "以审批人身份签署行政监管事项",
        en: "sign a record of supervision items (400) as its approver",
        discussion: BilingualText(
            zh: "SIGNATURE 为记录文本的分离式 CMS 签名，见 docs/specs/approver-signature.md。已有的 SIGNATURE 被替换。",
            en:
                "SIGNATURE is a detached CMS signature over the text of the record, see docs/specs/approver-signature.md; "
                + "one that is there is replaced."
        ),
        operands: OperandDeclaration(
            OperandDeclaration.file,
            count: 1...1,
            zh: "记录文件，- 为标准输入",
            en: "the record, - for standard input"
        ),
        options: [
            key, certificate, KeyOptions.passphrase, operation, shape, CommonOptions.output, CommonOptions.contracts,
            KeyOptions.configuration,
        ]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let payload = try InputDocument.single(arguments.operands.first ?? "-", limit: 2 << 20, on: console)
        let catalog = try LoadedContracts.catalog(arguments, on: console)
        guard let contract = catalog.program(named: ApprovalText.dataset, version: nil) else {
            throw CommandFailure(
                .configuration,
                zh: "数据规范中没有 \(ApprovalText.dataset)",
                en: "the contracts have no \(ApprovalText.dataset)"
            )
        }
        let record: SupervisionRecord
        do throws(SupervisionRecord.Refusal) {
            record = try SupervisionRecord(
                payload,
                contract,
                operation: arguments[operation].flatMap { RecordOperation(rawValue: $0) } ?? .add
            )
        } catch {
            for line in ProblemText.lines(error.problems, in: console.language) { console.note(line) }
            return .dataRefused
        }
        let bytes = try output(record, arguments, on: console)
        try DevelopmentFile.write(bytes, to: arguments[CommonOptions.output], on: console)
        return .success
    }

    private static func output(
        _ record: SupervisionRecord,
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> [UInt8] {
        // The exact bytes, without a line end that would not be signed.
        if arguments[shape] == "text" { return record.text }
        guard let text = arguments[key] else {
            throw CommandFailure(.usage, zh: "须给出 --key", en: "takes --key")
        }
        try KeyOptions.applyLibrarySettings(arguments, on: console)
        let source = try KeyOptions.source(arguments, on: console)
        let signature = try KeyOptions.trying { () throws(TrustFailure) in
            let (key, certificate) = try SigningKeys.pair(
                KeyLocation(text, absolute: console.resolve),
                certificate: arguments[certificate].map(console.resolve),
                passphrase: source
            )
            return try ApproverSigner(key: key, certificate: certificate).signature(over: record.text)
        }
        if arguments[shape] == "signature" { return Array(signature.utf8) + [0x0a] }
        return record.payload(signature: signature) + [0x0a]
    }
}
