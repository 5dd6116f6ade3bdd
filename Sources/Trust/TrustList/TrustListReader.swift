import Core
import Foundation

/// Reads the JSON form of a trust list (docs/specs/trust-list.md) and collects every fault it meets.
struct TrustListReader {
    /// The list file, for messages.
    let file: String
    /// Where certificate files of a draft are looked for; nil for a signed list, which holds its certificates inline:
    /// a signature covers the bytes of the list and nothing beside it.
    let directory: String?
    /// What was found wrong so far.
    var problems: [ConfigurationProblem] = []
    /// Where each certificate of an authority was listed first: two authorities cannot share one.
    var listed: [CertificateThumbprint: String] = [:]

    /// Reads the unsigned draft at `path` with the certificate files it names.
    static func list(draft path: String) throws(TrustListProblems) -> TrustList {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TrustListProblems(problems: [unreadable(path)])
        }
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return try list([UInt8](data), file: path, directory: directory)
    }

    /// Reads the bytes of a list, or of a draft where `directory` says where its files are.
    static func list(
        _ bytes: [UInt8],
        file: String,
        directory: String? = nil
    ) throws(TrustListProblems) -> TrustList {
        var reader = TrustListReader(file: file, directory: directory)
        let list = reader.read(bytes)
        guard let list, reader.problems.isEmpty else { throw TrustListProblems(problems: reader.problems) }
        return list
    }

    /// The fault of a file that cannot be read.
    static func unreadable(_ path: String) -> ConfigurationProblem {
        ConfigurationProblem(.fileUnreadable, file: path, zh: "无法读取文件", en: "the file cannot be read")
    }

    private mutating func read(_ bytes: [UInt8]) -> TrustList? {
        let document: JSONNode
        do throws(ConfigurationProblem) {
            document = try ConfigurationDocument.parse(bytes, file: file)
        } catch {
            problems.append(error)
            return nil
        }
        guard let root = members(document) else {
            report("", .notJSON, zh: "须为 JSON 对象", en: "must be a JSON object")
            return nil
        }
        guard root["format"] == .number("2") else {
            report("format", .invalid, zh: "须为 2", en: "must be 2")
            return nil
        }
        refuseUnknown(
            in: root,
            known: ["format", "serial", "issued", "publisher", "authorities", "gateways"],
            at: ""
        )
        let serial = serial(root["serial"])
        let issued = issued(root)
        let publisher = name(root["publisher"], at: "publisher")
        let authorities = entries(root["authorities"], at: "authorities") { reader, entry, key in
            reader.authority(entry, at: key)
        }
        var gateways: [RecognisedGateway]? = []
        if root["gateways"] != nil {
            gateways = entries(root["gateways"], at: "gateways") { reader, entry, key in
                reader.gateway(entry, at: key)
            }
        }
        refuseRepeats(authorities?.map(\.id), at: "authorities")
        refuseRepeats(gateways?.map(\.id), at: "gateways")
        guard let serial, let issued, let publisher, let authorities, let gateways else { return nil }
        return TrustList(
            serial: serial,
            issued: issued,
            publisher: publisher,
            authorities: authorities,
            gateways: gateways,
            digest: PayloadDigest(.sha256, of: bytes)
        )
    }

    /// The serial number; a draft without one has 0, below every list.
    private mutating func serial(_ value: JSONNode?) -> UInt64? {
        if value == nil, directory != nil { return 0 }
        if case .number(let digits)? = value, let serial = UInt64(digits), 1...TrustList.maximumSerial ~= serial {
            return serial
        }
        report(
            "serial",
            value == nil ? .missing : .invalid,
            zh: "须为 1 至 \(TrustList.maximumSerial) 的整数",
            en: "must be a whole number from 1 to \(TrustList.maximumSerial)"
        )
        return nil
    }

    /// When the list was issued; `trust sign` says so in place of the draft.
    private mutating func issued(_ root: [String: JSONNode]) -> Instant? {
        if root["issued"] == nil, directory != nil { return Instant(milliseconds: 0) }
        return instant(root, "issued", at: "")
    }

    private mutating func gateway(_ entry: [String: JSONNode], at key: String) -> RecognisedGateway? {
        refuseUnknown(in: entry, known: ["id", "name", "certificates", "from", "until"], at: key)
        let id = id(entry, at: key)
        let name = name(entry["name"], at: "\(key).name")
        let certificates = certificates(entry["certificates"], at: "\(key).certificates", AnchorRule.fault(ofGateway:))
        let from = instant(entry, "from", at: key)
        let until = entry["until"] == nil ? nil : instant(entry, "until", at: key)
        if let from, let until, until <= from {
            report("\(key).until", .invalid, zh: "须晚于 from", en: "must be later than from")
        }
        guard let id, let name, let from else { return nil }
        return RecognisedGateway(
            id: id,
            name: name,
            certificates: certificates.map(\.certificate),
            from: from,
            until: until
        )
    }

    /// The entries of a list of objects as `read` makes them; nil when there is no such list.
    private mutating func entries<Entry>(
        _ value: JSONNode?,
        at key: String,
        _ read: (inout TrustListReader, [String: JSONNode], String) -> Entry?
    ) -> [Entry]? {
        guard let nodes = elements(value, at: key) else { return nil }
        var entries: [Entry] = []
        for (index, node) in nodes.enumerated() {
            let key = "\(key)[\(index)]"
            guard let entry = members(node) else {
                report(key, .wrongType, zh: "须为对象", en: "must be an object")
                continue
            }
            if let read = read(&self, entry, key) { entries.append(read) }
        }
        return entries
    }

    private mutating func refuseRepeats(_ ids: [String]?, at key: String) {
        var seen: Set<String> = []
        for id in ids ?? [] where !seen.insert(id).inserted {
            report(key, .duplicate, zh: "标识 \(id) 重复", en: "the id \(id) occurs twice")
        }
    }
}
