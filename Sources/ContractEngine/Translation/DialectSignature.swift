package import Core

/// Tells which dialect a payload looks like, from its root element or its members (docs/specs/dialect.md §8).
package struct DialectSignature: Sendable {
    /// What is known of one dialect.
    private struct Entry: Sendable {
        let id: String
        let format: DialectFormat
        let signs: [DialectSign]
        let roots: Set<String>
    }

    /// A sign that says less than this can recognise a dialect, but not accuse a payload of being of it: the form of
    /// the keys alone.
    private static let leastAccusation = 2

    private let entries: [Entry]

    /// Knows no dialect.
    package init() { entries = [] }

    /// Knows `dialects`.
    package init(_ dialects: [Dialect]) {
        entries = dialects.map { Entry(id: $0.id, format: $0.format, signs: $0.signs, roots: $0.roots) }
    }

    /// Knows the dialects beneath `directory`, as far as their files can be read; mistakes in them are the business
    /// of whoever translates.
    package init(directory: String) {
        let loader = DialectLoader(directory: directory, contracts: nil, ProblemCollector())
        entries = loader.definitions().map { definition in
            Entry(
                id: definition.id,
                format: definition.format,
                signs: definition.signs,
                roots: definition.roots
            )
        }
    }

    /// The dialect that `payload` looks like; nil when it looks like none, or like several alike.
    package func dialect(of payload: [UInt8]) -> String? {
        found(in: payload).map(\.id)
    }

    /// That `payload` is of another dialect than `expected`; nil when there is no telling.
    package func mismatch(_ payload: [UInt8], expected: String) -> Problem? {
        guard let found = found(in: payload), found.id != expected, found.weight >= Self.leastAccusation else {
            return nil
        }
        return Problem(
            .dialectMismatch,
            rule: "dialect.\(found.id)",
            zh: "内容像是方言 \(found.id) 的文档，此处须为方言 \(expected)",
            en: "the payload looks like a document of dialect \(found.id); dialect \(expected) is expected here"
        )
    }

    /// `problems`, with the mismatch before them when they refuse `payload` and there is one.
    package func explained(_ problems: ProblemList, of payload: [UInt8], expected: String) -> ProblemList {
        guard problems.refuses, let mismatch = mismatch(payload, expected: expected) else { return problems }
        var explained = ProblemList()
        explained.append(mismatch)
        explained.append(contentsOf: problems)
        return explained
    }

    private func found(in payload: [UInt8]) -> (id: String, weight: Int)? {
        guard !entries.isEmpty, let first = payload.first(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }) else {
            return nil
        }
        let isMarkup = first == 0x3c || payload.starts(with: [0xef, 0xbb, 0xbf, 0x3c])
        var best: (id: String, weight: Int)?
        var isTied = false
        for (id, weight) in isMarkup ? matches(markup: payload) : matches(json: payload) {
            if weight > best?.weight ?? 0 {
                best = (id, weight)
                isTied = false
            } else if weight == best?.weight, id != best?.id {
                isTied = true
            }
        }
        return isTied ? nil : best
    }

    /// Without parsing: a payload that is refused anyway is not worth a tree, and Foundation keeps some bytes for every
    /// text that is not well-formed.
    private func matches(markup payload: [UInt8]) -> [(String, Int)] {
        let root = XMLProlog.rootName(payload)
        return entries.filter { $0.format == .xml }.flatMap { entry in
            entry.signs.compactMap { sign in
                guard sign.keys == nil else { return nil }
                if let wanted = sign.root {
                    guard let root, wanted == DialectSign.mappingRoots ? entry.roots.contains(root) : wanted == root
                    else { return nil }
                }
                let names = Set(sign.members.flatMap { PointerText.tokens($0) ?? [] })
                return names.allSatisfy { XMLProlog.hasTag($0, in: payload) } ? (entry.id, sign.weight) : nil
            }
        }
    }

    private func matches(json payload: [UInt8]) -> [(String, Int)] {
        var tape = JSONTape()
        guard tape.scan(payload.span) == nil, tape[0].kind == .object else { return [] }
        return entries.filter { $0.format == .json }.flatMap { entry in
            entry.signs.compactMap { sign in
                guard sign.root == nil, sign.keys.map({ hasKeys($0, payload, tape) }) ?? true,
                    sign.members.allSatisfy({ DocumentPlace.token(at: $0, payload, tape) != nil })
                else { return nil }
                return (entry.id, sign.weight)
            }
        }
    }

    private func hasKeys(_ form: DialectSign.KeyForm, _ payload: [UInt8], _ tape: JSONTape) -> Bool {
        var index = 1
        guard Int(tape[0].link) > 1 else { return false }
        while index < Int(tape[0].link) {
            let key = tape[index]
            for (position, offset) in key.range.enumerated() {
                let byte = payload[offset]
                let isUpper = (0x41...0x5a).contains(byte)
                let isLower = (0x61...0x7a).contains(byte)
                let isDigit = (0x30...0x39).contains(byte)
                switch form {
                case .upper where isUpper || isDigit || byte == 0x5f || (position == 0 && byte == 0x40): continue
                case .camel where position == 0 ? isLower : isLower || isUpper || isDigit: continue
                default: return false
                }
            }
            index = tape.indexAfter(index + 1)
        }
        return true
    }
}
