import ContractEngine
import Core
import Platform
import RoutingPolicy
import Trust

/// `hutong policy explain`: what becomes of a data set that one platform sends, and why.
package enum PolicyExplainCommand: Command {
    static let sender = OptionDeclaration(
        "from",
        .text(placeholder: "A"),
        required: true,
        zh: "发送平台的登记编号",
        en: "registry id of the sending platform"
    )
    static let recipient = OptionDeclaration(
        "to",
        .text(placeholder: "B"),
        zh: "接收平台的登记编号；省略时列出全部接收方",
        en: "registry id of the receiving platform; without it all recipients are listed"
    )
    static let dataset = OptionDeclaration(
        "dataset",
        .text(placeholder: "D"),
        required: true,
        zh: "数据集的报文名或编号，例如 TENDER_PROJECT 或 501",
        en: "wire name or number of the data set, for example TENDER_PROJECT or 501"
    )
    static let time = OptionDeclaration(
        "at",
        .text(placeholder: "T"),
        zh: "判断的时刻（RFC 3339，默认现在）：认证有期限",
        en: "when it is decided (RFC 3339, default now): certifications have a period"
    )
    static let sector = OptionDeclaration(
        "sector",
        .text(placeholder: "S"),
        zh: "记录的交易分类（默认取自记录）",
        en: "transaction class of the record (default from the record)"
    )
    static let region = OptionDeclaration(
        "region",
        .text(placeholder: "R"),
        zh: "记录的区划代码（默认取自记录，否则为发送平台的区划）",
        en: "region code of the record (default from the record, else the sender's)"
    )

    package static let declaration = CommandDeclaration(
        "policy",
        "explain",
        zh: "说明某平台发送的数据集去往何处、为何",
        en: "tell where a data set that a platform sends goes, and why",
        discussion: BilingualText(
            zh: "与各阶段的判断相同。给出记录文件时显示接收方所见内容。不允许时退出码为 65。",
            en:
                "The same decision as the stages take. With a record it shows what the recipient would see. Ends with 65 when "
                + "it is not allowed."
        ),
        operands: OperandDeclaration(
            OperandDeclaration.file,
            count: 0...1,
            zh: "该数据集的一条记录，- 为标准输入",
            en: "a record of the data set, - for standard input"
        ),
        options: [
            CommonOptions.configuration, sender, dataset, recipient, time, sector, region, EventOptions.opentype,
            EventOptions.classification,
        ]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let material = try PolicyMaterial.load(arguments, on: console)
        let registry = material.policy.registry
        let name = datasetName(arguments[dataset] ?? "", material.policy.flows)
        let program = material.contracts.program(named: name, version: nil)
        let record = try arguments.operands.first.map { operand throws(CommandFailure) in
            try InputDocument.single(operand, limit: 1 << 20, on: console)
        }
        let explanation = PolicyExplanation(
            question: PolicyExplanation.Question(
                sender: try platform(arguments[sender] ?? "", in: registry),
                dataset: name,
                recipient: try arguments[recipient].map { id throws(CommandFailure) in try platform(id, in: registry) },
                sector: arguments[sector] ?? text(of: program?.routing.sector, in: record),
                region: arguments[region] ?? text(of: program?.routing.region, in: record),
                openness: Openness(
                    opentype: arguments[EventOptions.opentype],
                    classification: arguments[EventOptions.classification]
                ),
                time: try CommonOptions.instant(time, arguments, now: SystemClock.now()),
                record: record
            ),
            policy: material.policy,
            contracts: material.contracts,
            masking: maskingKey(material.masking, on: console)
        )
        let output = PolicyExplanationOutput(explanation: explanation, output: try explanation.output())
        switch console.format {
        case .json: console.print(bytes: output.json)
        case .text: output.lines(in: console.language).forEach(console.print)
        }
        return explanation.isAllowed ? .success : .dataRefused
    }

    /// The key, where it can be read by whoever asks; else a note says what stands in place of digests.
    private static func maskingKey(_ source: MaskingSource, on console: Console) -> MaskingKey? {
        guard case .secret(let source) = source else { return nil }
        do throws(TrustFailure) {
            return try MaskingKey(reading: source)
        } catch {
            console.note(console.say(zh: "不显示摘要：\(error.message.zh)", en: "no digests are shown: \(error.message.en)"))
            return nil
        }
    }

    private static func platform(_ id: String, in registry: Registry) throws(CommandFailure) -> RegisteredPlatform {
        if let platform = registry[id] { return platform }
        let near = Spelling.nearest(to: id, among: registry.platforms.map(\.id))
        throw CommandFailure(
            .usage,
            zh: "登记册中没有平台 \(id)" + (near.map { "；是否想用 \($0)？" } ?? ""),
            en: "the registry has no platform \(id)" + (near.map { "; did you mean \($0)?" } ?? "")
        )
    }

    /// The wire name that `text` is or that has the number.
    private static func datasetName(_ text: String, _ flows: FlowTable) -> String {
        Int(text).flatMap { number in flows.datasets.first { $0.number == number } }?.name ?? text
    }

    /// The text of `field` in `record`.
    private static func text(of field: String?, in record: [UInt8]?) -> String? {
        guard let field, let record, let node = try? JSONNode.parse(record) else { return nil }
        return node[field]?.text
    }
}
