import Core
import Foundation
import Platform
import Trust

/// `hutong trust add`: puts an authority into a draft, with guesses where nothing was said.
package enum TrustAddCommand: Command {
    static let draft = OptionDeclaration(
        "draft",
        .path(placeholder: "F"),
        required: true,
        zh: "草稿；不存在时新建",
        en: "the draft; made when it is not there"
    )
    static let id = OptionDeclaration(
        "id",
        .text(placeholder: "ID"),
        required: true,
        zh: "机构标识（小写字母、数字、连字符）",
        en: "id of the authority (lower-case letters, digits, hyphens)"
    )
    static let chinese = OptionDeclaration(
        "name-zh",
        .text(placeholder: "N"),
        required: true,
        zh: "中文名称",
        en: "its name in Chinese"
    )
    static let english = OptionDeclaration(
        "name-en",
        .text(placeholder: "N"),
        required: true,
        zh: "英文名称",
        en: "its name in English"
    )
    static let licence = OptionDeclaration(
        "licence",
        .text(placeholder: "L"),
        zh: "电子认证服务许可证号",
        en: "number of its licence"
    )
    static let certificate = OptionDeclaration(
        "certificate",
        .path(placeholder: "F"),
        required: true,
        repeatable: true,
        zh: "根证书与签发证书（PEM），可多次给出",
        en: "root and issuing certificates (PEM), may be given several times"
    )
    static let use = OptionDeclaration(
        "use",
        .choice(TrustAuthority.Use.allCases.map(\.rawValue)),
        required: true,
        repeatable: true,
        zh: "用途，可多次给出",
        en: "a use, may be given several times"
    )
    static let sample = OptionDeclaration(
        "sample",
        .path(placeholder: "F"),
        zh: "该机构签发给某单位的证书（PEM），据以推测",
        en: "a certificate (PEM) that it issued to an organisation, to guess from"
    )
    static let status = OptionDeclaration(
        "status",
        .choice(TrustAuthority.Status.allCases.map(\.rawValue)),
        default: TrustAuthority.Status.connecting.rawValue,
        zh: "互认状态",
        en: "status of its recognition"
    )
    static let from = OptionDeclaration(
        "from",
        .text(placeholder: "T"),
        zh: "该状态的起始时间（RFC 3339，默认现在）",
        en: "since when it has that status, RFC 3339 (default now)"
    )

    package static let declaration = CommandDeclaration(
        "trust",
        "add",
        zh: "向信任列表草稿添加认证机构",
        en: "put a certification authority into a draft of the trust list",
        discussion: BilingualText(
            zh: "身份来源与吊销地址由样例证书推测，逐条打印依据；请核对草稿后再签署。",
            en:
                "Places of identity and addresses of revocation data are guessed from the sample, each printed with its reason: "
                + "look at the draft before signing it."
        ),
        options: [draft, id, chinese, english, licence, certificate, use, sample, status, from]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let now = SystemClock.now()
        let begin = try CommonOptions.instant(from, arguments, now: now)
        let state = TrustAuthority.Status(rawValue: arguments[status] ?? "") ?? .connecting
        var certificates: [Certificate] = []
        for file in arguments.all(certificate) { certificates += try TrustListFile.certificates(file, on: console) }
        let leaf = try arguments[sample].map { file throws(CommandFailure) in
            try TrustListFile.certificates(file, on: console)
        }?.first
        let proposal = AuthorityProposal(
            id: arguments[id] ?? "",
            name: BilingualText(zh: arguments[chinese] ?? "", en: arguments[english] ?? ""),
            licence: arguments[licence],
            history: [RecognitionPeriod(state, from: begin)],
            certificates: certificates,
            uses: Set(arguments.all(use).compactMap { TrustAuthority.Use(rawValue: $0) }),
            sample: leaf
        )
        let path = arguments[draft] ?? ""
        let file = console.resolve(path)
        let names = arguments.all(certificate).map { relative(console.resolve($0), to: FilePath.parent(of: file)) }
        let changed = try TrustListFile.refusing(path, on: console) { () throws(TrustListProblems) in
            try TrustListDraft(contentsOfFile: file).adding(proposal.authority, certificateFiles: names)
        }
        try DevelopmentFile.write(changed.bytes, to: file)
        tell(proposal, leaf, at: now, on: console)
        return .success
    }

    /// `path` seen from `directory` where it lies below it, else as it is.
    private static func relative(_ path: String, to directory: String) -> String {
        path.hasPrefix(directory + "/") ? String(path.dropFirst(directory.utf8.count + 1)) : path
    }

    private static func tell(
        _ proposal: AuthorityProposal,
        _ leaf: Certificate?,
        at now: Instant,
        on console: Console
    ) {
        let warnings = leaf.map { self.warnings(proposal, $0, at: now) } ?? []
        switch console.format {
        case .text:
            for guess in proposal.guesses {
                console.print("\(guess.key)\t\(console.say(guess.reason))")
            }
            for warning in warnings { console.note(console.say(warning)) }
        case .json:
            var writer = JSONWriter(capacity: 1024)
            writer.beginObject()
            writer.key("entry")
            proposal.authority.node.write(to: &writer)
            writer.key("guesses")
            writer.beginArray()
            for guess in proposal.guesses {
                writer.beginObject()
                writer.member("key", guess.key)
                writer.key("reason")
                writer.bilingual(guess.reason)
                writer.endObject()
            }
            writer.endArray()
            writer.key("warnings")
            writer.beginArray()
            for warning in warnings { writer.bilingual(warning) }
            writer.endArray()
            writer.endObject()
            console.print(bytes: writer.bytes)
        }
    }

    /// What would speak against the sample if the authority were recognised and its revocation data were at hand.
    private static func warnings(
        _ proposal: AuthorityProposal,
        _ leaf: Certificate,
        at now: Instant
    ) -> [BilingualText] {
        let described = proposal.authority
        guard let use = described.uses.sorted(by: { $0.rawValue < $1.rawValue }).first else { return [] }
        let recognised = TrustAuthority(
            id: described.id,
            name: described.name,
            history: [RecognitionPeriod(.recognised, from: Instant(milliseconds: 0))],
            certificates: described.certificates,
            uses: described.uses,
            identity: described.identity
        )
        guard let store = try? TrustStore(list: TrustList(authorities: [recognised]), generation: 1),
            case .refused(let problems) = store.verify(leaf, for: use, at: now).verdict
        else { return [] }
        return problems.map(\.message)
    }
}
