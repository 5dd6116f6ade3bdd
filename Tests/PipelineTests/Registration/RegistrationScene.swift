import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// One registration worker on one partition of an in-memory broker, turned by hand, and what it wrote.
final class RegistrationScene {
    let gateway: TestGateway
    private var cycle: WorkCycle
    private var read: [String: Int] = [:]
    private let configure: (inout RegistrationConfiguration) -> Void
    /// The time at which the stage works.
    var now = TestEvent.now

    init(configure: @escaping (inout RegistrationConfiguration) -> Void = { _ in }) throws {
        gateway = try TestGateway(partitions: 1)
        self.configure = configure
        cycle = RegistrationScene.cycle(gateway, configure)
    }

    private static func cycle(
        _ gateway: TestGateway,
        _ configure: (inout RegistrationConfiguration) -> Void,
        faults: @escaping () -> InjectedFault? = { nil }
    ) -> WorkCycle {
        let bus = InMemoryBus(
            broker: gateway.broker,
            group: "registration",
            topics: [TopicName.admitted(.trading)],
            faults: faults
        )
        return WorkCycle(bus: bus, stage: gateway.registration(configure: configure))
    }

    /// The worker dies and another takes over, which knows what stands in the topics and nothing else.
    func restart(faults: @escaping () -> InjectedFault? = { nil }) {
        cycle = RegistrationScene.cycle(gateway, configure, faults: faults)
    }

    /// Has `event` admitted, which was appended at `time`.
    func admit(_ event: TestEvent, at time: Instant = TestEvent.now) throws {
        var event = event
        event.attributes[.time] = time.rfc3339
        let stage = gateway.admission()
        try stage.refresh()
        let effects = try stage.process(RecordBatch(records: [event.inbound(at: time)]), at: time)
        let admitted = try #require(effects.outputs.first { $0.topic == "admitted.trading" }, "\(event.id) is refused")
        try gateway.broker.produce(admitted)
    }

    /// Turns the worker until it is idle.
    func work() throws {
        while case .committed? = Optional(try cycle.turn(maximum: 100, wait: .zero, now: { self.now })) {}
    }

    /// Turns the worker once.
    func turn() throws {
        _ = try cycle.turn(maximum: 100, wait: .zero) { self.now }
    }

    /// Admits `event`, which was appended at `time`, and works: what was told to its sender.
    @discardableResult
    func submit(_ event: TestEvent, at time: Instant = TestEvent.now) throws -> [String] {
        try admit(event, at: time)
        try work()
        return try news()
    }

    /// The receipts since the last call: `<id> <verdict> <codes>` of verdicts, `<id> parked` of progress.
    func news() throws -> [String] {
        try new("receipt.trade").map { record in
            let id = try #require(record.headers.text("ce_id"))
            guard id.hasSuffix("/verdict") else { return id.replacing("/", with: " ") }
            let receipt = try ReceiptDocument(try #require(record.value))
            #expect(receipt.stage == "registration")
            return
                ([receipt.id ?? "", receipt.verdict] + receipt.problems.map(\.code).filter { $0 != "code_list_absent" })
                .joined(separator: " ")
        }
    }

    /// The ids in the ledger since the last call.
    func ledger() -> [String] { new("ledger.trading").compactMap { $0.headers.text("ce_id") } }

    /// The records of `topic` since the last call.
    func new(_ topic: String) -> [InboundRecord] {
        let records = gateway.broker.records(of: topic).flatMap { $0 }
        defer { read[topic] = records.count }
        return Array(records.dropFirst(read[topic] ?? 0))
    }
}
