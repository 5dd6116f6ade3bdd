/// Registration as its specification tells it (docs/specs/topics.md §4a, docs/specs/rejection-codes.md, DATA-SPEC §5
/// rules 1–3 and 6–8), one record after the other, in plain dictionaries.
///
/// It shares nothing with the program: neither keys nor digests nor the order of its tables.
struct ReferenceModel {
    /// What the specification says about a data set.
    struct DataSet {
        /// It has the field that names the case for its key.
        var founds = false
        /// A second one of the case is refused; else its contract only remarks it.
        var isUnique = true
        /// Its cases are the proceedings of one platform.
        var isOwned = true
        /// Data set of which a record must be there first.
        var parent: String?
        /// It waits for that record; else its contract only remarks that it is missing.
        var waits = true
    }

    /// The data sets of the simulation, by hand from the contracts' tables.
    static let dataSets: [String: DataSet] = [
        "PROJECT": DataSet(founds: true),
        "TENDER_PROJECT": DataSet(founds: true),
        "SECTION": DataSet(parent: "TENDER_PROJECT"),
        "TENDER_ANN_QUA_INQUERY_ANN": DataSet(parent: "TENDER_PROJECT"),
        "BID_OPENING_RECORD": DataSet(parent: "TENDER_PROJECT"),
        "DEA_MEDI_TENDER_ANNO": DataSet(founds: true),
        "DEA_MEDI_TENDER_LIST": DataSet(parent: "DEA_MEDI_TENDER_ANNO", waits: false),
        "DEA_MEDI_TENDER_DETAIL": DataSet(parent: "DEA_MEDI_TENDER_LIST", waits: false),
        "LEGAL_PERSON_BASE": DataSet(founds: true, isUnique: false, isOwned: false),
        "LEGAL_PERSON_TRADE_PERFORM": DataSet(isOwned: false, parent: "LEGAL_PERSON_BASE", waits: false),
    ]

    /// An admitted record.
    struct Submission {
        /// Names it in the books: `topic/partition/offset` of the submission.
        let origin: String
        /// Partition and offset in `admitted.<plane>`.
        let partition: Int32
        let arrival: Int64
        let caseKey: String
        let sender: String
        let id: String
        let dataset: String
        let datakey: String
        let operation: String
        /// `DATA_TIMESTAMP`, 14 digits; they compare as text.
        let timestamp: String?
        /// The code that is unique and does not change.
        let code: String?
        /// All that tells two messages under one id apart.
        let content: String
        /// Id of the submission that it corrects.
        let corrects: String?
        /// Log-append time of the submission.
        let time: Int64
    }

    private struct LiveRecord {
        var timestamp: String?
        let code: String?
        let dataset: String
        let sender: String
    }

    /// When cases are closed, in milliseconds.
    struct Closing {
        let after: Int64
        let forgotten: Int64
        let granularity: Int64
    }

    private struct Case {
        let owner: String
        /// Log-append time of the newest record that was accepted, rounded down to the granularity.
        var active: Int64
        var isClosed = false
        /// By sender, data set and datakey.
        var live: [[String]: LiveRecord] = [:]
    }

    private struct Waiting {
        let submission: Submission
        let parent: String
    }

    private struct Verdict {
        /// nil for one that never came.
        let content: String?
        let codes: [String]
        var isCorrected = false
    }

    let parkingMilliseconds: Int64
    let parkedPerSender: Int
    let closing: Closing?
    private var cases: [String: Case] = [:]
    private var decided: [[String]: Verdict] = [:]
    /// By case, in the order of arrival.
    private var waiting: [String: [Waiting]] = [:]
    /// What was told about each submission, in order: `parked`, `accepted`, `refused <codes>`, with `duplicate` behind.
    private(set) var told: [String: [String]] = [:]
    /// What was accepted in each case, by origin, in order.
    private(set) var ledger: [String: [String]] = [:]
    /// What was refused and not a repetition.
    private(set) var quarantine: Set<String> = []
    /// What the specification does not allow.
    private(set) var complaints: [String] = []

