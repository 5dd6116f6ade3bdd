import ContractEngine
import Core

/// One record of `claims.<plane>` (docs/specs/topics.md §15): who claims a value, and by which rule.
struct Claim: Sendable, Hashable {
    let name: ClaimName
    /// Registry id of the sender.
    let sender: String
    let caseKey: String
    /// Wire name of the record's data set.
    let dataset: String
    let origin: ClaimOrigin
    let policy: Policy
    let fields: [String]
    /// The data set in which the value is looked for.
    let wanted: String
    /// `ce_id`, `datakey` and `ce_source` of the submission by which the record came to the claim.
    let id: String
    let datakey: String
    let source: String
    /// Where that stands: `topic/partition/offset`.
    let submission: String
    /// Its log-append time, RFC 3339.
    let time: String

    private static let version = "1"

    /// What `admitted` claims by `demand`; nil where it has no value.
    init?(_ demand: ClaimDemand, of admitted: AdmittedSubmission) {
        guard let code = demand.code else { return nil }
        name = ClaimName(code, admitted.relation.record)
        sender = admitted.sender
        caseKey = admitted.caseKey
        dataset = admitted.dataset
        origin = demand.origin
        policy = demand.policy
        fields = demand.fields
        wanted = demand.dataset
        id = admitted.text(.id)
        datakey = admitted.text(.datakey)
        source = admitted.text(.source)
        submission = admitted.place.text
        time = String(decoding: admitted.time, as: UTF8.self)
    }

    /// Words separated by U+001F, which no attribute holds; the first is the version of the form.
    var value: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(384)
        text.append(contentsOf: Claim.version.utf8)
        func word(_ word: String) {
            text.append(ClaimName.separator)
            text.append(contentsOf: word.utf8)
        }
        word(sender)
        word(caseKey)
        word(dataset)
        word(origin.rawValue)
        word(policy.rawValue)
        word(fields.count == 1 ? fields[0] : fields.joined(separator: ","))
        word(wanted)
        word(id)
        word(datakey)
        word(source)
        word(submission)
        word(time)
        return text
    }

    /// Reads ``value`` under `name`; nil for anything that registration does not write.
    init?(_ name: ClaimName, value: [UInt8]) {
        var reader = WordReader(value[...], separator: ClaimName.separator)
        var words: [String] = []
        while let word = reader.next() {
            guard words.count < 13, let text = WordReader.text(word) else { return nil }
            words.append(text)
        }
        guard words.count == 13, words[0] == Claim.version, let origin = ClaimOrigin(rawValue: words[4]),
            origin.kind == name.code.kind, let policy = Policy(rawValue: words[5])
        else { return nil }
        self.name = name
        sender = words[1]
        caseKey = words[2]
        dataset = words[3]
        self.origin = origin
        self.policy = policy
        fields = words[6].split(separator: ",").map(String.init)
        wanted = words[7]
        id = words[8]
        datakey = words[9]
        source = words[10]
        submission = words[11]
        time = words[12]
    }

    /// What tells the cases of two claims apart.
    var caseDigest: UInt64 { EntryKey(caseKey).high }
}
