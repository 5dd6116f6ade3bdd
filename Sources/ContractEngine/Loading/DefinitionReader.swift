internal import Core

/// Reads one JSON object of a definition file key by key, reports what does not fit, and at the end the keys that
/// nobody asked for.
final class DefinitionReader {
    let file: String
    /// Path of this object in the file, for example `fields[3]`.
    let path: String
    /// The object as it stands.
    let node: JSONNode
    private let members: [JSONNode.Member]
    /// Where each name stands, for objects of many members; the few of a row are found faster one by one.
    private let places: [String: Int]?
    private var asked: [Bool]
    /// The keys of which mistakes are told; nil for all. Of a row laid over one that was reported, only its own are.
    private let audible: Set<String>?
    private let collector: ProblemCollector

    /// A reader of `node`; when that is no object, this is reported and every key is missing silently.
    init(
        _ node: JSONNode,
        file: String,
        path: String,
        audible: Set<String>? = nil,
        _ collector: ProblemCollector
    ) {
        self.file = file
        self.path = path
        self.node = node
        self.collector = collector
        if case .object(let members) = node {
            self.members = members
            self.audible = audible
        } else {
            self.members = []
            self.audible = []
            collector.report(file, path, zh: "须为对象", en: "must be an object")
        }
        asked = [Bool](repeating: false, count: members.count)
        places =
            members.count <= 24
            ? nil
            : Dictionary(
                members.enumerated().map { ($0.element.name, $0.offset) },
                uniquingKeysWith: { first, _ in first }
            )
    }

    /// Where `key` stands. Keys that differ in bytes can still be equal as text; the first counts.
    private func place(_ key: String) -> Int? {
        if let places { return places[key] }
        return members.firstIndex { $0.name == key }
    }

    /// A reader of `node` in the place of this one; with `quietly` of keys that this one lacks nothing is told.
    func withNode(_ node: JSONNode, quietly: Bool = false) -> DefinitionReader {
        DefinitionReader(
            node,
            file: file,
            path: path,
            audible: quietly ? Set(members.map(\.name)) : nil,
            collector
        )
    }

    /// Mistakes of all files so far.
    var mistakes: Int { collector.problems.count }

    /// Reports a mistake at `key` of this object.
    func report(_ key: String, zh: String, en: String) {
        guard audible?.contains(String(key.prefix { $0 != "." && $0 != "[" })) ?? true else { return }
        collector.report(file, location(key), zh: zh, en: en)
    }

    /// Reports every key that was not asked for.
    func finish() {
        let unknown = members.indices.filter { !asked[$0] && place(members[$0].name) == $0 }
        for key in unknown.map({ members[$0].name }).sorted() {
            report(key, zh: "未知的键", en: "unknown key")
        }
    }

    /// The keys of the object, sorted.
    var names: [String] { members.indices.filter { place(members[$0].name) == $0 }.map { members[$0].name }.sorted() }

    /// True when the object has `key`, whatever its value.
    func has(_ key: String) -> Bool { place(key) != nil }

    /// A non-empty string.
    func string(_ key: String) -> String? {
        guard let node = value(key, isRequired: true) else { return nil }
        guard case .string(let text) = node, !text.isEmpty else {
            report(key, zh: "须为非空字符串", en: "must be a non-empty string")
            return nil
        }
        return text
    }

    /// A string, nil when absent.
    func optionalString(_ key: String) -> String? {
        guard let node = value(key, isRequired: false) else { return nil }
        guard case .string(let text) = node else {
            report(key, zh: "须为字符串", en: "must be a string")
            return nil
        }
        return text
    }

    /// An integer of at least `minimum`, nil when absent.
    func optionalInteger(_ key: String, minimum: Int) -> Int? {
        guard let node = value(key, isRequired: false) else { return nil }
        return integer(node, key, minimum)
    }

    /// An integer of at least `minimum`.
    func integer(_ key: String, minimum: Int) -> Int? {
        guard let node = value(key, isRequired: true) else { return nil }
        return integer(node, key, minimum)
    }

    /// A truth value; false when absent.
    func flag(_ key: String) -> Bool {
        guard let node = value(key, isRequired: false) else { return false }
        guard case .bool(let flag) = node else {
            report(key, zh: "须为 true 或 false", en: "must be true or false")
            return false
        }
        return flag
    }

