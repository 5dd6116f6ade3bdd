import Bus
import Core
import Foundation
import GatewayApp
import Pipeline
import Platform
import RoutingPolicy
import Testing
import Trust

/// A gateway that runs on the embedded broker, with trading platforms whose authorities the test commands.
final class TrustScene {
    /// What a receipt said, and when the broker took its submission.
    struct Receipt {
        let id: String
        let time: Instant
        let verdict: String
        let isRetryable: Bool
        /// Codes of the problems that refuse, and of those that only warn.
        let errors: [String]
        let warnings: [String]
    }

    /// A platform with a certificate of an authority of its own.
    private struct Sender {
        let signer: EventSigner
        let record: ComposedEvent
    }

    static let first = "fuzhou-trade"
    static let second = "xiamen-trade"

    let broker: EmbeddedBroker
    let exchange: TestExchange
    /// Where CRLs and OCSP answers may be left as files.
    let inbox: String
    private var entries: [[String: Any]] = []
    private var senders: [String: Sender] = [:]
    private var sent: [String: Int] = [:]
    private var producer: EventProducer?
    private var readers: [String: TopicReader] = [:]
    private var received: [String: [String: Receipt]] = [:]
    private var stop = StopSignal()
    private var thread: NamedThread?
    private var lines = Locked<[String]>([])
    private let port = Locked<UInt16?>(nil)

    init() throws {
        ProcessSignal.ignoreBrokenPipe()
        (broker, exchange) = try EmbeddedExchangeTests.exchange()
        inbox = exchange.directory.path + "/inbox"
        try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
    }

    deinit {
        end()
        producer?.close()
        for reader in readers.values { reader.close() }
        broker.close()
    }

    /// Lines of the log so far that contain `text`.
    func log(_ text: String) -> [String] { lines.withLock { $0.filter { $0.contains(text) } } }

