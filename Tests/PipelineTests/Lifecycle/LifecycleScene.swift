import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// The life of one tender through all stages, and a text of what each platform saw of it, step by step.
///
/// A step is one submission; after it every stage works until nothing is left. An hour passes from step to step.
final class LifecycleScene {
    /// What became of one submission.
    struct Step {
        let dataset: String
        let sender: TestPlatform
        /// A text that stands in this submission and in no other.
        let marker: String
        let verdict: String
        let codes: [String]
        /// The ids of the platforms that received it.
        let recipients: [String]
        /// The ids of the platforms that were alerted.
        let alerted: [String]
    }

    private let gateway: TestGateway
    private var cycles: [WorkCycle] = []
    private var read: [String: Int] = [:]
    private let clock = Clock()
    private var now: Instant {
        get { clock.now }
        set { clock.now = newValue }
    }

    private final class Clock {
        var now = TestEvent.now
    }

    private(set) var steps: [Step] = []
    private var lines: [String] = []

    /// The fields whose content tells a submission from every other.
    private static let telling = [
        "TENDER_INVITATION": "BIDDER_NAME", "TENDER_LIST": "BIDDER_NAME", "BIDDER_MARGIN_INFO": "BIDDER_NAME",
        "BID_EVALUATION_EXPERT": "EXPERT_NAME", "EVALUATION_REPORT": "EVALUATION_CONTENT",
        "COMPLAINT_INFO": "COMPLAINT_NAME",
    ]

    init(_ title: String, ciphertext: TestCiphertext? = nil) throws {
        gateway = try TestGateway(ciphertext: ciphertext)
        lines = [title, ""]
        add("admission", gateway.submitTopics, gateway.admission())
        for plane in Plane.allCases {
            add("registration.\(plane.rawValue)", [TopicName.admitted(plane)], gateway.registration(plane))
        }
        add("index.supervision", [TopicName.claims(.supervision)], index())
        // A trading platform too has a stage that would deliver to it if anything allowed it.
        for platform in TestPlatform.all {
            let topics = gateway.ledgerTopics + Plane.allCases.map(TopicName.alert)
            add("delivery.\(platform.id)", topics, try gateway.delivery(to: platform))
        }
    }

    private func index() -> IndexStage {
        let clock = clock
        return gateway.index(.supervision, elapsed: { clock.now.milliseconds }) { $0.quietMilliseconds = 0 }
    }

    private func add(_ group: String, _ topics: [String], _ stage: any Stage) {
        cycles.append(
            WorkCycle(bus: InMemoryBus(broker: gateway.broker, group: group, topics: topics), stage: stage)
        )
    }

    /// What happened, as the golden file has it.
    var text: String { lines.joined(separator: "\n") + "\n" }

    /// A record that `sender` submits; `note` says for a reader why.
    ///
    /// - Parameters:
    ///   - place: number of the submission whose datakey it has; its own by default.
    ///   - change: what becomes of the event before it is sent.
    func submit(
        _ dataset: String,
        _ note: String,
        from sender: TestPlatform = .trade,
        case caseNumber: Int = 1,
        _ changes: [String: Any?] = [:],
        like place: Int? = nil,
        change: (inout TestEvent) throws -> Void = { _ in }
    ) throws {
        let number = steps.count + 1
        let marker = "标记\(number)号"
        var changes = changes
        if let field = Self.telling[dataset] { changes[field] = marker }
        var event = try TestEvent(dataset, case: caseNumber, from: sender, id: "s\(number)", changes)
        event.attributes[.time] = now.rfc3339
        event.attributes[.datakey] = String(format: "%022d", place ?? number)
        try change(&event)
        gateway.broker.setTime(now)
        try gateway.broker.produce(event.outbound)
        try work()
        now = now.advanced(byMilliseconds: 3_600_000)
        try record(event, dataset, note, marker)
    }

    /// Nothing is submitted for `hours`; what the exchange says by itself is written down.
    func pass(hours: Int64) throws {
        now = now.advanced(byMilliseconds: hours * 3_600_000)
        gateway.broker.setTime(now)
        try work()
        lines.append("-- \(hours) hours later")
        for platform in TestPlatform.all {
            for event in new(TopicName.deliver(platform.id)) { lines.append(try Self.alert(event, to: platform)) }
        }
        for platform in TestPlatform.all {
            for event in new(TopicName.receipt(platform.id))
            where event.headers.text("ce_type") == "cn.hutong.finding.v1" {
                let value = try JSONSerialization.jsonObject(with: Data(event.value ?? []))
                let finding = try #require(value as? [String: Any])
                let problems = finding["problems"] as? [[String: Any]] ?? []
                let codes = problems.compactMap { $0["code"] as? String }.joined(separator: " ")
                lines.append("   told \(platform.id) \(finding["id"] ?? "-") \(codes)")
            }
        }
        lines.append("")
    }

