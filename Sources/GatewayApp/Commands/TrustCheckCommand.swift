import Core
import Platform
import Trust

/// `hutong trust check`: may a certificate be believed, and why not? Against anchors that the caller gives, or against the
/// trust list of a configuration.
package enum TrustCheckCommand: Command {
    static let time = OptionDeclaration(
        "at",
        .text(placeholder: "T"),
        zh: "按此时刻判断（RFC 3339，默认现在）",
        en: "as of this time, RFC 3339 (default now)"
    )
    static let anchors = OptionDeclaration(
        "anchors",
        .path(placeholder: "F"),
        repeatable: true,
        zh: "信任锚证书（PEM 或 DER，可多张、可多次给出）",
        en: "trusted certificates, PEM or DER, any number in a file"
    )
    static let intermediates = OptionDeclaration(
        "intermediates",
        .path(placeholder: "F"),
        repeatable: true,
        zh: "可用于建链的其他证书",
        en: "other certificates with which a path may be built"
    )
    static let lists = OptionDeclaration(
        "crls",
        .path(placeholder: "F"),
        repeatable: true,
        zh: "吊销列表（PEM 或 DER；完整与增量）；给出即检查吊销",
        en: "revocation lists, PEM or DER, complete and delta; when given, revocation is checked"
    )
    static let answers = OptionDeclaration(
        "ocsp",
        .path(placeholder: "F"),
        repeatable: true,
        zh: "OCSP 响应（DER）；给出即检查吊销",
        en: "OCSP responses in DER; when given, revocation is checked"
    )
    static let purpose = OptionDeclaration(
        "purpose",
        .choice(PathQuestion.Purpose.allCases.map(\.rawValue)),
        default: PathQuestion.Purpose.signing.rawValue,
        zh: "用途；any 只按 RFC 5280，不限密钥与摘要强度",
        en: "what for; with any RFC 5280 alone decides, keys and digests of any strength pass"
    )
    static let configuration = OptionDeclaration(
        "config",
        .path(placeholder: "F"),
        zh: "按此配置的信任列表判断（不用 --anchors）；dev 同其他命令",
        en: "ask the trust list of this configuration, without --anchors; 'dev' as elsewhere"
    )
    static let batch = OptionDeclaration(
        "batch",
        .path(placeholder: "F"),
        zh: "逐行回答 NDJSON 中的问题，- 为标准输入",
        en: "answer the questions in an NDJSON file line by line, - for standard input"
    )

    package static let declaration = CommandDeclaration(
        "trust",
        "check",
        zh: "检查证书：链、有效期、吊销、用途，并说明原因",
        en: "check a certificate: path, validity, revocation, purpose; says why",
        discussion: BilingualText(
            zh: "以 --anchors 给出信任锚，或以 --config 询问信任列表（此时分别回答“当时是否认可”与“现在是否认可”，"
                + "--crls 与 --ocsp 的数据须可由列表中的机构验证）。除信任锚外，路径上每张证书都检查吊销。"
                + "--batch 每行为 {id, anchors, intermediates, leaf, [crls], [ocsp], time, purpose, revocation, …}，"
                + "证书与列表为 DER 的 base64。有不通过者退出码为 65。",
            en:
                "Give trusted certificates with --anchors, or ask the trust list with --config: it answers 'recognised at T' "
                + "and 'recognised now', and the data of --crls and --ocsp must verify under a listed authority. Every "
                + "certificate of the path but the anchor is checked for revocation. A line of --batch is {id, anchors, "
                + "intermediates, leaf, [crls], [ocsp], time, purpose, revocation, …} with base64 of DER. Ends with 65 when "
                + "a certificate is not accepted."
        ),
        operands: OperandDeclaration(
            OperandDeclaration.file,
            count: 0...1000,
            zh: "证书文件（PEM 或 DER），- 为标准输入",
            en: "certificate files, PEM or DER, - for standard input"
        ),
        options: [time, anchors, intermediates, lists, answers, purpose, configuration, batch]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        if let file = try CommonOptions.batchFile(batch, arguments) {
            return TrustCheckBatch().run(file, on: console)
        }
        let instant = try CommonOptions.instant(time, arguments, now: SystemClock.now())
        switch (arguments.has(configuration), arguments.has(anchors)) {
        case (true, false): return try ask(arguments, at: instant, on: console)
        case (false, true): return try build(arguments, at: instant, on: console)
        default:
            throw CommandFailure(
                .usage,
                zh: "--config 与 --anchors 须恰好给出一个",
                en: "give exactly one of --config and --anchors"
            )
        }
    }

    /// Against the anchors given.
    private static func build(
        _ arguments: ParsedArguments,
        at instant: Instant,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let material = TrustCheckMaterial(console: console)
        let trusted = try material.certificates(arguments.all(anchors))
        let others = try material.certificates(arguments.all(intermediates))
        let revocationLists = try material.lists(arguments.all(lists))
        let responses = try material.answers(arguments.all(answers))
        var isAnyRefused = false
        for file in arguments.operands {
            var found = try material.certificates([file])
            var question = PathQuestion(leaf: found.removeFirst(), anchors: trusted, time: instant)
            // A file with a whole chain brings its own intermediates.
            question.intermediates = found + others
            question.lists = revocationLists
            question.answers = responses
            question.purpose = arguments[purpose].flatMap(PathQuestion.Purpose.init(rawValue:)) ?? .signing
            question.revocation = question.impliedRevocation
            let answer = question.answer
            isAnyRefused = isAnyRefused || !answer.isAccepted
            TrustCheckOutput(console: console).print(file, question, answer)
        }
        return isAnyRefused ? .dataRefused : .success
    }

    /// Against the trust list of a configuration.
    private static func ask(
        _ arguments: ParsedArguments,
        at instant: Instant,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let use: TrustAuthority.Use
        switch arguments[purpose].flatMap(PathQuestion.Purpose.init(rawValue:)) {
        case .timestamping: use = .timeStamping
        case .personalSigning: use = .personalSigning
        case .encryption: use = .encryption
        case .signing, .any, nil: use = .platformSigning
        case .serverAuth, .clientAuth:
            throw CommandFailure(
                .usage,
                zh: "信任列表只回答 signing、personalSigning、encryption 与 timestamping",
                en: "a trust list answers for signing, personalSigning, encryption and timestamping only"
            )
        }
        let store = try LoadedConfiguration.load(arguments, on: console).artifacts.trust
        let now = SystemClock.now()
        let material = TrustCheckMaterial(console: console)
        let book = try material.book(
            arguments.all(lists),
            answers: arguments.all(answers),
            into: store.revocation,
            list: store.list,
            at: now
        )
        let asked = store.with(revocation: book, generation: store.generation &+ 1)
        var isAnyRefused = false
        for file in arguments.operands {
            guard let certificate = try material.certificates([file]).first else { continue }
            let then = asked.verify(certificate, for: use, at: instant).verdict
            let present = asked.verify(certificate, for: use, at: now).verdict
            if case .refused = then { isAnyRefused = true }
            TrustCheckOutput(console: console).print(file, certificate, (instant, then), (now, present), book)
        }
        return isAnyRefused ? .dataRefused : .success
    }
}
