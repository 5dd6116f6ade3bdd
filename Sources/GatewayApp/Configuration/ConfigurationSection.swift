package import Core

/// Reads one object of a configuration file key by key, gathering every fault; what no one read is unknown.
package struct ConfigurationSection {
    /// Path of the file, for the problems.
    package let file: String
    /// The faults found so far.
    package private(set) var problems: [ConfigurationProblem] = []

    private let prefix: String
    private let values: [String: JSONNode]
    private var known: Set<String> = []
    private var nestedKeys: [String: Set<String>] = [:]

    /// The object `value` of `file`, whose keys are reported below `prefix`; anything else is read as an empty object.
    package init(_ value: JSONNode, file: String, prefix: String = "") {
        var values: [String: JSONNode] = [:]
        if case .object(let members) = value {
            // Keys that differ in bytes can still be equal as text; the first counts.
            values = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        }
        self.values = values
        self.file = file
        self.prefix = prefix
    }

    /// The names of all keys present, sorted.
    package var names: [String] { values.keys.sorted() }

    /// The keys that were asked for, here and in the nested sections that were absorbed, by the path of their object.
    package var keys: [String: Set<String>] { nestedKeys.merging([prefix: known]) { $0.union($1) } }

    /// A text, or `fallback`; reports a missing key when there is no fallback.
    package mutating func text(_ name: String, default fallback: String? = nil) -> String? {
        guard let value = take(name) else { return missing(name, fallback) }
        if case .string(let text) = value, !text.isEmpty { return text }
        report(.wrongType, name, zh: "须为非空字符串", en: "must be a string that is not empty")
        return fallback
    }

    /// True when `name` has a value, right or wrong.
    package func has(_ name: String) -> Bool { values[name] != nil && values[name] != .null }

    /// A text that may be absent.
    package mutating func optionalText(_ name: String) -> String? {
        has(name) ? text(name) : skip(name)
    }

    /// A whole number of `range`, or `fallback`.
    package mutating func integer(_ name: String, in range: ClosedRange<Int>, default fallback: Int) -> Int {
        guard let value = take(name) else { return fallback }
        guard case .number(let digits) = value, let number = Int(digits) else {
            report(.wrongType, name, zh: "须为整数", en: "must be a whole number")
            return fallback
        }
        guard range.contains(number) else {
            report(
                .invalid,
                name,
                zh: "须在 \(range.lowerBound) 至 \(range.upperBound) 之间",
                en: "must be from \(range.lowerBound) to \(range.upperBound)"
            )
            return fallback
        }
        return number
    }

    /// `true` or `false`, or `fallback`.
    package mutating func flag(_ name: String, default fallback: Bool) -> Bool {
        guard let value = take(name) else { return fallback }
        if case .bool(let flag) = value { return flag }
        report(.wrongType, name, zh: "须为 true 或 false", en: "must be true or false")
        return fallback
    }

    /// One of `words`, or `fallback`.
    package mutating func choice(_ name: String, of words: [String], default fallback: String) -> String {
        guard let text = text(name, default: fallback) else { return fallback }
        if words.contains(text) { return text }
        let list = words.joined(separator: "|")
        report(.invalid, name, zh: "须为 \(list) 之一", en: "must be one of \(list)")
        return fallback
    }

    /// A nested object; an absent one is empty.
    package mutating func section(_ name: String) -> ConfigurationSection {
        guard let value = take(name) else { return ConfigurationSection(.null, file: file, prefix: path(name)) }
        if case .object = value { return ConfigurationSection(value, file: file, prefix: path(name)) }
        report(.wrongType, name, zh: "须为对象", en: "must be an object")
        return ConfigurationSection(.null, file: file, prefix: path(name))
    }

    /// A list of texts; an absent one is empty.
    package mutating func texts(_ name: String) -> [String] {
        guard let value = take(name) else { return [] }
        guard case .array(let items) = value else {
            report(.wrongType, name, zh: "须为数组", en: "must be an array")
            return []
        }
        var texts: [String] = []
        for (position, item) in items.enumerated() {
            if case .string(let text) = item, !text.isEmpty {
                texts.append(text)
            } else {
                report(
                    .wrongType,
                    "\(name)[\(position)]",
                    zh: "须为非空字符串",
                    en: "must be a string that is not empty"
                )
            }
        }
        return texts
    }

    /// A scalar as text, of any JSON type.
    package mutating func property(_ name: String) -> String? {
        guard let value = take(name) else { return nil }
        switch value {
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let text), .string(let text): return text
        case .null, .object, .array:
            report(.wrongType, name, zh: "须为标量", en: "must be a scalar")
            return nil
        }
    }

    /// Reports a fault at `name`.
    package mutating func report(_ code: ConfigurationProblem.Code, _ name: String, zh: String, en: String) {
        problems.append(ConfigurationProblem(code, file: file, key: path(name), zh: zh, en: en))
    }

    /// Takes over the faults of a nested section after it has been read to its end.
    package mutating func absorb(_ nested: ConfigurationSection) {
        var nested = nested
        nested.reportUnknownKeys()
        problems += nested.problems
        nestedKeys.merge(nested.keys) { $0.union($1) }
    }

    /// Reports the keys that were never asked for, with the nearest known one.
    package mutating func reportUnknownKeys() {
        for name in names where !known.contains(name) {
            let near = Spelling.nearest(to: name, among: known.sorted())
            report(
                .unknownKey,
                name,
                zh: "未知的键" + (near.map { "；是否想用 \($0)？" } ?? ""),
                en: "unknown key" + (near.map { "; did you mean \($0)?" } ?? "")
            )
        }
    }

    private mutating func take(_ name: String) -> JSONNode? {
        known.insert(name)
        let value = values[name]
        return value == .null ? nil : value
    }

    private mutating func skip(_ name: String) -> String? {
        known.insert(name)
        return nil
    }

    private mutating func missing(_ name: String, _ fallback: String?) -> String? {
        if fallback == nil { report(.missing, name, zh: "缺少该键", en: "this key is missing") }
        return fallback
    }

    private func path(_ name: String) -> String {
        prefix.isEmpty ? name : "\(prefix).\(name)"
    }
}