    /// An array of strings without repetition; empty when absent and not required.
    func strings(_ key: String, isRequired: Bool, mayBeEmpty: Bool = false) -> [String] {
        guard let node = value(key, isRequired: isRequired) else { return [] }
        guard case .array(let elements) = node else {
            report(key, zh: "须为字符串数组", en: "must be an array of strings")
            return []
        }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element, !text.isEmpty else {
                report("\(key)[\(index)]", zh: "须为非空字符串", en: "must be a non-empty string")
                continue
            }
            if texts.contains(text) {
                report("\(key)[\(index)]", zh: "重复的值 \(text)", en: "repeated value \(text)")
            } else {
                texts.append(text)
            }
        }
        if isRequired && !mayBeEmpty && elements.isEmpty { report(key, zh: "不得为空", en: "must not be empty") }
        return texts
    }

    /// Reports a mistake of the string `text` in the array at `key`.
    func report(_ key: String, item text: String, zh: String, en: String) {
        report(DefinitionPlace.item(text, of: key, in: node), zh: zh, en: en)
    }

    /// True when the definition of `name` was reported.
    func isBroken(_ name: String) -> Bool { collector.isBroken(name) }

    /// Notes that of the definition of `name`, which can still be gone on with, something was reported.
    func markDented(_ name: String) { collector.markDented(name) }

    /// True when something was reported of the definition of `name`.
    func isDented(_ name: String) -> Bool { collector.isDented(name) }

    /// Notes that the definition of `name` was reported.
    func markBroken(_ name: String?) { collector.markBroken(name) }

    /// Says that no key is unknown: what the object may hold depends on a key that was reported.
    func giveUp() { asked = [Bool](repeating: true, count: members.count) }

    /// One string or an array of strings; empty when absent.
    func oneOrMoreStrings(_ key: String) -> [String] {
        if let place = place(key), case .string(let text) = members[place].value {
            asked[place] = true
            return [text]
        }
        return strings(key, isRequired: false)
    }

    /// `{"zh","en"}`.
    func bilingual(_ key: String) -> BilingualText? {
        guard let reader = object(key) else { return nil }
        let zh = reader.string("zh")
        let en = reader.string("en")
        reader.finish()
        guard let zh, let en else { return nil }
        return BilingualText(zh: zh, en: en)
    }

    /// One of a closed set of words; `fallback` when absent, and reported when there is none.
    func word<Word: RawRepresentable & CaseIterable>(_ key: String, _ type: Word.Type) -> Word?
    where Word.RawValue == String {
        guard let text = string(key) else { return nil }
        guard let word = Word(rawValue: text) else {
            let choice = Word.allCases.map(\.rawValue).joined(separator: ", ")
            report(key, zh: "须为 \(choice) 之一", en: "must be one of \(choice)")
            return nil
        }
        return word
    }

    /// A reader of the object at `key`.
    func object(_ key: String) -> DefinitionReader? {
        guard let node = value(key, isRequired: true) else { return nil }
        return inner(node, key)
    }

    /// A reader of the object at `key`; nil when absent.
    func optionalObject(_ key: String) -> DefinitionReader? {
        guard let node = value(key, isRequired: false) else { return nil }
        return inner(node, key)
    }

    /// A reader of `node`, which stands at `key` of this object.
    func inner(_ node: JSONNode, _ key: String) -> DefinitionReader {
        DefinitionReader(
            node,
            file: file,
            path: location(key),
            audible: audible.map { $0.contains(String(key.prefix { $0 != "[" })) } ?? true ? nil : [],
            collector
        )
    }

    /// Readers of the members of the object at `key`, by name; empty when absent.
    func objectMembers(_ key: String) -> [(name: String, reader: DefinitionReader)] {
        guard let reader = optionalObject(key) else { return [] }
        return reader.names.compactMap { name in reader.object(name).map { (name, $0) } }
    }

    /// Readers of the objects in the array at `key`; nil when absent and not required.
    func objects(_ key: String, isRequired: Bool) -> [DefinitionReader]? {
        guard let node = value(key, isRequired: isRequired) else { return nil }
        guard case .array(let elements) = node else {
            report(key, zh: "须为数组", en: "must be an array")
            return nil
        }
        return elements.enumerated().map { index, element in
            inner(element, "\(key)[\(index)]")
        }
    }

    /// The members of the object at `key`, in any order of the names, with their string values.
    func stringMembers(_ key: String) -> [(name: String, value: String)] {
        guard let reader = object(key) else { return [] }
        return reader.names.compactMap { name in
            reader.string(name).map { (name, $0) }
        }
    }

    /// The members of the object at `key`, which must be objects, in the order of the names.
    func memberObjects(_ key: String) -> [(name: String, value: DefinitionReader)] {
        guard let reader = object(key) else { return [] }
        return reader.names.compactMap { name in reader.object(name).map { (name, $0) } }
    }

    /// The value at `key` as it stands; nil when absent.
    func node(_ key: String) -> JSONNode? { value(key, isRequired: false) }

    private func value(_ key: String, isRequired: Bool) -> JSONNode? {
        let place = place(key)
        if let place { asked[place] = true }
        let node = place.map { members[$0].value }
        if node == nil && isRequired { report(key, zh: "缺少", en: "is missing") }
        return node
    }

    private func integer(_ node: JSONNode, _ key: String, _ minimum: Int) -> Int? {
        guard case .number(let text) = node, let number = Int(text), number >= minimum else {
            report(key, zh: "须为不小于 \(minimum) 的整数", en: "must be an integer of at least \(minimum)")
            return nil
        }
        return number
    }

    private func location(_ key: String) -> String {
        key.isEmpty ? path : path.isEmpty ? key : "\(path).\(key)"
    }
}
