import Core
import Testing
import Trust

/// What a recipient may rely on: exactly what was sealed is accepted, and nothing else.
@Suite struct GatewaySealTests {
    private static let kinds: [KeyKind] = [.p256, .sm2, .rsa2048]

    private static func sealer(_ kind: KeyKind, gateway: String = "gateway-one") throws -> GatewaySealer {
        let pki = try TestPKI.of(kind)
        return try GatewaySealer(gateway: gateway, key: pki.key, certificate: pki.leaf)
    }

    private static func verifier(_ sealer: GatewaySealer) throws -> SealVerifier {
        try SealVerifier(gateways: [.init(id: sealer.gateway, certificate: sealer.certificate)])
    }

    private static func record(_ number: Int) -> OutboundRecord {
        OutboundRecord(
            topic: "deliver.platform-\(number % 3)",
            key: number % 5 == 4 ? nil : Array("case-\(number)".utf8),
            value: number % 4 == 3 ? nil : Array("{\"NUMBER\":\(number)}".utf8),
            headers: [RecordHeader("ce_id", "id-\(number)"), RecordHeader("hutong-sender", "发送方")]
        )
    }

    private static func sealed(_ sealer: GatewaySealer, count: Int) throws -> [SealedRecord] {
        try sealer.seal((0..<count).map(record), at: TestPKI.now) { _ in true }.map {
            SealedRecord(topic: $0.topic, key: $0.key, headers: Array($0.headers), value: $0.value)
        }
    }

    private static func rule(_ verdict: SealVerdict) -> String? {
        switch verdict {
        case .sealed: "sealed"
        case .absent: "absent"
        case .broken(let problem): problem.rule
        }
    }

    @Test(arguments: kinds)
    func everySizeOfTransactionVerifies(kind: KeyKind) throws {
        let sealer = try Self.sealer(kind)
        let verifier = try Self.verifier(sealer)
        for count in [1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 70] {
            for record in try Self.sealed(sealer, count: count) {
                guard case .sealed(let statement) = verifier.verdict(on: record) else {
                    Issue.record("not sealed in a transaction of \(count)")
                    return
                }
                #expect(statement.count == count)
                #expect(statement.gateway == "gateway-one")
                #expect(statement.time == TestPKI.now.rfc3339)
            }
        }
    }

    @Test func onlyWhatIsChosenIsSealed() throws {
        let sealer = try Self.sealer(.p256)
        let records = (0..<6).map(Self.record)
        let sealed = try sealer.seal(records, at: TestPKI.now) { $0.topic == "deliver.platform-1" }
        for (before, after) in zip(records, sealed) {
            let added = after.headers.dropFirst(before.headers.count).map(\.name)
            #expect(added == (before.topic == "deliver.platform-1" ? ["hutong-seal", "hutong-sealpath"] : []))
        }
        // Records 1 and 4 alone, so two leaves.
        let one = sealed[1]
        let verdict = try Self.verifier(sealer).verdict(
            on: SealedRecord(topic: one.topic, key: one.key, headers: Array(one.headers), value: one.value)
        )
        guard case .sealed(let statement) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(statement.count == 2)
    }

    /// Whatever is changed about a sealed record, one byte at a time, it is refused.
    @Test(arguments: kinds)
    func noChangedRecordIsAccepted(kind: KeyKind) throws {
        let sealer = try Self.sealer(kind)
        let verifier = try Self.verifier(sealer)
        var random = SeededGenerator(seed: 20_261_121)
        let records = try Self.sealed(sealer, count: 9)
        #expect(records.allSatisfy { Self.rule(verifier.verdict(on: $0)) == "sealed" })
        for _ in 0..<1500 {
            let record = records[Int.random(in: 0..<records.count, using: &random)]
            let changed = Self.change(record, &random)
            #expect(Self.rule(verifier.verdict(on: changed)) != "sealed", "\(changed)")
        }
    }

