import Core
import Foundation

/// Reads the JSON form of a trust list and collects every fault it meets.
struct TrustListReader {
    /// The list file.
    let path: String
    /// What was found wrong so far.
    private(set) var problems: [ConfigurationProblem] = []

    /// A reader of the file at `path`.
    init(path: String) {
        self.path = path
    }

    /// The list as far as it could be read; use it only when ``problems`` is empty.
    mutating func read() -> TrustList? {
        guard let data = FileManager.default.contents(atPath: path) else {
            report("", .fileUnreadable, zh: "无法读取文件", en: "the file cannot be read")
            return nil
        }
        let document: JSONNode
        do throws(ConfigurationProblem) {
            document = try ConfigurationDocument.parse([UInt8](data), file: path)
        } catch {
            problems.append(error)
            return nil
        }
        guard let root = members(document) else {
            report("", .notJSON, zh: "须为 JSON 对象", en: "must be a JSON object")
            return nil
        }
        refuseUnknown(in: root, known: ["version", "authorities"], at: "")
        if root["version"] != .number("1") {
            report("version", .invalid, zh: "须为 1", en: "must be 1")
        }
        guard case .array(let entries)? = root["authorities"], !entries.isEmpty else {
            report("authorities", .missing, zh: "须为非空数组", en: "must be an array that is not empty")
            return nil
        }
        var ids: Set<String> = []
        var authorities: [TrustAuthority] = []
        for (index, entry) in entries.enumerated() {
            let key = "authorities[\(index)]"
            guard let entry = members(entry) else {
                report(key, .invalid, zh: "须为对象", en: "must be an object")
                continue
            }
            guard let authority = authority(entry, at: key) else { continue }
            if !ids.insert(authority.id).inserted {
                report("\(key).id", .invalid, zh: "标识重复", en: "the id occurs twice")
            }
            authorities.append(authority)
        }
        return TrustList(authorities: authorities)
    }

    private mutating func authority(_ entry: [String: JSONNode], at key: String) -> TrustAuthority? {
        refuseUnknown(
            in: entry,
            known: [
                "id", "name", "status", "recognisedFrom", "recognisedUntil", "certificates", "identity", "uses",
            ],
            at: key
        )
        let id = text(entry, "id", at: key)
        let name = name(entry["name"], at: "\(key).name")
        let status = text(entry, "status", at: key).flatMap { value in
            choice(TrustAuthority.Status(rawValue: value), TrustAuthority.Status.allCases, at: "\(key).status")
        }
        let from = text(entry, "recognisedFrom", at: key).flatMap { instant($0, at: "\(key).recognisedFrom") }
        var until: Instant?
        if entry["recognisedUntil"] != nil {
            until = text(entry, "recognisedUntil", at: key).flatMap { instant($0, at: "\(key).recognisedUntil") }
        }
        if let from, let until, until <= from {
            report("\(key).recognisedUntil", .invalid, zh: "须晚于起始时间", en: "must be later than recognisedFrom")
        }
        let certificates = certificates(entry["certificates"], at: "\(key).certificates")
        let identity = identity(entry["identity"], at: "\(key).identity")
        let uses = uses(entry["uses"], at: "\(key).uses")
        guard let id, let name, let status, let from else { return nil }
        return TrustAuthority(
            id: id,
            name: name,
            status: status,
            recognisedFrom: from,
            recognisedUntil: until,
            certificates: certificates,
            identity: identity,
            uses: uses
        )
    }

    private mutating func name(_ value: JSONNode?, at key: String) -> BilingualText? {
        guard let entry = members(value) else {
            report(key, .missing, zh: "须为含 zh 与 en 的对象", en: "must be an object with zh and en")
            return nil
        }
        refuseUnknown(in: entry, known: ["zh", "en"], at: key)
        guard let zh = text(entry, "zh", at: key), let en = text(entry, "en", at: key) else { return nil }
        return BilingualText(zh: zh, en: en)
    }