    /// An alert as the golden file has it: all that is in it but times and places.
    private static func alert(_ event: InboundRecord, to platform: TestPlatform) throws -> String {
        #expect(event.headers.text("ce_type") == "cn.hutong.alert.v1")
        let value = try JSONSerialization.jsonObject(with: Data(event.value ?? []))
        let object = try #require(value as? [String: Any])
        let told = ["alert", "platform", "dataset", "until", "id", "count"].compactMap { key in
            object[key].map { "\(key)=\($0 is NSNull ? "-" : "\($0)")" }
        }
        return "   !! \(platform.id) " + told.joined(separator: " ")
    }

    private func work() throws {
        var isBusy = true
        while isBusy {
            isBusy = false
            for place in cycles.indices {
                let now = self.now
                if case .committed = try cycles[place].turn(maximum: 10, wait: .zero, now: { now }) { isBusy = true }
            }
        }
    }

    private func record(_ event: TestEvent, _ dataset: String, _ note: String, _ marker: String) throws {
        let verdicts = new(TopicName.receipt(event.sender.id)).filter {
            $0.headers.text("ce_type") == "cn.hutong.receipt.v1"
        }
        let receipt = try ReceiptDocument(try #require(verdicts.first?.value, "\(note): no receipt"))
        #expect(verdicts.count == 1, "\(note): one receipt for one submission")
        let codes = receipt.problems.filter { $0.severity == "error" }.map(\.code)
        lines.append("\(steps.count + 1). \(event.sender.id) \(dataset): \(note)")
        lines.append("   " + ([receipt.verdict] + codes).joined(separator: " "))
        var (recipients, alerted, alerts): ([String], [String], [String]) = ([], [], [])
        for platform in TestPlatform.all {
            for delivery in new(TopicName.deliver(platform.id)) {
                if delivery.headers.text("ce_type") == "cn.hutong.alert.v1" {
                    alerts.append(try Self.alert(delivery, to: platform))
                    alerted.append(platform.id)
                    continue
                }
                recipients.append(platform.id)
                let view = delivery.headers.text("hutong-view") ?? "-"
                lines.append("   -> \(platform.id) \(view)")
                lines.append("      " + (try Self.shown(by: delivery, submitted: event)))
            }
        }
        if recipients.isEmpty { lines.append("   -> nobody") }
        lines += alerts
        lines.append("")
        steps.append(
            Step(
                dataset: dataset,
                sender: event.sender,
                marker: marker,
                verdict: receipt.verdict,
                codes: codes,
                recipients: recipients,
                alerted: alerted
            )
        )
    }

    /// What a delivery shows.
    private static func shown(by delivery: InboundRecord, submitted: TestEvent) throws -> String {
        guard delivery.value != nil else { return "(deleted)" }
        guard submitted.envelope.contentForm.isEncrypted else { return try fields(of: delivery, submitted: submitted) }
        return delivery.value == submitted.payload ? "(ciphertext, byte for byte)" : "(something else)"
    }

    /// The fields that were delivered, in the order of the alphabet; `*` behind one that does not say what was submitted.
    private static func fields(of delivery: InboundRecord, submitted: TestEvent) throws -> String {
        func object(_ bytes: [UInt8]?) throws -> [String: NSObject] {
            let value = try JSONSerialization.jsonObject(with: Data(bytes ?? []))
            return try #require(value as? [String: NSObject])
        }
        let original = try object(submitted.payload)
        return try object(delivery.value).sorted { $0.key < $1.key }
            .map { $0.key + (original[$0.key] == $0.value ? "" : "*") }.joined(separator: " ")
    }

    /// The records of `topic` since the last call.
    private func new(_ topic: String) -> [InboundRecord] {
        gateway.broker.records(of: topic).enumerated().flatMap { partition, records in
            let place = "\(topic)/\(partition)"
            defer { read[place] = records.count }
            return records.dropFirst(read[place] ?? 0)
        }
    }

    /// Every topic in which `text` occurs, in a key, a value or a header.
    func topics(holding text: String) -> Set<String> { topics(holding: Array(text.utf8)) }

    /// Every topic in which `sought` occurs, in a key, a value or a header.
    func topics(holding sought: [UInt8]) -> Set<String> {
        var topics = gateway.submitTopics
        for platform in TestPlatform.all {
            topics += [
                TopicName.receipt(platform.id), TopicName.deliver(platform.id), TopicName.quarantine(platform.id),
            ]
        }
        for plane in Plane.allCases {
            topics += [
                TopicName.admitted(plane), TopicName.cases(plane), TopicName.claims(plane), TopicName.ledger(plane),
                TopicName.facts(plane), TopicName.index(plane), TopicName.finding(plane), TopicName.alert(plane),
            ]
        }
        return Set(
            topics.filter { topic in
                gateway.broker.records(of: topic).joined().contains { record in
                    let parts = [record.key ?? [], record.value ?? []] + record.headers.map { $0.value ?? [] }
                    return parts.contains { $0.firstRange(of: sought) != nil }
                }
            }
        )
    }
}