    /// Gives `platform` a certificate of `fixture`'s authority, which the trust list names `id` and judges by `revocation`.
    ///
    /// - Returns: the certificate.
    @discardableResult
    func add(
        _ id: String,
        _ fixture: TrustFixture,
        for platform: String,
        _ revocation: [String: Any]
    ) throws -> Certificate {
        let registry = try Self.object(exchange.development.registry)
        let entry = try #require(
            (registry["platforms"] as? [[String: Any]])?.first { $0["id"] as? String == platform }
        )
        let body = try #require(entry["body"] as? String)
        let code = try #require(entry["code"] as? String)
        let key = try SigningKey.generate(.p256)
        let certificate = try fixture.issuer.issue(
            .platform("Scene \(id)", code: body, notBefore: fixture.at(-3600), notAfter: fixture.at(365 * 86_400)),
            for: key
        )
        try Data(certificate.pem.utf8).write(to: URL(fileURLWithPath: exchange.development.certificate(of: platform)))
        var record = try Self.object(EmbeddedExchangeTests.project)
        if platform != Self.first {
            record["PLATFORM_CODE"] = code
            record["TRADE_PLAT"] = entry["code11"]
        }
        var composer = EventComposer(platformCode: code, contracts: try exchange.load().artifacts.contracts)
        var draft = EventDraft(payload: [UInt8](try JSONSerialization.data(withJSONObject: record)))
        draft.contract = "PROJECT"
        guard case .composed(let event) = composer.compose(draft, file: "project.json", at: SystemClock.now()) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        senders[platform] = Sender(
            signer: try EventSigner(key: key, certificate: certificate, form: .raw(attachesCertificate: true)),
            record: event
        )
        entries.append([
            "id": id, "name": ["zh": id, "en": id],
            "history": [["status": "recognised", "from": fixture.at(-3600).rfc3339]],
            "certificates": [fixture.issuer.certificate.pem], "uses": ["platform-signing"],
            "identity": [["oid": CertificateTemplate.identityExtension]], "revocation": revocation,
        ])
        return certificate
    }

    /// Signs a list with a higher number, which names every authority that was added but those of `without`; a list that
    /// replaces one that is there comes into its place at once, signature first.
    func publishTrustList(without: Set<String> = [], suspended: [String: Instant] = [:]) throws {
        var list = try Self.object(exchange.development.trustList)
        let names = Set(entries.compactMap { $0["id"] as? String })
        var authorities = (list["authorities"] as? [[String: Any]] ?? []).filter {
            !names.contains($0["id"] as? String ?? "")
        }
        for var entry in entries {
            guard let id = entry["id"] as? String, !without.contains(id) else { continue }
            if let from = suspended[id] {
                entry["history"] =
                    (entry["history"] as? [[String: Any]] ?? []) + [["status": "suspended", "from": from.rfc3339]]
            }
            authorities.append(entry)
        }
        list["authorities"] = authorities
        list["serial"] = (list["serial"] as? Int ?? 1) + 1
        list["issued"] = SystemClock.now().rfc3339
        try Data(JSONSerialization.data(withJSONObject: list))
            .write(to: URL(fileURLWithPath: exchange.development.trustList), options: .atomic)
        try exchange.signTrustList()
    }

    /// Puts `trust` and the inbox into the configuration.
    func configure(trust: [String: Any]) throws {
        var configuration = try Self.object(exchange.development.configuration)
        configuration["trust"] = trust.merging(["directories": [inbox]]) { first, _ in first }
        try Data(JSONSerialization.data(withJSONObject: configuration))
            .write(to: URL(fileURLWithPath: exchange.development.configuration))
    }

    /// Starts the gateway with `trust` in its configuration and waits until its workers work.
    func start(trust: [String: Any]) throws {
        try configure(trust: trust)
        let connection = broker.connection(clientID: "scene")
        producer = try EventProducer(connection)
        for platform in senders.keys {
            readers[platform] = try TopicReader(connection, topics: [TopicName.receipt(platform)], start: .beginning)
        }
        try start()
    }

    /// Ends the gateway in order.
    func end() {
        stop.raise()
        _ = thread?.join(within: .seconds(20))
    }

    /// Starts the gateway again, as it is configured.
    func start() throws {
        stop = StopSignal()
        lines = Locked([])
        let loaded = try exchange.load()
        let service = GatewayService(loaded, scope: GatewayScope())
        let serving = exchange.captured()
        let (lines, port, stop) = (lines, port, stop)
        thread = NamedThread("test-gateway") {
            _ = try? service.run(
                until: stop,
                log: { line in
                    lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
                    return true
                },
                on: serving.console,
                ready: { _, bound in port.withLock { $0 = bound } }
            )
        }
        try EmbeddedExchangeTests.wait { !log("ready.gained latch=assignment").isEmpty }
    }

    /// Leaves `content` in the inbox, whole at once.
    func leave(_ content: [UInt8], as name: String) throws {
        try Data(content).write(to: URL(fileURLWithPath: inbox + "/" + name), options: .atomic)
    }

    /// Sends a record of `platform`, of a project of its own.
    func send(_ platform: String) throws {
        let sender = try #require(senders[platform])
        var attributes: [AttributeName: String] = [:]
        for name in AttributeName.allCases { attributes[name] = sender.record.envelope[name] }
        let number = sent[platform, default: 0]
        let serial = String((platform == Self.first ? 100_000 : 500_000) + number)
        let known = sender.record.envelope.partitionKey
        let project = String(known.dropLast(serial.count)) + serial
        attributes[.id] = "\(platform)-\(number)"
        attributes[.time] = SystemClock.now().rfc3339
        attributes[.partitionkey] = project
        attributes[.datakey] = attributes[.datakey].map { String($0.dropLast(serial.count)) + serial }
        let envelope = EventEnvelope(attributes: attributes)
        let payload = [UInt8](
            String(decoding: sender.record.payload ?? [], as: UTF8.self)
                .replacingOccurrences(of: known, with: project).utf8
        )
        let record = OutboundRecord(
            topic: TopicName.submit(platform),
            key: Array(envelope.partitionKey.utf8),
            value: payload,
            headers: envelope.headers + (try sender.signer.signatureHeaders(for: envelope, payload: payload))
        )
        let reports = try #require(producer).publish([record], deadline: .seconds(10))
        if let failure = reports.compactMap(\.failure).first { throw failure }
        sent[platform] = number + 1
    }

    /// The receipt of each record of `platform`, once all are there; in the order of the broker's times. A gateway that
    /// starts again on the embedded broker, which forgets offsets, judges again what it judged: with the same outcome.
    func receipts(_ platform: String) throws -> [Receipt] {
        let reader = try #require(readers[platform])
        let deadline = ContinuousClock.now + .seconds(30)
        while received[platform, default: [:]].count < sent[platform, default: 0] {
            for record in try reader.read(wait: .milliseconds(50))
            where record.headers.contains(RecordHeader("ce_type", "cn.hutong.receipt.v1")) {
                let receipt = try Self.receipt(record)
                let known = received[platform, default: [:]].updateValue(receipt, forKey: receipt.id)
                #expect(known == nil || known?.verdict == receipt.verdict, "\(receipt)")
            }
            guard ContinuousClock.now < deadline else { throw CocoaError(.executableNotLoadable) }
        }
        return received[platform, default: [:]].values.sorted { $0.time < $1.time }
    }

    /// Sends a record of `platform` and waits for its receipt.
    func exchangeOne(_ platform: String) throws -> Receipt {
        try send(platform)
        return try #require(try receipts(platform).last)
    }

    /// The answer of the operations endpoints to `path`.
    func ask(_ path: String) throws -> LocalHTTPAnswer {
        try LocalHTTPAnswer(of: path, at: try #require(port.withLock { $0 }))
    }

    /// The value of a series of `/metrics`; nil when there is none.
    func metric(_ series: String) throws -> Double? {
        try ask("/metrics").body.split(separator: "\n").first { $0.hasPrefix(series + " ") }
            .flatMap { $0.split(separator: " ").last }.flatMap { Double($0) }
    }

    private static func receipt(_ record: InboundRecord) throws -> Receipt {
        let value = try #require(record.value)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(value)) as? [String: Any])
        let problems = object["problems"] as? [[String: Any]] ?? []
        func codes(_ severity: String) -> [String] {
            problems.filter { $0["severity"] as? String == severity }.compactMap { $0["code"] as? String }
        }
        return Receipt(
            id: try #require(object["id"] as? String),
            time: try #require((object["time"] as? String).flatMap { Instant(rfc3339: $0) }),
            verdict: try #require(object["verdict"] as? String),
            isRetryable: object["retryable"] as? Bool ?? false,
            errors: codes("error"),
            warnings: codes("warning")
        )
    }

    private static func object(_ path: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
