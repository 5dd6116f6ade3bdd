import ContractEngine
import Core
import RoutingPolicy
import Trust

/// The options with which `sign` and `publish` make and sign events.
enum EventOptions {
    static let platform = OptionDeclaration(
        "platform",
        .text(placeholder: "A"),
        required: true,
        zh: "发送平台的登记标识",
        en: "registry id of the sending platform"
    )
    static let key = OptionDeclaration(
        "key",
        .path(placeholder: "K"),
        zh: "私钥：文件（PEM、PKCS#8、PKCS#12）或 URI（默认取自配置）",
        en: "private key: a file (PEM, PKCS#8, PKCS#12) or a URI (default from the configuration)"
    )
    static let certificate = OptionDeclaration(
        "certificate",
        .path(placeholder: "F"),
        zh: "证书文件（PEM，默认取自配置或与密钥同处）",
        en: "certificate, PEM (default from the configuration, or what stands beside the key)"
    )
    static let form = OptionDeclaration(
        "form",
        .choice(["raw", "cms", "batch"]),
        zh: "签名形式（默认取自配置）",
        en: "form of the signature (default from the configuration)"
    )
    static let contract = OptionDeclaration(
        "contract",
        .text(placeholder: "NAME"),
        zh: "数据集（默认由文件名或字段判断）",
        en: "data set (default: told from the file's name or the record's fields)"
    )
    static let operation = OptionDeclaration(
        "operation",
        .choice(RecordOperation.allCases.map(\.rawValue)),
        default: RecordOperation.add.rawValue,
        zh: "记录的操作；删除时只取案件，不发送内容",
        en: "operation; a delete takes the case from the record and sends no body"
    )
    static let caseKey = OptionDeclaration(
        "case",
        .text(placeholder: "CODE"),
        zh: "案件（默认取自记录）",
        en: "the case (default from the record)"
    )
    static let sector = OptionDeclaration(
        "sector",
        .text(placeholder: "CLASS"),
        zh: "交易分类（默认取自记录或同案件的前一条记录）",
        en: "transaction class (default from the record, or an earlier one of the case)"
    )
    static let region = OptionDeclaration(
        "region",
        .text(placeholder: "CODE"),
        zh: "行政区划（默认取自记录或同案件的前一条记录）",
        en: "region (default from the record, or an earlier one of the case)"
    )
    static let department = OptionDeclaration(
        "department",
        .text(placeholder: "CODE"),
        zh: "监督部门代码，多个以 ; 分隔（默认取自记录或同案件的前一条记录）",
        en:
            "codes of the supervising departments, separated by ; (default from the record, or an earlier one of the case)"
    )
    static let id = OptionDeclaration(
        "id",
        .text(placeholder: "ID"),
        zh: "事件标识（只用于一条记录）",
        en: "id of the event (for a single record)"
    )
    static let dataKey = OptionDeclaration(
        "datakey",
        .text(placeholder: "KEY"),
        zh: "DATA_KEY，22 位（只用于一条记录）",
        en: "DATA_KEY of 22 characters (for a single record)"
    )
    static let time = OptionDeclaration(
        "time",
        .text(placeholder: "T"),
        zh: "事件时间 RFC 3339（默认为现在）",
        en: "time of the event, RFC 3339 (default now)"
    )
    static let corrects = OptionDeclaration(
        "corrects",
        .text(placeholder: "ID"),
        zh: "本次提交所更正的此前提交的 id（只用于一条记录）",
        en: "id of the earlier submission that this one corrects (for a single record)"
    )
    static let opentype = OptionDeclaration(
        "opentype",
        .choice(["0", "1", "2"]),
        zh: "公开属性：0 依法公开，1 授权使用，2 不公开",
        en: "publicity: 0 may be published, 1 is for who is authorised, 2 is not for publication"
    )
    static let classification = OptionDeclaration(
        "classification",
        .choice(["none", "national-security"]),
        zh: "national-security 涉及国家安全：永不公开",
        en: "national-security: never published"
    )
    static let identity = OptionDeclaration(
        "id-from",
        .choice(EventComposer.Identity.allCases.map(\.rawValue)),
        default: EventComposer.Identity.random.rawValue,
        zh: "标识的来源；datakey 使同一记录重发时标识不变",
        en: "where ids come from; datakey gives the same record the same id again"
    )
    static let system = OptionDeclaration(
        "system",
        .text(placeholder: "CODE"),
        default: DataKey.defaultSystem,
        zh: "生成的 DATA_KEY 的前四位",
        en: "first four characters of generated DATA_KEY values"
    )

    static let all =
        [
            platform, key, certificate, KeyOptions.passphrase, form, contract, operation, caseKey, sector, region,
            department, id,
            dataKey, corrects, opentype, classification, time, identity,
            system,
        ] + EncryptionOptions.all

