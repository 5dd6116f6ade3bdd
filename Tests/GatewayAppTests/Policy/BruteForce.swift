import ContractEngine
import Core
import Foundation
import RoutingPolicy
import Testing
import Trust

@testable import Pipeline

/// What really happens under a configuration: a record of each data set from each plane is judged by the real decision,
/// the real seal and the real delivery, and what comes out is looked at. It knows nothing of the proof.
struct BruteForce {
    /// What it can see happen; the others are about files and rights, which no record shows.
    static let visible: Set<Invariant> = [
        .hubBetweenTradingAndSupervision, .tradingExchangesNothingDirectly, .tradingHasNoPower,
        .supervisionWritesNoTrade, .serviceOriginatesNoTrade, .supervisionIsCompetent, .recipientsSeeTheirView,
        .sealsHoldUntilReleased, .personalDataIsKept, .adjacentKeepToTheirFunction, .classifiedIsNotPublished,
        .tradingSeesItsOwn,
    ]

    private static let now = Instant(milliseconds: 1_795_231_080_000)
    private static let senders = [
        "fuzhou-trade", "fuzhou-service", "fuzhou-housing", "fujian-credit", "fujian-investment", "fujian-inspection",
        "fujian-certification", "fujian-experts", "fujian-archive",
    ]
    /// Of the region and sector of the records, of another sector, of another region, and above.
    private static let recipients = [
        "fujian-trade", "fuzhou-service", "fujian-service", "fuzhou-housing", "fuzhou-water", "xiamen-housing",
        "fujian-comprehensive", "fujian-credit", "fujian-investment", "fujian-inspection", "fujian-certification",
        "fujian-experts", "fujian-archive", "xiamen-inspection", "xiamen-archive",
        "fuzhou-second",
    ]
    /// A second bureau of the city for the class of the records, which does not stand for the department that they name.
    private static var second: [String: Any] {
        [
            "id": "fuzhou-second", "code": "999900000000000000", "body": "999900000000000000", "plane": "supervision",
            "level": "city", "region": region, "sectors": [sector], "name": ["zh": "另一局", "en": "Another bureau"],
            "certification": [
                "state": "certified", "from": "2024-01-01T00:00:00Z", "until": "2031-12-31T00:00:00Z",
            ],
        ]
    }
    /// That of `fuzhou-housing`.
    private static let department = "1135010000000129XF"
    /// What the issue has adjacent systems send and get, by name; of inspection and archive see ``isOfFunction``.
    private static let shared: Set = ["BLACK_LIST", "WITHDRAW_BLACK_LIST", "SOCIAL_CREDIT_INFO"]
    private static let credit = shared.union(["VIOLATING_LAWS_RULES_INFO", "AWARD_INFO", "PERFORMANCE_INFO"])
    private static let projects: Set = ["PROJECT", "TENDER_PROJECT", "WIN_RESULT_ANNO", "CONTRACT_PERFORMANCE"]
    private static let experts: Set = ["BID_EVALUATION_EXPERT", "EXPERT_BID_EVALUATION", "EXPERT_EVALUATION"]
    private static let items: Set = ["ADMIN_SUPER_ITEM_INFO", "PROJECT_ALERTING_INFO", "COMPLAINT_INFO"]
    /// The sets of DATA-SPEC §7.3 that are secret for a time.
    private static let secret: Set = [
        "TENDER_INVITATION", "TENDER_LIST", "BID_EVALUATION_EXPERT", "EVALUATION_REPORT", "PURCHASE_TENDER_LIST",
        "BIDDER_MARGIN_INFO",
    ]
    private static let sector = "A01"
    private static let region = "350100"

