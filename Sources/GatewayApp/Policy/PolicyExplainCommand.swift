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
    static let caseOwner = OptionDeclaration(
        "case-owner",
        .text(placeholder: "P"),
        zh: "登记该项目的交易平台的登记编号：监管记录只送它",
        en: "registry id of the trading platform that registered the case: records of supervision go to it alone"
    )
    static let department = OptionDeclaration(
        "department",
        .text(placeholder: "C"),
        zh: "监督部门代码，多个以 ; 分隔（默认取自记录）",
        en: "codes of the supervising departments, separated by ; (default from the record)"
    )
    static let fact = OptionDeclaration(
        "fact",
        .text(placeholder: "NAME[=T]"),
        repeatable: true,
        zh: "关于该标段已知的事实（opened、publicised、settled、suspended），自 T 起；none 表示一无所知（可多次给出）",
        en:
            "a fact known about the section (opened, publicised, settled, suspended), from T on; none for nothing (may be repeated)"
    )
    static let encryptedFor = OptionDeclaration(
        "encrypted-for",
        .text(placeholder: "B"),
        zh: "在发布前以密文送该接收平台时如何（取代 --to）",
        en: "what becomes of it before its release, encrypted for this platform (in place of --to)"
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
            CommonOptions.configuration, sender, dataset, recipient, encryptedFor, time, sector, region, department,
            caseOwner, fact,
            EventOptions.opentype, EventOptions.classification,
        ]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        guard !(arguments.has(recipient) && arguments.has(encryptedFor)) else {
            throw CommandFailure(
                .usage,
                zh: "--to 与 --encrypted-for 只能用其一",
                en: "give --to or --encrypted-for, not both"
            )
        }
        let material = try PolicyMaterial.load(arguments, on: console)
        let registry = material.policy.registry
        let name = datasetName(arguments[dataset] ?? "", material.policy.flows)
        let program = material.contracts.program(named: name, version: nil)
        let record = try arguments.operands.first.map { operand throws(CommandFailure) in
            try InputDocument.single(operand, limit: 1 << 20, on: console)
        }
        let explanation = PolicyExplanation(
            question: PolicyExplanation.Question(
                sender: try EventOptions.platform(named: arguments[sender] ?? "", in: registry),
                dataset: name,
                recipient: try (arguments[encryptedFor] ?? arguments[recipient]).map { id throws(CommandFailure) in
                    try EventOptions.platform(named: id, in: registry)
                },
                isEncrypted: arguments.has(encryptedFor),
                sector: arguments[sector] ?? text(of: program?.routing.sector, in: record),
                region: arguments[region] ?? text(of: program?.routing.region, in: record),
                department: arguments[department] ?? text(of: program?.routing.department, in: record),
                openness: Openness(
                    opentype: arguments[EventOptions.opentype],
                    classification: arguments[EventOptions.classification]
                ),
                time: try CommonOptions.instant(time, arguments, now: SystemClock.now()),
                caseOwner: try arguments[caseOwner].map { id throws(CommandFailure) in
                    try EventOptions.platform(named: id, in: registry).id
                },
                facts: try facts(arguments),
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

    /// The facts that are said to be known; nil where nobody says.
    ///
    /// - Throws: ``CommandFailure`` with code 64 for a name or time that is none, and for `none` beside others.
    private static func facts(_ arguments: ParsedArguments) throws(CommandFailure) -> [CaseFact: Instant?]? {
        let words = arguments.all(fact)
        guard !words.isEmpty else { return nil }
        if words == ["none"] { return [:] }
        var facts: [CaseFact: Instant?] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let time = parts.count == 2 ? Instant(rfc3339: String(parts[1])) : nil
            guard let name = CaseFact(rawValue: String(parts[0])),
                SealRule.releasing.contains(name) || name == .suspended,
                parts.count == 1 || time != nil
            else {
                let allowed = (SealRule.releasing + [.suspended]).map(\.rawValue).joined(separator: ", ")
                throw CommandFailure(
                    .usage,
                    zh: "--fact \(word)：须为 \(allowed) 之一，可加 =T（RFC 3339），或单独为 none",
                    en: "--fact \(word): one of \(allowed), =T (RFC 3339) behind it if need be, or none alone"
                )
            }
            facts.updateValue(time, forKey: name)
        }
        return facts
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
