internal import Core

/// A code table of a dialect, as written, with its way back.
struct CodeTableDefinition {
    /// What becomes of a value that the table does not have.
    enum Unmapped: Hashable {
        case refuse
        case omit
        case keep
        case value(String)

        /// Reads the answer at `key`; nil when absent or broken, the latter reported.
        init?(_ reader: DefinitionReader, _ key: String) {
            guard let node = reader.node(key) else { return nil }
            switch node {
            case .string("refuse"): self = .refuse
            case .string("omit"): self = .omit
            case .string("keep"): self = .keep
            case .object(let members) where members.count == 1 && members[0].name == "value":
                guard let text = members[0].value.text else { fallthrough }
                self = .value(text)
            default:
                reader.report(
                    key,
                    zh: "须为 refuse、omit、keep 或 {\"value\": \"…\"}",
                    en: "must be refuse, omit, keep or {\"value\": \"…\"}"
                )
                return nil
            }
        }
    }

    let name: String
    /// National code to foreign code, in the order of the codes.
    let forward: [(from: String, to: String)]
    /// Foreign code to national code; nil when the table gives no unambiguous way back.
    let backward: [(from: String, to: String)]?
    let unmapped: Unmapped?
    let unmappedBack: Unmapped?
    /// Why a round trip changes values; nil when it changes none.
    let lossy: String?
    /// True for a list taken over whole from a standard: one entry in a sample stands for all.
    let isWhole: Bool
    let path: String

    /// Reads the table called `name`; nil when it is broken, which is reported.
    init?(_ reader: DefinitionReader, name: String) {
        let mistakes = reader.mistakes
        self.name = name
        path = reader.path
        forward = reader.stringMembers("map").map { ($0.name, $0.value) }
        if reader.has("back") {
            backward = reader.stringMembers("back").map { ($0.name, $0.value) }
        } else {
            let pairs = forward.map { (from: $0.to, to: $0.from) }
            backward = Set(pairs.map(\.from)).count == pairs.count ? pairs : nil
        }
        unmapped = Unmapped(reader, "unmapped")
        unmappedBack = Unmapped(reader, "unmappedBack")
        lossy = reader.optionalString("lossy")
        isWhole = reader.flag("whole")
        for key in ["source", "notes", "grade"] { _ = reader.optionalString(key) }
        reader.finish()
        if reader.mistakes > mistakes { reader.markBroken("tables.\(name)") }
        guard !forward.isEmpty else { return nil }
        let changed = changedByRoundTrip
        if lossy == nil, !changed.isEmpty {
            reader.report(
                "lossy",
                zh: "往返会改变 \(changed.joined(separator: ", "))，须说明理由",
                en: "a round trip changes \(changed.joined(separator: ", ")); a reason is needed"
            )
        }
    }

    /// National codes that come back as another one.
    private var changedByRoundTrip: [String] {
        guard let backward else { return [] }
        let back = Dictionary(backward.map { ($0.from, $0.to) }, uniquingKeysWith: { first, _ in first })
        return forward.filter { back[$0.to] != $0.from }.map(\.from)
    }
}