    private static let samples = Result {
        let catalog = try ProvincePolicy.contracts.get()
        let suite = SampleSuite(directory: Checkout.contracts, catalog: catalog)
        return Dictionary(
            catalog.programs.filter(\.isCurrent).compactMap { program in
                suite.samples(of: program).first { $0.isAccepted && $0.operation == .add }.map {
                    (program.name, $0.payload)
                }
            },
            uniquingKeysWith: { first, _ in first }
        )
    }
    /// The allow-lists as they are shipped: what recipients of a plane may see of a data set.
    private static let shipped = Result {
        let table = try #require(FlowTable.load(file: Checkout.contracts + "/flows/national.json").table)
        var fields: [String: Set<String>] = [:]
        for flow in table.flows {
            for dataset in flow.datasets {
                for field in table.view(flow.view, of: dataset)?.fields ?? [] {
                    fields["\(flow.to.rawValue) \(dataset)", default: []].insert(field.name)
                }
            }
        }
        return fields
    }

    private static let masking = try? MaskingKey(copying: String(repeating: "5a", count: 32))

    private let policy: ExchangePolicy
    /// The same without a public-service platform.
    private let unconnected: ExchangePolicy
    private let views: ViewCatalog
    private var profiles: [String: DatasetProfile] = [:]

    init(_ spoilt: ProvincePolicy) throws {
        var watched = spoilt
        watched.registry["platforms"] = (spoilt.registry["platforms"] as? [[String: Any]] ?? []) + [Self.second]
        let model = try watched.model()
        policy = ExchangePolicy(registry: model.registry, flows: model.flows)
        var lonely = spoilt
        lonely.registry["platforms"] = (spoilt.registry["platforms"] as? [[String: Any]] ?? []).filter {
            $0["plane"] as? String != "service"
        }
        unconnected = ExchangePolicy(registry: try lonely.model().registry, flows: model.flows)
        let compiled = ViewCatalog.compile(model.flows, contracts: try ProvincePolicy.contracts.get(), file: "flows")
        views = try #require(compiled.views, "\(compiled.mistakes)")
        for profile in try ProvincePolicy.profiles.get() { profiles[profile.name] = profile }
    }

    /// Everything that goes wrong.
    func observed() throws -> Set<Invariant> {
        var found: Set<Invariant> = []
        var delivered = 0
        for name in try Self.samples.get().keys.sorted() {
            for id in Self.senders {
                guard let sender = policy.registry[id], let dataset = profiles[name],
                    policy.admission(of: name, from: sender, at: Self.now).isEmpty
                else { continue }
                delivered += try look(at: dataset, from: sender, &found)
            }
        }
        // Where nothing comes out nothing is seen either.
        try #require(delivered > 300)
        return found
    }

    /// - Returns: how many deliveries were looked at.
    private func look(
        at dataset: DatasetProfile,
        from sender: RegisteredPlatform,
        _ found: inout Set<Invariant>
    ) throws -> Int {
        let payload = try Self.samples.get()[dataset.name] ?? []
        switch (sender.plane, dataset.nature) {
        case (.supervision, .transaction): found.insert(.supervisionWritesNoTrade)
        case (.service, .transaction): found.insert(.serviceOriginatesNoTrade)
        case (.trading, .supervision), (.trading, .credit): found.insert(.tradingHasNoPower)
        case (.adjacent, _) where sender.role != .credit || !Self.shared.contains(dataset.name):
            found.insert(.adjacentKeepToTheirFunction)
        default: break
        }
        // Before anything was opened.
        if Self.secret.contains(dataset.name), case .open = state(of: dataset.name, payload, from: sender) {
            found.insert(.sealsHoldUntilReleased)
        }
        let record = ledgerRecord(dataset.name, payload, from: sender)
        let foreign = ledgerRecord(dataset.name, payload, from: sender, concerning: "xiamen-trade")
        let addressed = ledgerRecord(dataset.name, payload, from: sender, to: Self.department)
        var delivered = 0
        for recipient in Self.recipients.compactMap({ policy.registry[$0] }) {
            for output in deliver(record, to: recipient, by: policy) {
                delivered += 1
                let shown = try members(output)
                judge(shown, dataset, payload, from: sender, to: recipient, &found)
            }
            // The record that names a department goes to no other bureau of its level.
            if sender.plane == .trading, recipient.id == "fuzhou-second",
                !deliver(addressed, to: recipient, by: policy).isEmpty
            {
                found.insert(.supervisionIsCompetent)
            }
            // What supervision says of somebody else's case.
            if sender.plane == .supervision, recipient.plane == .trading,
                !deliver(foreign, to: recipient, by: policy).isEmpty
            {
                found.insert(.tradingSeesItsOwn)
            }
            if recipient.plane != .supervision {
                for secret in Self.secrets {
                    let record = ledgerRecord(dataset.name, payload, from: sender, marks: secret)
                    if !deliver(record, to: recipient, by: policy).isEmpty { found.insert(.classifiedIsNotPublished) }
                }
            }
            guard [sender.plane, recipient.plane].contains(.trading),
                ![sender.plane, recipient.plane].contains(.service), sender.plane != recipient.plane
            else { continue }
            if !deliver(record, to: recipient, by: unconnected).isEmpty {
                found.insert(.hubBetweenTradingAndSupervision)
            }
        }
        return delivered
    }