    init(parkingMilliseconds: Int64, parkedPerSender: Int, closing: Closing?) {
        self.parkingMilliseconds = parkingMilliseconds
        self.parkedPerSender = parkedPerSender
        self.closing = closing
    }

    /// The submissions that still wait.
    var stillWaiting: [String] { waiting.values.flatMap { $0.map(\.submission.origin) } }

    /// The next record of `admitted.<plane>`.
    mutating func take(_ submission: Submission) {
        closeIfOver(submission.caseKey, at: submission.time)
        judge(submission, isReleased: false)
        release(submission.caseKey)
    }

    /// The time of a waiting record is said to be over at `now`.
    mutating func expire(_ origin: String, at now: Int64) {
        for (caseKey, all) in waiting {
            guard let place = all.firstIndex(where: { $0.submission.origin == origin }) else { continue }
            let deadline = all[place].submission.time + parkingMilliseconds
            if deadline > now { complaints.append("\(origin) was refused at \(now), it may wait until \(deadline)") }
            waiting[caseKey]?.remove(at: place)
            refuse(all[place].submission, ["parent_missing"])
            return
        }
        complaints.append("\(origin) was refused for its time and does not wait")
    }

    /// A case of which nothing waits is closed once nothing was accepted in it for long enough, and forgotten later.
    private mutating func closeIfOver(_ caseKey: String, at time: Int64) {
        guard let closing, let known = cases[caseKey], waiting[caseKey]?.isEmpty != false else { return }
        let end = known.active + closing.granularity + closing.after
        guard time >= end else { return }
        decided = decided.filter { $0.key[0] != caseKey }
        cases[caseKey]?.live = [:]
        cases[caseKey]?.isClosed = true
        if time >= end + closing.forgotten { cases[caseKey] = nil }
    }

    private mutating func judge(_ one: Submission, isReleased: Bool) {
        // 1. Message
        if let earlier = decided[[one.caseKey, one.sender, one.id]] {
            guard earlier.content != nil else { return refuse(one, ["superseded"]) }
            guard earlier.content == one.content else { return refuse(one, ["id_reused"]) }
            return tell(one, earlier.codes.isEmpty ? "accepted duplicate" : "refused \(earlier.codes) duplicate")
        }
        let rules = Self.dataSets[one.dataset] ?? DataSet()
        // 2. Owner
        if let known = cases[one.caseKey], rules.isOwned, known.owner != one.sender {
            return refuse(one, ["not_owner"])
        }
        // 3. Closed
        if cases[one.caseKey]?.isClosed == true { return refuse(one, ["case_closed"]) }
        // 4. Correction
        if let corrected = one.corrects, decided[[one.caseKey, one.sender, corrected]]?.isCorrected == true {
            return refuse(one, ["superseded"])
        }
        // 5. Queue
        if !isReleased, let before = queue(before: one, rules) { return park(one, behind: before, isReleased) }
        // 6. State
        let codes = problems(of: one, rules)
        guard codes.isEmpty else { return refuse(one, codes) }
        // 7. Parent
        if one.operation == "add", rules.waits, let parent = rules.parent, !isThere(parent, in: one.caseKey) {
            return park(one, behind: parent, isReleased)
        }
        accept(one)
    }

    private func queue(before one: Submission, _ rules: DataSet) -> String? {
        waiting[one.caseKey]?.first {
            $0.submission.sender == one.sender
                && ($0.submission.dataset == one.dataset && $0.submission.datakey == one.datakey
                    // A delete says nothing of a parent (§2).
                    || one.operation != "delete" && $0.parent == rules.parent)
        }?.parent
    }

