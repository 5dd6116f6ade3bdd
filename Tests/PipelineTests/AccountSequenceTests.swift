import Core
import Pipeline
import RoutingPolicy
import Testing
import Trust

/// Accounts of views are sealed, and each names those before it: what is changed, taken out or put in is found
/// (docs/specs/topics.md §12a).
@Suite struct AccountSequenceTests {
    private static let topic = "view-usage.city-service"
    private static let clock = TestEvent.now

    private let gateway: TestGateway
    private let sealer: GatewaySealer

    init() throws {
        gateway = try TestGateway()
        sealer = try Self.sealer("gateway-one")
    }

    private static func sealer(_ name: String) throws -> GatewaySealer {
        let issuer = try CertificateIssuer.root(
            .authority("Gateways", notBefore: TestCiphertext.at(-10), notAfter: TestCiphertext.at(10)),
            key: .generate(.p256)
        )
        let key = try SigningKey.generate(.p256)
        let certificate = try issuer.issue(
            .platform(name, code: nil, notBefore: TestCiphertext.at(-1), notAfter: TestCiphertext.at(1)),
            for: key
        )
        return try GatewaySealer(gateway: name, key: key, certificate: certificate)
    }

    /// A worker that delivers to the city's public service.
    private func worker(faults: @escaping () -> InjectedFault? = { nil }) throws -> WorkCycle {
        WorkCycle(
            bus: InMemoryBus(
                broker: gateway.broker,
                group: "hutong.delivery.city-service",
                topics: [TopicName.ledger(.trading)],
                faults: faults
            ),
            stage: try gateway.delivery(
                to: .cityService,
                accounts: InMemoryPartitionSource(broker: gateway.broker),
                tellsSenders: true
            ),
            sealer: sealer
        )
    }

    /// Puts accepted records of `datasets` into partition `partition` of the ledger.
    private func accept(_ datasets: String..., partition: Int32 = 0) throws {
        for dataset in datasets {
            let record = try #require(try gateway.admit(TestEvent(dataset)).records("ledger.").first)
            try gateway.broker.produce(
                OutboundRecord(
                    topic: record.topic,
                    partition: partition,
                    key: record.key,
                    value: record.value,
                    headers: record.headers
                )
            )
        }
    }

    private func turn(_ worker: inout WorkCycle) throws {
        _ = try worker.turn(maximum: 10, wait: .zero) { Self.clock }
    }

    private func accounts() throws -> [InboundRecord] {
        var records: [InboundRecord] = []
        try InMemoryPartitionSource(broker: gateway.broker).restore([TopicPartition(Self.topic, 0)]) {
            records.append($0)
        }
        return records
    }

    /// What is told of `records`, read in this order: their places, from 0, and the rules.
    private func findings(_ records: [InboundRecord]) throws -> [String] {
        let seals = try SealVerifier(gateways: [.init(id: sealer.gateway, certificate: sealer.certificate)])
        var sequence = AccountSequence()
        return records.enumerated().flatMap { place, record in
            let sealed = SealedRecord(record)
            var rules = sequence.problem(of: sealed).map { [$0.rule] } ?? []
            switch seals.verdict(on: sealed) {
            case .sealed: break
            case .absent: rules.append("seal.present")
            case .broken(let problem): rules.append(problem.rule)
            }
            return rules.map { "\(place) \($0)" }
        }
    }

    private func changed(_ record: InboundRecord, _ old: String = "", _ new: String = "") -> InboundRecord {
        InboundRecord(
            source: record.source,
            offset: record.offset,
            timestamp: record.timestamp,
            key: record.key,
            value: record.value.map { Array(String(decoding: $0, as: UTF8.self).replacing(old, with: new).utf8) },
            headers: record.headers
        )
    }

    /// Five accounts: of two views in the second batch.
    private func written() throws -> [InboundRecord] {
        var worker = try worker()
        for datasets in [["TENDER_PROJECT"], ["PROJECT", "SECTION"], ["SECTION"], ["TENDER_PROJECT"]] {
            for dataset in datasets { try accept(dataset) }
            try turn(&worker)
        }
        let records = try accounts()
        #expect(records.count == 5)
        return records
    }