    private func judge(
        _ shown: [String: Any],
        _ dataset: DatasetProfile,
        _ payload: [UInt8],
        from sender: RegisteredPlatform,
        to recipient: RegisteredPlatform,
        _ found: inout Set<Invariant>
    ) {
        if sender.plane == .trading, recipient.plane == .trading { found.insert(.tradingExchangesNothingDirectly) }
        if recipient.plane == .supervision {
            let isElsewhere = recipient.region != Self.region && recipient.level == .city
            let isOther = sender.plane == .trading && !recipient.sectors.contains(Self.sector)
            if isElsewhere || isOther { found.insert(.supervisionIsCompetent) }
        }
        if recipient.plane == .adjacent {
            let isElsewhere = recipient.region != Self.region && recipient.level == .city
            if isElsewhere || !isOfFunction(dataset, from: sender, to: recipient) {
                found.insert(.adjacentKeepToTheirFunction)
            }
        }
        if let allowed = (try? Self.shipped.get())?["\(recipient.role.rawValue) \(dataset.name)"],
            !allowed.isSuperset(of: shown.keys)
        {
            // A field beyond the shipped list that is personal is told as such.
            let more = Set(shown.keys).subtracting(allowed)
            if !more.isSubset(of: personal(of: dataset)) { found.insert(.recipientsSeeTheirView) }
        }
        let original = (try? JSONSerialization.jsonObject(with: Data(payload))) as? [String: Any] ?? [:]
        for field in dataset.identityNumbers {
            if let text = shown[field] as? String, !text.isEmpty, text == original[field] as? String {
                found.insert(.personalDataIsKept)
            }
        }
        guard recipient.plane != .supervision else { return }
        for field in dataset.identityNumbers where (shown[field] as? String)?.hasPrefix("hm1:") == true {
            found.insert(.personalDataIsKept)
        }
        let isAboutExperts = dataset.nature == .expert || dataset.fields.contains("EXPERT_NAME")
        let told = Set(shown.keys).intersection(Self.complainant)
        let mayKnow = recipient.role == .inspection || recipient.role == .experts
        if isAboutExperts && !mayKnow || !told.isEmpty { found.insert(.personalDataIsKept) }
    }

    /// Whether what an adjacent system got is what it is there for.
    private func isOfFunction(
        _ dataset: DatasetProfile,
        from sender: RegisteredPlatform,
        to recipient: RegisteredPlatform
    ) -> Bool {
        switch (recipient.role, sender.plane) {
        case (.credit, .supervision): Self.credit.contains(dataset.name)
        case (.investment, .trading): Self.projects.contains(dataset.name)
        case (.inspection, .supervision): Self.items.contains(dataset.name)
        case (.inspection, .trading): (try? Self.shipped.get())?["supervision \(dataset.name)"] != nil
        case (.experts, .trading): Self.experts.contains(dataset.name)
        case (.archive, .trading): dataset.nature == .transaction && !Self.secret.contains(dataset.name)
        default: false
        }
    }

