import Core
import Foundation

extension TrustListReader {
    /// The longest id, in characters.
    private static let maximumIDLength = 40

    /// A stable id: it stands in keys of topics and in labels of metrics.
    mutating func id(_ entry: [String: JSONNode], at key: String) -> String? {
        guard let id = text(entry, "id", at: key) else { return nil }
        let isValid =
            id.utf8.count <= Self.maximumIDLength
            && id.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x61...0x7a, UInt8(ascii: "-"): true
                default: false
                }
            }
        if isValid { return id }
        report(
            "\(key).id",
            .invalid,
            zh: "须为 1 至 \(Self.maximumIDLength) 个小写字母、数字或连字符",
            en: "must be 1 to \(Self.maximumIDLength) lower-case letters, digits or hyphens"
        )
        return nil
    }

    /// A text in Chinese and English.
    mutating func name(_ value: JSONNode?, at key: String) -> BilingualText? {
        guard let entry = members(value) else {
            report(key, .missing, zh: "须为含 zh 与 en 的对象", en: "must be an object with zh and en")
            return nil
        }
        refuseUnknown(in: entry, known: ["zh", "en"], at: key)
        let (zh, en) = (text(entry, "zh", at: key), text(entry, "en", at: key))
        guard let zh, let en else { return nil }
        return BilingualText(zh: zh, en: en)
    }

    /// Certificates, each with the key at which it stands; `fault` says why one may not stand there.
    mutating func certificates(
        _ value: JSONNode?,
        at key: String,
        _ fault: (Certificate) -> BilingualText?
    ) -> [(certificate: Certificate, place: String)] {
        var certificates: [(Certificate, String)] = []
        for (index, node) in (elements(value, at: key) ?? []).enumerated() {
            let key = "\(key)[\(index)]"
            guard let text = node.text else {
                report(key, .wrongType, zh: "须为 PEM 文本或文件名", en: "must be PEM text or a file name")
                continue
            }
            guard let pem = pem(text, at: key) else { continue }
            guard let found = Certificate.certificates(pem: pem) else {
                report(key, .invalid, zh: "不是可读的 PEM 证书", en: "holds no readable PEM certificate")
                continue
            }
            for certificate in found {
                if let fault = fault(certificate) { report(key, .invalid, zh: fault.zh, en: fault.en) }
                certificates.append((certificate, key))
            }
        }
        return certificates
    }

    private mutating func pem(_ text: String, at key: String) -> String? {
        if text.contains("-----BEGIN") { return text }
        guard let directory else {
            report(
                key,
                .invalid,
                zh: "签名的名单须直接含 PEM 文本，不得引用文件",
                en: "a signed list holds PEM text itself and names no files"
            )
            return nil
        }
        let file = URL(fileURLWithPath: text, relativeTo: URL(fileURLWithPath: directory, isDirectory: true)).path
        guard let data = FileManager.default.contents(atPath: file) else {
            report(key, .fileUnreadable, zh: "无法读取证书文件 \(text)", en: "the certificate file \(text) cannot be read")
            return nil
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// A value of a closed list.
    mutating func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ value: JSONNode?,
        _ type: Value.Type,
        at key: String
    ) -> Value? {
        if let text = value?.text, let choice = Value(rawValue: text) { return choice }
        let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
        report(
            key,
            value == nil ? .missing : .invalid,
            zh: "须为下列之一：\(names)",
            en: "must be one of \(names)"
        )
        return nil
    }

    /// An RFC 3339 date-time.
    mutating func instant(_ entry: [String: JSONNode], _ name: String, at key: String) -> Instant? {
        guard let text = text(entry, name, at: key) else { return nil }
        let instant = Instant(rfc3339: text)
        if instant == nil {
            report(
                key.isEmpty ? name : "\(key).\(name)",
                .invalid,
                zh: "须为 RFC 3339 日期时间",
                en: "must be an RFC 3339 date-time"
            )
        }
        return instant
    }

    /// A text that is not empty.
    mutating func text(_ entry: [String: JSONNode], _ name: String, at key: String) -> String? {
        if let value = entry[name]?.text, !value.isEmpty { return value }
        report(
            key.isEmpty ? name : "\(key).\(name)",
            entry[name] == nil ? .missing : .wrongType,
            zh: "须为非空文本",
            en: "must be text that is not empty"
        )
        return nil
    }

    /// The elements of a list that is not empty.
    mutating func elements(_ value: JSONNode?, at key: String) -> [JSONNode]? {
        if case .array(let elements)? = value, !elements.isEmpty { return elements }
        report(
            key,
            value == nil ? .missing : .wrongType,
            zh: "须为非空数组",
            en: "must be an array that is not empty"
        )
        return nil
    }

    /// The members of an object; keys that differ in bytes can still be equal as text, the first counts.
    func members(_ node: JSONNode?) -> [String: JSONNode]? {
        guard case .object(let members)? = node else { return nil }
        return Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// Reports keys that nothing reads.
    mutating func refuseUnknown(in entry: [String: JSONNode], known: Set<String>, at key: String) {
        for name in entry.keys.sorted() where !known.contains(name) {
            report(key.isEmpty ? name : "\(key).\(name)", .unknownKey, zh: "未知的键", en: "the key is not known")
        }
    }

    /// Notes a fault at `key`.
    mutating func report(_ key: String, _ code: ConfigurationProblem.Code, zh: String, en: String) {
        problems.append(ConfigurationProblem(code, file: file, key: key, zh: zh, en: en))
    }
}
