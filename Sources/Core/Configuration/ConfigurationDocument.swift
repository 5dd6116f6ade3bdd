/// The one way by which the JSON files of an operator are read: configuration, registry, flows, trust list, contracts,
/// code lists, samples.
///
/// Such a file is held to the grammar of RFC 8259 as strictly as a record of a partner, and no key may occur twice in an
/// object: which of the two counts would be a matter of luck.
package enum ConfigurationDocument {
    /// Large enough for a registry of 10,000 platforms (about 5 MB) and for every code list.
    static let limits = JSONLimits(size: 64 << 20)

    /// The tree of `bytes`, the content of `file`.
    ///
    /// - Throws: `not_json`, or `duplicate` with the repeated key, both with line and column in the message.
    package static func parse(_ bytes: [UInt8], file: String) throws(ConfigurationProblem) -> JSONNode {
        do throws(JSONFailure) {
            return try JSONNode.parse(bytes, limits: limits)
        } catch {
            let message = error.problem.message
            guard error.fault == .duplicateKey else {
                throw ConfigurationProblem(
                    .notJSON,
                    file: file,
                    place: error.place,
                    zh: "不是合法的 JSON：\(message.zh)",
                    en: "not well-formed JSON: \(message.en)"
                )
            }
            throw ConfigurationProblem(
                .duplicate,
                file: file,
                key: key(error.pointer),
                place: error.place,
                zh: message.zh,
                en: message.en
            )
        }
    }

    /// An RFC 6901 pointer in the form of ``ConfigurationProblem/key``: `/platforms/0/id` is `platforms[0].id`.
    private static func key(_ pointer: String) -> String {
        let tokens = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        var key = ""
        for (position, token) in tokens.enumerated() {
            // The last token is the repeated key, which is never an index.
            if position + 1 < tokens.count, !token.isEmpty, token.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
                key += "[\(token)]"
            } else {
                key += (key.isEmpty ? "" : ".") + name(token)
            }
        }
        return key
    }

    /// The token without the escapes `~1` and `~0`.
    private static func name(_ token: Substring) -> String {
        var name = ""
        var isEscape = false
        for scalar in token.unicodeScalars {
            if isEscape {
                name.unicodeScalars.append(scalar == "1" ? "/" : "~")
                isEscape = false
            } else if scalar == "~" {
                isEscape = true
            } else {
                name.unicodeScalars.append(scalar)
            }
        }
        return name
    }
}