    private static let complainant: Set = [
        "COMPLAINT_NAME", "COMPLAINT_PHONE", "COMPLAINT_MAIL", "COMPLAINT_CONTENT", "DISSENT_REASON",
    ]

    private func personal(of dataset: DatasetProfile) -> Set<String> { dataset.identityNumbers.union(Self.complainant) }

    // MARK: The real stages

    private func deliver(
        _ record: InboundRecord,
        to recipient: RegisteredPlatform,
        by policy: ExchangePolicy
    ) -> [OutboundRecord] {
        DeliveryStage(
            recipient: recipient,
            policy: policy,
            views: views,
            digest: Self.masking.map { $0.digest(for: recipient.id) } ?? nil
        )
        .process(RecordBatch(records: [record]), at: Self.now).outputs
        .filter { $0.topic == TopicName.deliver(recipient.id) }
    }

    private func state(of dataset: String, _ payload: [UInt8], from sender: RegisteredPlatform) -> SealCheck.State {
        let submission = InboundRecord(
            source: TopicPartition(TopicName.submit(sender.id), 0),
            offset: 0,
            timestamp: Self.now,
            key: nil,
            value: payload,
            headers: envelope(dataset, from: sender).headers
        )
        return SealCheck(flows: policy.flows, facts: FactsTable(sources: []))
            .state(of: Submission(submission, registry: policy.registry))
    }

    /// What says that a record is never published: openType 2, and R10.
    private static let secrets: [[AttributeName: String]] = [
        [.opentype: "2"], [.opentype: "0", .classification: "national-security"],
    ]

    private func ledgerRecord(
        _ dataset: String,
        _ payload: [UInt8],
        from sender: RegisteredPlatform,
        to department: String? = nil,
        concerning owner: String = BruteForce.recipients[0],
        marks: [AttributeName: String] = [:]
    ) -> InboundRecord {
        InboundRecord(
            source: TopicPartition(TopicName.ledger(sender.plane), 0),
            offset: 0,
            timestamp: Self.now,
            key: nil,
            value: payload,
            headers: envelope(dataset, from: sender, to: department, marks).headers + [
                RecordHeader(RecordHeaderName.origin, "submit.\(sender.id)/0/0"),
                RecordHeader(RecordHeaderName.digest, "sha-256:\(String(repeating: "0", count: 64))"),
                RecordHeader(RecordHeaderName.sender, sender.id),
            ] + (sender.plane == .supervision ? [RecordHeader(RecordHeaderName.concerned, owner)] : [])
        )
    }

    private func envelope(
        _ dataset: String,
        from sender: RegisteredPlatform,
        to department: String? = nil,
        _ marks: [AttributeName: String] = [:]
    ) -> EventEnvelope {
        var attributes: [AttributeName: String] = [
            .specversion: "1.0", .id: "e-1", .source: "/platforms/\(sender.code)", .type: "cn.ggzy.\(dataset)",
            .time: Self.now.rfc3339, .dataschema: "/contracts/national/v2/\(dataset)",
            .contenttype: "application/json", .partitionkey: "E3501000001000001001", .datakey: "0123456789abcdefghijkl",
            .operation: "add", .region: Self.region, .sector: Self.sector,
            // Whatever the default of the data set: a sender may say so.
            .opentype: "0",
        ]
        attributes[.supervisedept] = department
        return EventEnvelope(attributes: attributes.merging(marks) { _, mark in mark })
    }

    private func members(_ record: OutboundRecord) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(record.value ?? [])) as? [String: Any])
    }
}
