package import Core
package import Foundation

extension Registry {
    /// Loads the registry file at `path`.
    ///
    /// - Returns: the registry when there is no mistake, and all mistakes with file and key.
    ///
    /// - Parameter leavingToProof: true where a proof judges the separation of functions (``PolicyProof``), so that it is
    ///   no mistake here.
    package static func load(
        file path: String,
        leavingToProof: Bool = false
    ) -> (registry: Registry?, mistakes: [ConfigurationProblem]) {
        let (registry, mistakes) = ConfigurationFile.load(path) { build($0, log: $1, leavingToProof: leavingToProof) }
        return (registry, mistakes)
    }

    /// Loads a registry from the bytes of a file; `name` stands for the file in mistakes.
    package static func load(
        _ data: Data,
        name: String,
        leavingToProof: Bool = false
    ) -> (registry: Registry?, mistakes: [ConfigurationProblem]) {
        let (registry, mistakes) = ConfigurationFile.load(data, name: name) {
            build($0, log: $1, leavingToProof: leavingToProof)
        }
        return (registry, mistakes)
    }

    private static func build(_ value: JSONNode, log: MistakeLog, leavingToProof: Bool) -> Registry? {
        guard let root = ConfigurationObject(value, at: "", as: RegistryObject.registry, log: log) else { return nil }
        _ = root.text("$schema", required: false)
        let entries = root.list("platforms").map { path, value in (path, entry(value, at: path, log: log)) }
        // Made together, so that they lie together.
        let platforms = entries.compactMap { path, entry in entry.map { (path, RegisteredPlatform($0)) } }
        RegistryRules(platforms: platforms, log: log).check(separation: !leavingToProof)
        return Registry(platforms: platforms.map(\.1))
    }

    private static func entry(_ value: JSONNode, at path: String, log: MistakeLog) -> PlatformEntry? {
        guard let object = ConfigurationObject(value, at: path, as: RegistryObject.platform, log: log) else {
            return nil
        }
        let id = text(
            "id",
            of: object,
            PlatformForm.isSlug,
            zh: "须为 1 至 40 位小写字母、数字或连字符",
            en: "must be 1 to 40 lower-case letters, digits or hyphens"
        )
        let code = text(
            "code",
            of: object,
            PlatformForm.isPlatformCode,
            zh: "须为 18 位大写字母或数字",
            en: "must be 18 capital letters or digits"
        )
        let code11 = text(
            "code11",
            of: object,
            required: false,
            PlatformForm.isShortCode,
            zh: "须为 1 位大写字母加 10 位数字",
            en: "must be a capital letter and 10 digits"
        )
        let body = text(
            "body",
            of: object,
            PlatformForm.isCreditCode,
            zh: "须为 18 位统一社会信用代码",
            en: "must be a unified social credit code of 18 characters"
        )
        let region = text(
            "region",
            of: object,
            PlatformForm.isRegion,
            zh: "须为 6 位行政区划代码",
            en: "must be a region code of 6 digits"
        )
        let role = role(of: object)
        let level: AdministrativeLevel? = object.choice("level")
        let name = name(of: object, log: log)
        let sectors = sectors(of: object, log: log)
        let departments = departments(of: object, role)
        let certification = certification(of: object, log: log)
        let certificates = object.texts("certificates", required: false).map(\.text)
        let principal = principal(of: object)
        let persons = persons(of: object, log: log)
        let approverSignature: ApproverSignaturePolicy? = object.choice("approverSignature", required: false)
        let dialect = slug("dialect", of: object)
        let profile = slug("profile", of: object)
        let acceptsEncrypted = object.flag("acceptsEncrypted")
        let encryptionCertificates = object.texts("encryptionCertificates", required: false).map(\.text)
        let authorised = object.texts("authorised", required: false).map(\.text)
        guard let id, let code, let body, let region, let role, let level, let name, let sectors, let certification
        else { return nil }
        return PlatformEntry(
            id: id,
            code: code,
            code11: code11,
            name: name,
            body: body,
            role: role,
            level: level,
            region: region,
            sectors: sectors,
            departments: departments,
            certification: certification,
            certificates: certificates,
            principal: principal,
            persons: persons,
            approverSignature: approverSignature ?? .warn,
            dialect: dialect,
            profile: profile,
            acceptsEncrypted: acceptsEncrypted,
            encryptionCertificates: encryptionCertificates,
            authorised: Set(authorised)
        )
    }

    /// Plane and, on the adjacent one, system; nil where they are no role, which is reported.
    private static func role(of object: ConfigurationObject) -> ExchangeRole? {
        let plane: Plane? = object.choice("plane")
        let system: AdjacentSystem? = object.choice("system", required: plane == .adjacent)
        guard let plane else { return nil }
        if plane != .adjacent, object.value("system") != nil {
            object.log.report(
                .invalid,
                at: object.key("system"),
                zh: "只有相邻系统(plane: adjacent)才写 system",
                en: "only an adjacent system (plane: adjacent) has a system"
            )
            return nil
        }
        return ExchangeRole(plane, system)
    }