    private func problems(of one: Submission, _ rules: DataSet) -> [String] {
        let live = cases[one.caseKey]?.live ?? [:]
        let known = live[[one.sender, one.dataset, one.datakey]]
        switch one.operation {
        case "add":
            if known != nil { return ["data_key_exists"] }
            let hasFounder = rules.founds && rules.isUnique && live.values.contains { $0.dataset == one.dataset }
            let isTaken =
                one.code != nil
                && live.values.contains { $0.dataset == one.dataset && $0.sender == one.sender && $0.code == one.code }
            return hasFounder || isTaken ? ["code_taken"] : []
        case "change":
            guard let known else { return ["data_key_unknown"] }
            var codes: [String] = []
            if let came = one.timestamp, let kept = known.timestamp, came < kept { codes.append("superseded") }
            if let code = one.code, code != known.code { codes.append("code_changed") }
            return codes
        default:
            return known == nil ? ["data_key_unknown"] : []
        }
    }

    /// Where the parent's data set founds cases any founding record will do.
    private func isThere(_ parent: String, in caseKey: String) -> Bool {
        let anyFounder = Self.dataSets[parent]?.founds == true
        return cases[caseKey]?.live.values.contains {
            anyFounder ? Self.dataSets[$0.dataset]?.founds == true : $0.dataset == parent
        } ?? false
    }

    private mutating func accept(_ one: Submission) {
        let active = closing.map { one.time / $0.granularity * $0.granularity } ?? 0
        cases[one.caseKey] = cases[one.caseKey] ?? Case(owner: one.sender, active: active)
        if let known = cases[one.caseKey], known.active < active { cases[one.caseKey]?.active = active }
        let key = [one.sender, one.dataset, one.datakey]
        switch one.operation {
        case "add":
            cases[one.caseKey]?.live[key] = LiveRecord(
                timestamp: one.timestamp,
                code: one.code,
                dataset: one.dataset,
                sender: one.sender
            )
        case "change":
            if let timestamp = one.timestamp { cases[one.caseKey]?.live[key]?.timestamp = timestamp }
        default:
            cases[one.caseKey]?.live[key] = nil
        }
        decide(one, [])
        if let corrected = one.corrects {
            let key = [one.caseKey, one.sender, corrected]
            decided[key] = decided[key] ?? Verdict(content: nil, codes: ["superseded"])
            decided[key]?.isCorrected = true
        }
        ledger[one.caseKey, default: []].append(one.origin)
        tell(one, "accepted")
    }

    private mutating func refuse(_ one: Submission, _ codes: [String]) {
        let passes = codes == ["parent_missing"] || codes == ["id_reused"]
        if !passes, cases[one.caseKey]?.isClosed == false {
            decide(one, codes.sorted())
        }
        quarantine.insert(one.origin)
        tell(one, "refused \(codes.sorted())")
    }

    private mutating func decide(_ one: Submission, _ codes: [String]) {
        let key = [one.caseKey, one.sender, one.id]
        if let earlier = decided[key], earlier.content == nil { return }
        decided[key] = Verdict(
            content: one.content,
            codes: codes,
            isCorrected: decided[key]?.isCorrected ?? false
        )
    }

    private mutating func park(_ one: Submission, behind parent: String, _ isReleased: Bool) {
        let waits = waiting.values.joined().filter {
            $0.submission.sender == one.sender && $0.submission.partition == one.partition
        }
        guard waits.count < parkedPerSender else { return refuse(one, ["parent_missing"]) }
        let place = waiting[one.caseKey]?.firstIndex { $0.submission.arrival > one.arrival }
        let entry = Waiting(submission: one, parent: parent)
        waiting[one.caseKey, default: []].insert(entry, at: place ?? waiting[one.caseKey]?.count ?? 0)
        if !isReleased { tell(one, "parked") }
    }

    /// Lets go on, in the order of their arrival, what waits for what is there.
    private mutating func release(_ caseKey: String) {
        while let place = waiting[caseKey]?.firstIndex(where: { isThere($0.parent, in: caseKey) }),
            let next = waiting[caseKey]?.remove(at: place)
        {
            judge(next.submission, isReleased: true)
        }
    }

    private mutating func tell(_ one: Submission, _ line: String) { told[one.origin, default: []].append(line) }
}