    /// True when an option is given that fits one record alone.
    static func nameOneRecord(_ arguments: ParsedArguments) -> Bool {
        [id, dataKey, corrects].contains { arguments.has($0) }
    }

    /// The registered platform that `--platform` names.
    ///
    /// - Throws: ``CommandFailure`` with code 64 and the nearest id.
    static func platform(
        _ arguments: ParsedArguments,
        in registry: Registry
    ) throws(CommandFailure) -> RegisteredPlatform {
        try platform(named: arguments[platform] ?? "", in: registry)
    }

    /// The registered platform `id`.
    ///
    /// - Throws: ``CommandFailure`` with code 64 and the nearest id.
    static func platform(named id: String, in registry: Registry) throws(CommandFailure) -> RegisteredPlatform {
        if let found = registry[id] { return found }
        let near = Spelling.nearest(to: id, among: registry.platforms.map(\.id))
        throw CommandFailure(
            .usage,
            zh: "登记册中没有平台 \(id)" + (near.map { "；是否想用 \($0)？" } ?? ""),
            en: "the registry has no platform \(id)" + (near.map { "; did you mean \($0)?" } ?? "")
        )
    }

    /// The signer that configuration and options name.
    ///
    /// - Throws: ``CommandFailure`` with code 78 when there is no key or it cannot be used.
    static func signer(
        _ arguments: ParsedArguments,
        _ configuration: GatewayConfiguration,
        platform: String,
        on console: Console
    ) throws(CommandFailure) -> EventSigner {
        let configured = configuration.keys[platform]
        let location = arguments[key].map { KeyLocation($0, absolute: console.resolve) }
        let certificatePath = arguments[certificate].map(console.resolve)
        guard let key = location ?? configured?.key else {
            throw CommandFailure(
                .configuration,
                zh: "没有平台 \(platform) 的密钥；请在配置的 keys 中给出，或用 --key",
                en: "there is no key for \(platform): name it under 'keys' or with --key"
            )
        }
        let settings = SigningKeySettings(
            key: key,
            // Another key comes with a certificate of its own.
            certificate: certificatePath ?? (location == nil ? configured?.certificate : nil),
            passphrase: try KeyOptions.source(arguments, on: console)
                ?? (location == nil ? configured?.passphrase : nil),
            form: arguments[form] ?? configured?.form ?? "raw",
            algorithm: configured?.algorithm
        )
        do throws(TrustFailure) {
            return try SigningKeys.signer(settings)
        } catch {
            throw CommandFailure(.configuration, zh: error.message.zh, en: error.message.en)
        }
    }

    /// The composer that the options describe.
    ///
    /// - Throws: ``CommandFailure`` with code 64 when `--system` or `--contract` does not fit.
    static func composer(
        _ arguments: ParsedArguments,
        _ artifacts: GatewayArtifacts,
        _ platform: RegisteredPlatform
    ) throws(CommandFailure) -> EventComposer {
        let code = arguments[system] ?? DataKey.defaultSystem
        guard DataKey.isSystem(code) else {
            throw CommandFailure(.usage, zh: "--system 须为 4 位字母或数字", en: "--system takes 4 letters or digits")
        }
        if let name = arguments[contract] { _ = try LoadedContracts.program(name, in: artifacts.contracts) }
        return EventComposer(
            platformCode: platform.code,
            contracts: artifacts.contracts,
            identity: arguments[identity].flatMap { EventComposer.Identity(rawValue: $0) } ?? .random,
            system: code
        )
    }

    /// A draft of `payload` with what the options give, and what its title fields say of identity and publicity where they
    /// do not: so what `translate --title` read from a document is not lost on the way.
    static func draft(_ arguments: ParsedArguments, payload: [UInt8]) -> EventDraft {
        var draft = EventDraft(payload: payload)
        var title = RecordTitle()
        var problems = ProblemList()
        // What is no JSON is judged where the event is composed; a record without title fields stays as it is.
        if let national = NationalRecord(payload, &problems), national.title != RecordTitle() {
            title = national.title
            draft.payload = national.isEmpty ? [] : national.body
        }
        draft.contract = arguments[contract].map { String($0.prefix { $0 != "@" }) }
        draft.operation = arguments[operation].flatMap { RecordOperation(rawValue: $0) } ?? .add
        draft.caseKey = arguments[caseKey]
        draft.sector = arguments[sector]
        draft.region = arguments[region]
        draft.department = arguments[department]
        draft.id = arguments[id]
        draft.dataKey = arguments[dataKey] ?? title[.dataKey]
        draft.time = arguments[time]
        draft.corrects = arguments[corrects]
        draft.opentype = arguments[opentype] ?? title[.openType]
        draft.classification = arguments[classification]
        return draft
    }
}