    private mutating func certificates(_ value: JSONNode?, at key: String) -> [Certificate] {
        guard case .array(let entries)? = value, !entries.isEmpty else {
            report(key, .missing, zh: "须为非空数组", en: "must be an array that is not empty")
            return []
        }
        var certificates: [Certificate] = []
        for (index, entry) in entries.enumerated() {
            let key = "\(key)[\(index)]"
            guard let text = entry.text else {
                report(key, .invalid, zh: "须为文件名或 PEM 文本", en: "must be a file name or PEM text")
                continue
            }
            guard let pem = pem(text, at: key) else { continue }
            guard let found = Certificate.certificates(pem: pem) else {
                report(key, .invalid, zh: "不是可读的 PEM 证书", en: "holds no readable PEM certificate")
                continue
            }
            for certificate in found {
                if let fault = AnchorRule.fault(of: certificate) {
                    report(key, .invalid, zh: fault.zh, en: fault.en)
                }
            }
            certificates += found
        }
        return certificates
    }

    private mutating func pem(_ text: String, at key: String) -> String? {
        if text.contains("-----BEGIN") { return text }
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent()
        let file = URL(fileURLWithPath: text, relativeTo: directory).path
        guard let data = FileManager.default.contents(atPath: file) else {
            report(key, .fileUnreadable, zh: "无法读取证书文件 \(text)", en: "the certificate file \(text) cannot be read")
            return nil
        }
        return String(decoding: data, as: UTF8.self)
    }

    private mutating func identity(_ value: JSONNode?, at key: String) -> [IdentitySource] {
        guard case .array(let entries)? = value, !entries.isEmpty else {
            report(key, .missing, zh: "须为非空数组", en: "must be an array that is not empty")
            return []
        }
        var sources: [IdentitySource] = []
        for (index, entry) in entries.enumerated() {
            let source = members(entry).flatMap { entry -> IdentitySource? in
                guard entry.count == 1 else { return nil }
                if let oid = entry["oid"]?.text { return .extension(oid: oid) }
                return entry["attribute"]?.text.map { .attribute($0) }
            }
            guard let source, AnchorRule.isKnown(source) else {
                report(
                    "\(key)[\(index)]",
                    .invalid,
                    zh: "须为 {\"oid\": 数字式 OID} 或 {\"attribute\": 主体属性名}",
                    en: "must be {\"oid\": dotted OID} or {\"attribute\": name of a subject attribute}"
                )
                continue
            }
            sources.append(source)
        }
        return sources
    }

    private mutating func uses(_ value: JSONNode?, at key: String) -> Set<TrustAuthority.Use> {
        guard case .array(let entries)? = value else {
            report(key, .missing, zh: "须为数组", en: "must be an array")
            return []
        }
        var uses: Set<TrustAuthority.Use> = []
        for (index, entry) in entries.enumerated() {
            let use = entry.text.flatMap(TrustAuthority.Use.init(rawValue:))
            if let use = choice(use, TrustAuthority.Use.allCases, at: "\(key)[\(index)]") { uses.insert(use) }
        }
        return uses
    }

    private mutating func choice<Value: RawRepresentable<String>>(
        _ value: Value?,
        _ all: [Value],
        at key: String
    ) -> Value? {
        if value == nil {
            let names = all.map(\.rawValue).joined(separator: ", ")
            report(key, .invalid, zh: "须为下列之一：\(names)", en: "must be one of \(names)")
        }
        return value
    }

    private mutating func instant(_ text: String, at key: String) -> Instant? {
        let instant = Instant(rfc3339: text)
        if instant == nil { report(key, .invalid, zh: "须为 RFC 3339 日期时间", en: "must be an RFC 3339 date-time") }
        return instant
    }

    private mutating func text(_ entry: [String: JSONNode], _ name: String, at key: String) -> String? {
        guard let value = entry[name]?.text, !value.isEmpty else {
            report("\(key).\(name)", .missing, zh: "须为非空文本", en: "must be text that is not empty")
            return nil
        }
        return value
    }

    /// The members of an object; keys that differ in bytes can still be equal as text, the first counts.
    private func members(_ node: JSONNode?) -> [String: JSONNode]? {
        guard case .object(let members)? = node else { return nil }
        return Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func refuseUnknown(in entry: [String: JSONNode], known: Set<String>, at key: String) {
        for name in entry.keys.sorted() where !known.contains(name) {
            let place = key.isEmpty ? name : "\(key).\(name)"
            report(place, .unknownKey, zh: "未知的键", en: "the key is not known")
        }
    }

    private mutating func report(_ key: String, _ code: ConfigurationProblem.Code, zh: String, en: String) {
        problems.append(ConfigurationProblem(code, file: path, key: key, zh: zh, en: en))
    }
}