    /// One change of one part: a flipped bit, a part more or less, null for empty and the reverse, two headers swapped.
    private static func change(_ record: SealedRecord, _ random: inout SeededGenerator) -> SealedRecord {
        func flip(_ bytes: [UInt8]) -> [UInt8] {
            guard !bytes.isEmpty else { return [0x20] }
            var flipped = bytes
            flipped[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            return flipped
        }
        var (topic, key, headers, value) = (record.topic, record.key, record.headers, record.value)
        let place = Int.random(in: 0..<headers.count, using: &random)
        switch Int.random(in: 0..<9, using: &random) {
        case 0: topic += "x"
        case 1: key = key == nil ? [] : nil
        case 2: key = key.map(flip) ?? [0x41]
        case 3: value = value == nil ? [] : nil
        case 4: value = value.map(flip) ?? [0x7b, 0x7d]
        case 5: headers[place] = RecordHeader(headers[place].name, bytes: headers[place].value.map(flip))
        case 6: headers[place] = RecordHeader(headers[place].name + "x", bytes: headers[place].value)
        case 7: headers.remove(at: place)
        default: headers.append(RecordHeader("x-added", "1"))
        }
        return SealedRecord(topic: topic, key: key, headers: headers, value: value)
    }

    @Test func theOrderOfHeadersIsSealed() throws {
        let sealer = try Self.sealer(.p256)
        var record = try #require(try Self.sealed(sealer, count: 3).first)
        var headers = record.headers
        headers.swapAt(0, 1)
        record = SealedRecord(topic: record.topic, key: record.key, headers: headers, value: record.value)
        #expect(try Self.rule(Self.verifier(sealer).verdict(on: record)) == "seal.content")
    }

    /// A header cannot stand in for two, nor its value for a line: what could be mistaken is encoded.
    @Test func textsOfDifferentRecordsDiffer() throws {
        let sealer = try Self.sealer(.p256)
        let pairs: [([RecordHeader], [RecordHeader])] = [
            ([RecordHeader("a", "1\n\"b\": 2")], [RecordHeader("a", "1"), RecordHeader("b", "2")]),
            ([RecordHeader("a", bytes: nil)], [RecordHeader("a", "")]),
            ([RecordHeader("a", bytes: nil)], [RecordHeader("a", ":")]),
            ([RecordHeader("a", bytes: [0])], [RecordHeader("a", ":AA==:")]),
            ([RecordHeader("a\": 1\n\"b", "2")], [RecordHeader("a", "1"), RecordHeader("b", "2")]),
            ([RecordHeader("@value", "x")], []),
        ]
        for (one, other) in pairs {
            let sealed = try sealer.seal(
                [OutboundRecord(topic: "receipt.a", key: nil, value: [], headers: one)],
                at: TestPKI.now
            ) { _ in true }
            let seal = Array(sealed[0].headers.suffix(2))
            let verifier = try Self.verifier(sealer)
            let same = SealedRecord(topic: "receipt.a", key: nil, headers: one + seal, value: [])
            let passedOff = SealedRecord(topic: "receipt.a", key: nil, headers: other + seal, value: [])
            #expect(Self.rule(verifier.verdict(on: same)) == "sealed")
            #expect(Self.rule(verifier.verdict(on: passedOff)) == "seal.content")
        }
    }

    @Test func refusalsSayWhichStepFailed() throws {
        let sealer = try Self.sealer(.p256)
        let record = try #require(try Self.sealed(sealer, count: 2).first)
        let plain = record.headers.filter { !$0.name.hasPrefix("hutong-seal") }
        let seal = Array(record.headers.suffix(2))
        func rule(_ headers: [RecordHeader], _ verifier: SealVerifier) -> String? {
            Self.rule(
                verifier.verdict(
                    on: SealedRecord(topic: record.topic, key: record.key, headers: headers, value: record.value)
                )
            )
        }
        let verifier = try Self.verifier(sealer)
        #expect(rule(plain, verifier) == "absent")
        #expect(rule(plain + [seal[0]], verifier) == "seal.form")
        #expect(rule(plain + [seal[1]], verifier) == "seal.form")
        #expect(rule(plain + seal + [seal[0]], verifier) == "seal.form")
        #expect(rule(plain + seal + [seal[1]], verifier) == "seal.form")
        // The same key under another name, another key under the same name, a period that is over.
        let renamed = try SealVerifier(gateways: [.init(id: "gateway-two", certificate: sealer.certificate)])
        #expect(rule(plain + seal, renamed) == "seal.gateway")
        let stranger = try SealVerifier(gateways: [.init(id: "gateway-one", certificate: TestPKI.of(.rsa2048).leaf)])
        #expect(rule(plain + seal, stranger) == "seal.gateway")
        let over = try SealVerifier(
            gateways: [.init(id: "gateway-one", certificate: sealer.certificate, until: TestPKI.now)]
        )
        #expect(rule(plain + seal, over) == "seal.time")
        let early = try SealVerifier(
            gateways: [.init(id: "gateway-one", certificate: sealer.certificate, from: TestPKI.at(1))]
        )
        #expect(rule(plain + seal, early) == "seal.time")
        // With the certificate alone, any name goes.
        let any = try SealVerifier(gateways: [.init(id: nil, certificate: sealer.certificate)])
        #expect(rule(plain + seal, any) == "sealed")
    }

    @Test func aKeyOfAnotherCertificateDoesNotSeal() throws {
        let pki = try TestPKI.of(.p256)
        #expect(throws: TrustFailure.self) {
            try GatewaySealer(gateway: "g", key: .generate(.p256), certificate: pki.leaf)
        }
    }
}
