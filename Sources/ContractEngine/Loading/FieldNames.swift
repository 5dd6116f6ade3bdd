internal import Core

/// The fields of one contract by name, for what names them: keys, routing and rules.
struct FieldNames {
    let descriptions: [FieldDescription]
    /// Number of each field by its name.
    let numbers: [String: Int]
    private let collector: ProblemCollector

    /// The fields `descriptions`; names that are none are reported to `collector`.
    init(_ descriptions: [FieldDescription], _ numbers: [String: Int], _ collector: ProblemCollector) {
        self.descriptions = descriptions
        self.numbers = numbers
        self.collector = collector
    }

    func report(_ file: String, _ key: String, zh: String, en: String) {
        collector.report(file, key, zh: zh, en: en)
    }

    /// True when the definition of field `name` was reported.
    func isBroken(_ name: String) -> Bool { collector.isBroken(name) }

    /// The number of field `name`; nil, reported at `key` of `file`, when there is none or it has another type.
    func number(of name: String, _ file: String, _ key: String, type: FieldType? = nil) -> Int? {
        guard let number = numbers[name] else {
            if isBroken(name) { return nil }
            report(file, key, zh: "没有字段 \(name)", en: "there is no field \(name)")
            return nil
        }
        if let type, descriptions[number].type != type {
            report(
                file,
                key,
                zh: "字段 \(name) 须为 \(type.rawValue) 型",
                en: "field \(name) must be of type \(type.rawValue)"
            )
            return nil
        }
        return number
    }
}