    @Test func whatWasWrittenIsSealedAndNamesWhatWasBefore() throws {
        let records = try written()
        #expect(try findings(records) == [])
        #expect(records.allSatisfy { $0.headers.map(\.name) == ["hutong-seal", "hutong-sealpath"] })
        var before: [String] = []
        for record in records {
            let value = try #require(record.value)
            #expect(AccountLink.previous(of: value) == before)
            before = ["sha-256:\(PayloadDigest(.sha256, of: value).hex)"]
        }
        // The seal is that of the deliveries: one delivery, its progress and its account.
        let header = try #require(records.first?.headers.first?.value)
        #expect(String(decoding: header, as: UTF8.self).hasPrefix("gateway=gateway-one;count=3;"))
        let second = String(decoding: try #require(records[1].value), as: UTF8.self)
        #expect(second.contains("\"through\":\"ledger.trading/0/1\""))
    }

    @Test func oneThatIsChangedIsFound() throws {
        let records = try written()
        for place in records.indices {
            var spoilt = records
            spoilt[place] = changed(records[place], "\"records\":1", "\"records\":0")
            let next = place + 1 < records.count ? ["\(place + 1) account.missing"] : []
            #expect(try findings(spoilt) == ["\(place) seal.content"] + next)
        }
    }

    @Test func oneThatIsTakenOutIsFoundByWhatFollows() throws {
        let records = try written()
        for place in records.indices {
            var spoilt = records
            spoilt.remove(at: place)
            // Behind the last one there is nothing that could name it.
            #expect(try findings(spoilt) == (place + 1 < records.count ? ["\(place) account.missing"] : []))
        }
        #expect(try findings(Array(records.dropFirst(3))) == ["0 account.missing"])
        #expect(try findings([records[1], records[0]] + records.dropFirst(2)) == ["0 account.missing"])
    }

    @Test func oneThatIsPutInIsFound() throws {
        let records = try written()
        let bare = InboundRecord(
            source: records[0].source,
            offset: 0,
            timestamp: records[0].timestamp,
            key: records[0].key,
            value: records[0].value,
            headers: []
        )
        for place in 1...records.count {
            func with(_ record: InboundRecord) throws -> [String] {
                var spoilt = records
                spoilt.insert(record, at: place)
                return try findings(spoilt)
            }
            #expect(try with(records[place - 1]) == ["\(place) account.repeated"])
            #expect(try with(bare) == ["\(place) account.repeated", "\(place) seal.present"])
            #expect(try with(changed(bare, "\"records\":1", "\"records\":7")) == ["\(place) seal.present"])
            #expect(try with(changed(records[0], "\"records\":1", "\"records\":7")) == ["\(place) seal.content"])
            #expect(
                try with(changed(records[0], "previous", "earlier")) == [
                    "\(place) account.form", "\(place) seal.content",
                ]
            )
            let strange = try Self.sealer("gateway-one").seal(
                [
                    OutboundRecord(
                        topic: Self.topic,
                        key: bare.key,
                        value: changed(bare, "\"records\":1", "\"records\":7").value
                    )
                ],
                at: Self.clock
            ) { _ in true }
            let forged = InboundRecord(
                source: bare.source,
                offset: 0,
                timestamp: bare.timestamp,
                key: bare.key,
                value: strange[0].value,
                headers: Array(strange[0].headers)
            )
            #expect(try with(forged) == ["\(place) seal.gateway"])
        }
    }

    /// A batch that came to nothing leaves no trace: the one after it goes on behind what is durable.
    @Test func whatWasAbortedIsNotNamed() throws {
        var aborted = 0
        var worker = try worker {
            aborted += 1
            return aborted == 2 ? .rewound : nil
        }
        for _ in 0..<2 {
            try accept("TENDER_PROJECT")
            try turn(&worker)
        }
        #expect(try accounts().count == 1)
        try turn(&worker)
        let records = try accounts()
        #expect(records.count == 2)
        #expect(try findings(records) == [])
    }

    /// Two workers at once, one of which ends, and then a new one: every account is named by one that follows.
    @Test func othersGoOnBehindIt() throws {
        var workers = [try worker(), try worker()]
        // Both have their partitions before either writes.
        for place in workers.indices { try turn(&workers[place]) }
        try accept("TENDER_PROJECT")
        try accept("PROJECT", partition: 3)
        for place in workers.indices { try turn(&workers[place]) }
        try accept("SECTION", partition: 3)
        try turn(&workers[1])
        #expect(try accounts().count == 3)
        workers.removeFirst()
        try accept("SECTION")
        try turn(&workers[0])
        let joined = try accounts()
        #expect(joined.count == 4)
        let last = try #require(joined.last?.value)
        #expect(AccountLink.previous(of: last)?.count == 2)
        #expect(try findings(joined) == [])
        for place in joined.indices.dropLast() {
            var spoilt = joined
            spoilt.remove(at: place)
            #expect(try findings(spoilt).isEmpty == false, "\(place)")
        }
        // A process that starts anew names the end of the topic.
        workers = [try worker()]
        try accept("PROJECT")
        try turn(&workers[0])
        let records = try accounts()
        let newest = try #require(records.last?.value)
        #expect(AccountLink.previous(of: newest) == [AccountLink.digest(of: last)])
        #expect(try findings(records) == [])
    }
}
