import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// The three stages of the trading plane on an in-memory broker, turned by hand, and the operator who asks for redrives.
final class RedriveScene {
    let gateway: TestGateway
    /// The time at which the stages work and the broker appends.
    var now = TestEvent.now {
        didSet { gateway.broker.setTime(now) }
    }
    /// While true no signature holds: a trust list that lacks an authority.
    var trustsNobody = false
    private var read: [String: Int] = [:]
    private var admission: WorkCycle?
    private var registration: WorkCycle?

    init() throws {
        gateway = try TestGateway(partitions: 2)
        restart()
    }

    /// All workers die and others take over, which know what stands in the topics and nothing else.
    func restart(admissionFaults: @escaping () -> InjectedFault? = { nil }) {
        // The old members leave the group before the new ones join.
        admission = nil
        registration = nil
        let signatures = SignatureCheck { [unowned self] _, _, _, _, _ in
            guard trustsNobody else { return .verified(SignatureCheck.Signer(form: "raw", algorithm: "sm2-sm3")) }
            return .refused([
                Problem(.certificateAuthorityUnknown, rule: "trust.chain", zh: "机构不在名单", en: "no such authority")
            ])
        }
        admission = WorkCycle(
            bus: InMemoryBus(
                broker: gateway.broker,
                group: "admission",
                topics: gateway.submitTopics + [TopicName.redrive(.trading)],
                faults: admissionFaults
            ),
            stage: gateway.admission(signatures: signatures, sealedDigest: SealedDigest { SpokenDigest(reader: $0) })
        )
        registration = WorkCycle(
            bus: InMemoryBus(broker: gateway.broker, group: "registration", topics: [TopicName.admitted(.trading)]),
            stage: gateway.registration()
        )
    }

    /// Sends `event` and works.
    ///
    /// - Returns: where it stands, and what was told to its sender.
    @discardableResult
    func submit(_ event: TestEvent) throws -> (place: RecordPlace, news: [String]) {
        let ends = gateway.broker.records(of: event.topic).map(\.count)
        try gateway.broker.produce(event.outbound)
        let partition = try #require(
            gateway.broker.records(of: event.topic).enumerated().first { $1.count > ends[$0] }?.offset
        )
        try work()
        let place = RecordPlace(TopicPartition(event.topic, Int32(partition)), Int64(ends[partition]))
        return (place, try news())
    }

    /// The operator asks for the submission at `place` and the workers work.
    @discardableResult
    func redrive(_ place: RecordPlace, digest: String? = nil) throws -> [String] {
        try ask(place, digest: digest)
        try work()
        return try news()
    }

    /// The operator asks for the submission at `place`; its digest is that of its entry in quarantine unless told.
    func ask(_ place: RecordPlace, digest: String? = nil) throws {
        let entry = gateway.broker.records(of: "quarantine.trade").flatMap { $0 }
            .last { $0.headers.text("hutong-origin") == place.text }
        let request = RedriveRequest(
            origin: place,
            digest: digest ?? entry?.headers.text("hutong-digest") ?? "",
            reason: "trust list corrected",
            time: now
        )
        try gateway.broker.produce(request.outbound(plane: .trading, key: entry?.key))
    }

    /// Turns both workers until neither has anything to do; a worker that dies is replaced.
    func work() throws {
        var isIdle = false
        while !isIdle {
            isIdle = true
            for turn in [turnAdmission, turnRegistration] {
                if case .idle = try turn() { continue }
                isIdle = false
            }
        }
    }

    private func turnAdmission() throws -> WorkCycle.Turn {
        do {
            return try #require(try admission?.turn(maximum: 100, wait: .zero) { self.now })
        } catch is WorkCycle.Loss {
            restart()
            return .rewound(records: 0)
        }
    }

    private func turnRegistration() throws -> WorkCycle.Turn {
        try #require(try registration?.turn(maximum: 100, wait: .zero) { self.now })
    }

    /// What was told to the sender since the last call: `<id> <verdict> <codes>`, in front of it `redriven` where the
    /// receipt says so; `<id> parked` of progress.
    func news() throws -> [String] {
        try new("receipt.trade").map { record in
            let id = try #require(record.headers.text("ce_id"))
            guard record.headers.text("ce_type") == "cn.hutong.receipt.v1" else { return id.replacing("/", with: " ") }
            let receipt = try ReceiptDocument(try #require(record.value))
            // Warnings that the golden samples bring along.
            let codes = receipt.problems.map(\.code).filter { $0 != "code_list_absent" && $0 != "field_placeholder" }
            #expect(id == "\(receipt.id ?? "")/verdict" || receipt.redriven == true)
            return ((receipt.redriven == true ? ["redriven"] : []) + [receipt.id ?? "", receipt.verdict] + codes)
                .joined(separator: " ")
        }
    }

    /// The ids in the ledger since the last call.
    func ledger() -> [String] { new("ledger.trading").compactMap { $0.headers.text("ce_id") } }

    /// The records of `topic` since the last call, partition by partition.
    func new(_ topic: String) -> [InboundRecord] {
        var fresh: [InboundRecord] = []
        for (partition, records) in gateway.broker.records(of: topic).enumerated() {
            let key = "\(topic)/\(partition)"
            fresh += records.dropFirst(read[key] ?? 0)
            read[key] = records.count
        }
        return fresh
    }
}