    /// The identity with which a platform comes to the broker; nil for the default.
    private static func principal(of object: ConfigurationObject) -> Principal? {
        let rule = Principal.rule
        let isWellFormed: (String) -> Bool = { Principal($0) != nil }
        return text("principal", of: object, required: false, isWellFormed, zh: rule.zh, en: rule.en)
            .flatMap { Principal($0) }
    }

    /// The name of a directory of dialects or profiles; that it is there is checked where they are loaded.
    private static func slug(_ name: String, of object: ConfigurationObject) -> String? {
        text(
            name,
            of: object,
            required: false,
            PlatformForm.isSlug,
            zh: "须为 1 至 40 位小写字母、数字或连字符",
            en: "must be 1 to 40 lower-case letters, digits or hyphens"
        )
    }

    private static func text(
        _ name: String,
        of object: ConfigurationObject,
        required: Bool = true,
        _ isWellFormed: (String) -> Bool,
        zh: String,
        en: String
    ) -> String? {
        guard let text = object.text(name, required: required) else { return nil }
        guard isWellFormed(text) else {
            object.log.report(.invalid, at: object.key(name), zh: zh, en: en)
            return nil
        }
        return text
    }

    private static func name(of object: ConfigurationObject, log: MistakeLog) -> BilingualText? {
        guard let value = object.value("name") else {
            log.report(.missing, at: object.key("name"), zh: "缺少必备的键", en: "required key is missing")
            return nil
        }
        guard let names = ConfigurationObject(value, at: object.key("name"), as: RegistryObject.text, log: log) else {
            return nil
        }
        let zh = names.text("zh")
        let en = names.text("en")
        guard let zh, let en else { return nil }
        return BilingualText(zh: zh, en: en)
    }

    private static func sectors(of object: ConfigurationObject, log: MistakeLog) -> SectorSelection? {
        let items = object.texts("sectors")
        if items.count == 1, items[0].text == "*" { return .all }
        var classes: Set<String> = []
        for (path, text) in items {
            guard PlatformForm.isSector(text) else {
                log.report(
                    .invalid,
                    at: path,
                    zh: "须为 3 位交易分类代码，或唯一的 \"*\"",
                    en: "must be a transaction class of 3 characters, or \"*\" alone"
                )
                continue
            }
            if !classes.insert(text).inserted {
                log.report(.duplicate, at: path, zh: "重复的交易分类", en: "transaction class occurs twice")
            }
        }
        if object.value("sectors") != nil, items.isEmpty {
            log.report(
                .invalid,
                at: object.key("sectors"),
                zh: "至少须有一项",
                en: "must have at least one item"
            )
        }
        return classes.isEmpty ? nil : .only(classes)
    }

    /// The departments for which a supervision platform stands; nil for the default, and where they are wrong, which is
    /// reported.
    private static func departments(of object: ConfigurationObject, _ role: ExchangeRole?) -> DepartmentSelection? {
        guard let role, object.value("departments") != nil else { return nil }
        guard role == .supervision else {
            object.log.report(
                .invalid,
                at: object.key("departments"),
                zh: "只有监督平台代表监督部门",
                en: "only a supervision platform stands for departments"
            )
            return nil
        }
        let items = object.texts("departments")
        if items.count == 1, items[0].text == "*" { return .beside }
        var codes: Set<String> = []
        for (path, code) in items {
            if code == "*" || code.contains(";") || code.utf8.count > 200 {
                object.log.report(
                    .invalid,
                    at: path,
                    zh: "须为不含分号的部门代码，或唯一的 \"*\"",
                    en: "must be the code of a department, without semicolon, or \"*\" alone"
                )
            } else if !codes.insert(code).inserted {
                object.log.report(.duplicate, at: path, zh: "重复的部门代码", en: "the code occurs twice")
            }
        }
        if items.isEmpty {
            object.log.report(
                .invalid,
                at: object.key("departments"),
                zh: "至少须有一项",
                en: "must have at least one item"
            )
        }
        return .only(codes)
    }

    private static func certification(of object: ConfigurationObject, log: MistakeLog) -> Certification? {
        guard let value = object.value("certification") else {
            log.report(.missing, at: object.key("certification"), zh: "缺少必备的键", en: "required key is missing")
            return nil
        }
        guard
            let entry = ConfigurationObject(
                value,
                at: object.key("certification"),
                as: RegistryObject.certification,
                log: log
            ),
            let state: Certification.State = entry.choice("state")
        else { return nil }
        let from = instant("from", of: entry, required: state == .certified)
        let until = instant("until", of: entry, required: state == .certified)
        if let from, let until, until <= from {
            log.report(
                .invalid,
                at: entry.key("until"),
                zh: "须晚于 from",
                en: "must be later than from"
            )
            return nil
        }
        if state == .certified, from == nil || until == nil { return nil }
        return Certification(state: state, from: from, until: until)
    }

    private static func instant(_ name: String, of object: ConfigurationObject, required: Bool) -> Instant? {
        guard let text = object.text(name, required: required) else { return nil }
        guard let instant = Instant(rfc3339: text) else {
            object.log.report(
                .invalid,
                at: object.key(name),
                zh: "须为 RFC 3339 日期时间",
                en: "must be an RFC 3339 date-time"
            )
            return nil
        }
        return instant
    }
}
