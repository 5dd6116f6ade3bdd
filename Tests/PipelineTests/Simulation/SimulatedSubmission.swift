import Core

/// One submission of a simulation and what has to become of it, stated by hand and not by the code under test.
struct SimulatedSubmission {
    let event: TestEvent
    /// Text that occurs in this payload and nowhere else.
    let marker: String
    /// Nil when it must be accepted, else the code for which it must be refused.
    let refusal: String?
    /// Who must receive it.
    let recipients: Set<String>

    static let service: Set = ["city-service", "province-service"]
    static let supervision: Set = ["city-construction", "province-all"]

    /// The life of case `number`, in order, with bad submissions in between where `random` says so.
    static func life(of number: Int, _ random: SplitMix64) throws -> [SimulatedSubmission] {
        var all: [SimulatedSubmission] = []
        func add(
            _ dataset: String,
            _ recipients: Set<String>,
            field: String,
            refusal: String? = nil,
            spoil: (inout TestEvent) -> Void = { _ in }
        ) throws {
            let marker = "标记-\(number)-\(all.count)"
            var event = try TestEvent(dataset, case: number, id: "\(number)-\(all.count)", [field: marker])
            spoil(&event)
            all.append(
                SimulatedSubmission(
                    event: event,
                    marker: marker,
                    refusal: refusal,
                    recipients: refusal == nil ? recipients : []
                )
            )
        }
        func addBad() throws {
            switch random.below(6) {
            case 0: try add("PROJECT", [], field: "ADDRESS", refusal: "signature_invalid") { $0.extra = [] }
            case 1:
                try add("PROJECT", [], field: "ADDRESS", refusal: "json_syntax") { $0.payload?.removeLast() }
            case 2:
                try add("SECTION", [], field: "BID_SECTION_NAME", refusal: "attribute_missing") {
                    $0.attributes[.region] = nil
                }
            case 3: try add("SECTION", [], field: "NO_SUCH_FIELD", refusal: "field_unknown")
            case 4:
                try add("PROJECT", [], field: "ADDRESS", refusal: "attribute_missing") { event in
                    event.attributes = [:]
                    event.extra = []
                }
            default:
                try add("PROJECT", [], field: "ADDRESS", refusal: "platform_unknown") {
                    $0.attributes[.source] = "/platforms/91350100MA0000090X"
                }
            }
        }
        let everybody = service.union(supervision)
        let steps: [(String, Set<String>, String, String?)] = [
            ("PROJECT", service, "ADDRESS", nil),
            ("TENDER_PROJECT", everybody, "TENDER_CONTENT", nil),
            ("SECTION", everybody, "BID_SECTION_NAME", nil),
            ("TENDER_LIST", [], "BIDDER_NAME", "not_released"),
            ("EVALUATION_REPORT", [], "NOTICE_NAME", "not_released"),
            ("BID_OPENING_RECORD", everybody, "NOTICE_NAME", nil),
            ("TENDER_LIST", everybody, "BIDDER_NAME", nil),
            ("BID_EVALUATION_EXPERT", [], "EXPERT_NAME", "not_released"),
            ("TENDER_CANDIDATE_ANNOUNCE", everybody, "PUBLICITY_NAME", nil),
            ("EVALUATION_REPORT", everybody, "NOTICE_NAME", nil),
            ("WIN_RESULT_ANNO", everybody, "NOTICE_NAME", nil),
            ("BID_EVALUATION_EXPERT", supervision, "EXPERT_NAME", nil),
        ]
        for (dataset, recipients, field, refusal) in steps {
            try add(dataset, recipients, field: field, refusal: refusal)
            if random.chance(30) { try addBad() }
        }
        return all
    }
}
