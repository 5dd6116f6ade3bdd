import Core

/// One JSON object of a configuration file, read key by key; every mistake goes to the log and reading goes on.
struct ConfigurationObject {
    /// Where the object stands, for example `platforms[3]`; empty for the file itself.
    let path: String
    let log: MistakeLog
    private let members: [String: JSONNode]

    /// Reads `value` as an object that has no other keys than its kind, `shape`, may have.
    init?(_ value: JSONNode, at path: String, as shape: some ConfigurationShape, log: MistakeLog) {
        guard case .object(let members) = value else {
            log.report(.wrongType, at: path, zh: "须为 JSON 对象", en: "must be a JSON object")
            return nil
        }
        self.path = path
        self.log = log
        // Keys that differ in bytes can still be equal as text; the first counts.
        self.members = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        let known = shape.keys
        for key in self.members.keys.sorted() where !known.contains(key) {
            log.report(.unknownKey, at: self.key(key), zh: "未知的键", en: "unknown key")
        }
    }

    /// Full path of `name`.
    func key(_ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }

    /// The member, or nil when absent or null.
    func value(_ name: String) -> JSONNode? {
        guard let value = members[name] else { return nil }
        if case .null = value { return nil }
        return value
    }

    /// True when the member is there and says `null`.
    func isNull(_ name: String) -> Bool {
        if case .null? = members[name] { true } else { false }
    }

    /// A non-empty text; reports when absent (if `required`), of another type, or empty.
    func text(_ name: String, required: Bool = true) -> String? {
        guard let value = value(name) else {
            if required { reportMissing(name) }
            return nil
        }
        guard case .string(let text) = value else {
            log.report(.wrongType, at: key(name), zh: "须为字符串", en: "must be a string")
            return nil
        }
        guard !text.isEmpty else {
            log.report(.invalid, at: key(name), zh: "不得为空", en: "must not be empty")
            return nil
        }
        return text
    }

    /// A whole number that fits `Int`.
    func integer(_ name: String) -> Int? {
        guard let value = value(name) else {
            reportMissing(name)
            return nil
        }
        guard case .number(let number) = value, let integer = Int(number) else {
            log.report(.wrongType, at: key(name), zh: "须为整数", en: "must be a whole number")
            return nil
        }
        return integer
    }

    /// True or false; an absent one is false.
    func flag(_ name: String) -> Bool {
        guard let value = value(name) else { return false }
        guard case .bool(let flag) = value else {
            log.report(.wrongType, at: key(name), zh: "须为 true 或 false", en: "must be true or false")
            return false
        }
        return flag
    }

    /// One of the raw values of `Choice`.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String,
        of type: Choice.Type = Choice.self,
        required: Bool = true
    ) -> Choice? where Choice.RawValue == String {
        guard let text = text(name, required: required) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        log.report(.invalid, at: key(name), zh: "须为下列之一：\(allowed)", en: "must be one of: \(allowed)")
        return nil
    }

    /// A list with the path of each item; an absent optional list is empty.
    func list(_ name: String, required: Bool = true) -> [(path: String, value: JSONNode)] {
        guard let value = value(name) else {
            if required { reportMissing(name) }
            return []
        }
        guard case .array(let items) = value else {
            log.report(.wrongType, at: key(name), zh: "须为数组", en: "must be an array")
            return []
        }
        return items.enumerated().map { ("\(key(name))[\($0.offset)]", $0.element) }
    }

    /// A list of non-empty texts with the path of each.
    func texts(_ name: String, required: Bool = true) -> [(path: String, text: String)] {
        list(name, required: required).compactMap { path, value in
            guard case .string(let text) = value, !text.isEmpty else {
                log.report(.wrongType, at: path, zh: "须为非空字符串", en: "must be a non-empty string")
                return nil
            }
            return (path, text)
        }
    }

    private func reportMissing(_ name: String) {
        log.report(.missing, at: key(name), zh: "缺少必备的键", en: "required key is missing")
    }
}
