import Core
import Testing
import Trust

/// Documents that no software writes: what stands beside the ciphertext, who else could open it, and rubbish.
@Suite struct CiphertextAttackTests {
    private static let certificate = Result { try TestEnvelope(.rsa2048).certificate }

    private func document(_ change: (inout TestEnvelopedData) -> Void = { _ in }) throws -> [UInt8] {
        var data = TestEnvelopedData(TestEnvelopedData.transport(try Self.certificate.get()))
        change(&data)
        return data.encoded
    }

    private func code(_ der: [UInt8]) -> RejectionCode? {
        do throws(CiphertextFault) {
            _ = try CiphertextDocument(der)
            return nil
        } catch {
            return error.problem.code
        }
    }

    @Test func theUnchangedOneIsTaken() throws {
        #expect(code(try document()) == nil)
        #expect(CiphertextLaws.violation(by: try document()) == nil)
        let national = try document {
            $0.outer = "1.2.156.10197.6.1.4.2.3"
            $0.inner = "1.2.156.10197.6.1.4.2.1"
            $0.cipher = TestEnvelopedData.sm4
        }
        #expect(try CiphertextDocument(national).family == .national)
    }

    /// Whatever could carry the secret in clear.
    @Test func nothingStandsBesideTheCiphertext() throws {
        let text = TestDER.octets(Array("邀请单位甲".utf8))
        let attribute = TestDER.sequence(TestDER.oid("1.2.3.4"), TestDER.set(text))
        for change in [
            { $0.attributes = TestDER.element(0xa1, attribute) },
            { $0.originator = TestDER.element(0xa0, TestDER.element(0xa0, attribute)) },
            { $0.ciphertext = TestDER.element(0xa0, TestDER.octets([UInt8](repeating: 9, count: 32))) },
            { $0.ciphertext = TestDER.element(0x80, [UInt8](repeating: 9, count: 32)) + TestDER.element(0x81, text) },
            { $0.ciphertext = [] },
            { $0.ciphertext = TestDER.element(0x80, []) },
            { $0.ciphertext = TestDER.element(0x80, [UInt8](repeating: 9, count: 31)) },
            { $0.outer = "1.2.840.113549.1.7.2" },
            { $0.outer = "1.2.840.113549.1.7.1" },
            { $0.inner = "1.2.840.113549.1.7.2" },
        ] as [(inout TestEnvelopedData) -> Void] {
            #expect(code(try document(change)) == .ciphertextMalformed)
        }
    }

    @Test func onlyReadersNamedByCertificatesAreTaken() throws {
        let certificate = try Self.certificate.get()
        let transport = TestEnvelopedData.transport(certificate)
        let originator = TestDER.element(0xa0, TestDER.issuerAndSerial(certificate.der))
        let agreement = TestDER.sequence(
            TestDER.oid("1.3.132.1.11.1"),
            TestDER.sequence(TestDER.oid("2.16.840.1.101.3.4.1.45"))
        )
        let keys = TestDER.sequence(
            TestDER.sequence(TestDER.issuerAndSerial(certificate.der), TestDER.octets([UInt8](repeating: 1, count: 40)))
        )
        for recipients in [
            [], [[UInt8]](repeating: transport, count: 9), [transport, TestDER.element(0xa2, [])],
            [transport, TestDER.element(0xa3, [])], [transport, TestDER.element(0xa4, [])],
            // The owner of the originator's key would be another reader.
            [TestDER.element(0xa1, TestDER.integer(3), originator, agreement, keys)],
        ] {
            #expect(code(try document { $0.recipients = recipients }) == .ciphertextRecipient)
        }
        let ephemeral = TestDER.element(
            0xa0,
            TestDER.element(0xa1, TestDER.sequence(TestDER.oid("1.2.840.10045.2.1")), [0x03, 0x02, 0x00, 0x04])
        )
        let taken = try document {
            $0.recipients = [TestDER.element(0xa1, TestDER.integer(3), ephemeral, agreement, keys)]
        }
        #expect(try CiphertextDocument(taken).readers.count == 1)
        // Its key would be wrapped with Triple DES.
        let weak = TestDER.sequence(
            TestDER.oid("1.3.132.1.11.1"),
            TestDER.sequence(TestDER.oid("1.2.840.113549.1.9.16.3.6"))
        )
        let refused = try document {
            $0.recipients = [TestDER.element(0xa1, TestDER.integer(3), ephemeral, weak, keys)]
        }
        #expect(code(refused) == .ciphertextAlgorithm)
    }

    @Test func weakOrUnknownAlgorithmsAreRefused() throws {
        let certificate = try Self.certificate.get()
        let vector = TestDER.octets([UInt8](repeating: 7, count: 16))
        for cipher in [
            TestDER.sequence(TestDER.oid("1.2.840.113549.3.7"), TestDER.octets([UInt8](repeating: 7, count: 8))),
            TestDER.sequence(TestDER.oid("2.16.840.1.101.3.4.1.41"), vector),
            TestDER.sequence(TestDER.oid("2.16.840.1.101.3.4.1.42")),
            TestDER.sequence(TestDER.oid("2.16.840.1.101.3.4.1.42"), TestDER.octets([7])),
            // An authenticated cipher without its code.
            TestDER.sequence(
                TestDER.oid("2.16.840.1.101.3.4.1.46"),
                TestDER.sequence(TestDER.octets([UInt8](repeating: 7, count: 12)))
            ),
        ] {
            #expect(code(try document { $0.cipher = cipher }) == .ciphertextAlgorithm)
        }
        let elGamal = TestDER.sequence(TestDER.oid("1.3.14.7.2.1.1"))
        #expect(
            code(try document { $0.recipients = [TestEnvelopedData.transport(certificate, elGamal)] })
                == .ciphertextAlgorithm
        )
    }

    @Test func whatIsCutOrContinuedIsRefused() throws {
        let der = try document()
        for length in 0..<der.count { #expect(code(Array(der.prefix(length))) != nil, "\(length)") }
        #expect(code(der + [0]) == .ciphertextMalformed)
        #expect(code(Array("{}".utf8)) == .ciphertextMalformed)
        #expect(code([UInt8](repeating: 0x30, count: 1 << 20)) == .ciphertextMalformed)
        // Nested as deep as bytes allow.
        var deep: [UInt8] = [0x30, 0x00]
        for _ in 0..<10_000 { deep = TestDER.element(0x30, deep.suffix(60_000)) }
        #expect(code(deep) == .ciphertextMalformed)
    }

    /// Bytes changed at random never break a law, and whoever is named after a change is still somebody.
    @Test func mutationsKeepTheLaws() throws {
        var random = SeededGenerator(seed: 20_261_122)
        let scene = try TestEnvelope(.p256)
        var seeds = [try document(), try CiphertextWriter([scene.certificate]).encrypt(TestEnvelope.content)]
        seeds.append(try CiphertextWriter([TestEnvelope(.sm2).certificate]).encrypt(TestEnvelope.content))
        var taken = 0
        for seed in seeds {
            for _ in 0..<4000 {
                var bytes = seed
                for _ in 0...Int.random(in: 0...3, using: &random) {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                    default: bytes.remove(at: place)
                    }
                }
                #expect(CiphertextLaws.violation(by: bytes) == nil)
                if (try? CiphertextDocument(bytes)) != nil { taken += 1 }
            }
        }
        // Most of a document is ciphertext, in which a change changes nothing of this.
        print("\(taken) of \(seeds.count * 4000) changed documents are taken")
        #expect(taken > 1000)
    }
}
