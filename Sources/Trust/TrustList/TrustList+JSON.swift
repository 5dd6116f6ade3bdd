import Core
import Foundation

extension TrustList {
    /// The list as the text of a list file, certificates inline; what ``load(contentsOfFile:)`` reads back.
    package func json() throws(TrustFailure) -> String {
        let entries = authorities.map { authority -> [String: Any] in
            var entry: [String: Any] = [
                "id": authority.id,
                "name": ["zh": authority.name.zh, "en": authority.name.en],
                "status": authority.status.rawValue,
                "recognisedFrom": authority.recognisedFrom.rfc3339,
                "certificates": authority.certificates.map(\.pem),
                "identity": authority.identity.map { source in
                    switch source {
                    case .extension(let oid): ["oid": oid]
                    case .attribute(let name): ["attribute": name]
                    }
                },
                "uses": authority.uses.map(\.rawValue).sorted(),
            ]
            if let until = authority.recognisedUntil { entry["recognisedUntil"] = until.rfc3339 }
            return entry
        }
        let list: [String: Any] = ["version": 1, "authorities": entries]
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? JSONSerialization.data(withJSONObject: list, options: options) else {
            throw TrustFailure(.malformed, zh: "信任列表无法写成 JSON", en: "the trust list cannot be written as JSON")
        }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
