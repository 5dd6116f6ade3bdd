internal import Core

/// Values worth trying in one field to tell two contracts apart: at the borders of what either allows.
struct WitnessValues {
    private static let longest = 100_000
    private static let shownCodes = 24

    let former: FieldLaw?
    let next: FieldLaw?

    /// The values, the likeliest first; `null` takes the field out.
    ///
    /// - Parameter present: the value that the record has.
    func values(present: JSONNode?) -> [JSONNode] {
        var texts: [String] = []
        let laws = [former, next].compactMap(\.self)
        texts += missingCodes
        texts += laws.flatMap { $0.placeholders.sorted() }
        texts += laws.flatMap(borders)
        texts += laws.flatMap { $0.checks.values.flatMap { $0.sorted() } }
        if case .string(let text)? = present { texts += variants(text) }
        for law in laws { texts += law.codes.map { $0.codes.sorted().prefix(Self.shownCodes).map(\.self) } ?? [] }
        texts += ["20260105093000", "202601050930", "20260105", "1", "x"]
        for law in laws { texts += joined(law, texts) }
        var nodes: [JSONNode] = [.null]
        nodes += numbers(laws)
        nodes += unique(texts).map(JSONNode.string)
        nodes += [.number("1"), .number("-1.5"), .bool(true), .object([])]
        return nodes
    }

    /// A few values of the field, for rules that look at several fields at once.
    func few(constants: [String], present: JSONNode?) -> [JSONNode] {
        var nodes: [JSONNode] = constants.map(JSONNode.string) + [.null]
        let law = next ?? former
        switch law?.type {
        case .number:
            let most = String(repeating: "9", count: min(former?.digits?.integer ?? 12, 30))
            nodes += ["0", "1", most].map(JSONNode.string)
        case .dateTime: nodes += ["20000101000000", "20260105093000", "20991231235959"].map(JSONNode.string)
        case .minute: nodes += ["200001010000", "202601050930", "209912312359"].map(JSONNode.string)
        case .date: nodes += ["20000101", "20260105", "20991231"].map(JSONNode.string)
        case .text:
            if let law = former ?? law { nodes += borders(law).prefix(4).map(JSONNode.string) }
            if case .string(let text)? = present { nodes += variants(text).prefix(4).map(JSONNode.string) }
            nodes += (former?.codes?.codes.sorted().prefix(3).map(JSONNode.string) ?? [])
        case nil: break
        }
        return nodes
    }

    /// Codes that the former contract takes and the next does not.
    private var missingCodes: [String] {
        guard let old = former?.codes?.codes else { return [] }
        return Array(old.subtracting(next?.codes?.codes ?? []).sorted().prefix(Self.shownCodes))
    }

    /// Texts as long as the length allows, and one character more or less.
    private func borders(_ law: FieldLaw) -> [String] {
        var counts: [Int] = []
        if let length = law.length {
            counts = [
                length.most, length.most.map { $0 + 1 }, length.most.map { $0 - 1 }, length.least, length.least - 1,
            ]
            .compactMap(\.self)
        }
        counts += [1, 2]
        return unique(
            counts.filter { (1...Self.longest).contains($0) }
                .flatMap { [String(repeating: "1", count: $0), String(repeating: "x", count: $0)] }
        )
    }

    /// `text` with another character at an end, and shorter or longer.
    private func variants(_ text: String) -> [String] {
        guard let last = text.last, let first = text.first else { return [] }
        return [
            String(text.dropLast()) + (last == "0" ? "1" : "0"), (first == "X" ? "Y" : "X") + text.dropFirst(),
            String(text.dropLast()), text + "1",
        ].filter { !$0.isEmpty }
    }

    /// Several items of the field: alike, with an empty one between them, and so many that no maximum holds them.
    private func joined(_ law: FieldLaw, _ texts: [String]) -> [String] {
        guard let byte = law.separator else { return [] }
        let separator = String(Unicode.Scalar(byte))
        var items: [String] = law.codes.map { Array($0.codes.sorted().prefix(2)) } ?? []
        items += borders(law).filter { $0.utf8.count <= 64 }.prefix(6)
        items += texts.filter { $0.utf8.count <= 64 }.prefix(6)
        var found = [separator]
        for item in unique(items) {
            found += [item + separator + item, item + separator + separator + item, item + separator]
            let most = max(former?.length?.most ?? 0, next?.length?.most ?? 0)
            if most > 0, most < 5000 {
                let count = most / (item.unicodeScalars.count + 1) + 1
                found.append(Array(repeating: item, count: count).joined(separator: separator))
                found.append(Array(repeating: item, count: count + 1).joined(separator: separator))
            }
        }
        return found
    }

    private func numbers(_ laws: [FieldLaw]) -> [JSONNode] {
        guard laws.contains(where: { $0.type == .number }) else { return [] }
        var texts = ["0", "1", "-1", "1.5", "0.000000001"]
        for digits in laws.compactMap(\.digits) {
            let most = String(repeating: "9", count: digits.integer)
            let fraction = String(repeating: "9", count: max(digits.fraction ?? 1, 1))
            texts += [most, "-\(most)", "9\(most)", "\(most).\(fraction)", "1.\(fraction)", "1.9\(fraction)"]
        }
        texts.append(String(repeating: "9", count: 31))
        return unique(texts).flatMap { [JSONNode.string($0), .number($0)] }
    }

    private func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}
