import Core
import Foundation
import RoutingPolicy
import Testing
import Trust

@testable import Pipeline

/// Sealed data that comes before its release, encrypted for its recipient: what passes, and every rule that refuses it.
@Suite struct CiphertextAdmissionTests {
    private func invitation(_ change: (inout TestEvent) throws -> Void = { _ in }) throws -> TestEvent {
        var event = try TestEvent("TENDER_INVITATION")
        try event.encrypt(for: .cityConstruction)
        try change(&event)
        return event
    }

    private func outcome(
        _ event: TestEvent,
        _ rules: TestCiphertext? = TestCiphertext()
    ) throws -> TestGateway.Outcome {
        try TestGateway(ciphertext: rules).admit(event)
    }

    private func errors(_ event: TestEvent, _ rules: TestCiphertext? = TestCiphertext()) throws -> [String] {
        let outcome = try outcome(event, rules)
        // Whatever it is refused for: no copy is made.
        #expect(outcome.records("quarantine.").count == 1)
        #expect(outcome.records("quarantine.").allSatisfy { $0.value == nil })
        #expect(outcome.records("admitted.").isEmpty)
        let receipt = try outcome.receipt()
        #expect(receipt.verdict == "refused" && !receipt.retryable)
        return receipt.errors
    }

    @Test func itPassesAsItIs() throws {
        let event = try invitation()
        let outcome = try outcome(event)
        #expect(try outcome.receipt().verdict == "accepted")
        #expect(try outcome.receipt().problems.isEmpty)
        for output in outcome.records("admitted.") + outcome.records("ledger.") {
            #expect(output.value == event.payload)
            #expect(output.headers.text("ce_encryptedfor") == "city-construction")
        }
        // Nothing is known of the body: no code, no claim, no fact; only that the case has to be there.
        let words = try #require(outcome.records("admitted.").first?.headers.text("hutong-relation")).split(
            separator: " "
        )
        #expect(words.dropFirst(4).map(String.init) == ["0", "child", "owned", "p:TENDER_PROJECT:*:wait"])
        #expect(outcome.records("facts.").isEmpty && outcome.records("claims.").isEmpty)
        #expect(
            try CiphertextOpener(TestCiphertext.key(of: .cityConstruction)).open(try #require(event.payload))
                == TestEvent("TENDER_INVITATION").payload
        )
    }

    @Test func nothingPassesAsItIsShipped() throws {
        let refusal = ["ciphertext_forbidden /@attributes/encryptedfor ciphertext.policy"]
        #expect(Set(try errors(invitation(), nil)) == Set(refusal))
        // Of the two keys either is not enough.
        #expect(try errors(invitation(), TestCiphertext(encrypted: [:])) == refusal)
        #expect(try errors(invitation(), TestCiphertext(accepting: [])) == refusal)
    }

    @Test func otherDataSetsDoNotPass() throws {
        for dataset in ["TENDER_LIST", "EVALUATION_REPORT", "SECTION", "BID_OPENING_RECORD"] {
            var event = try TestEvent(dataset)
            try event.encrypt(for: .cityConstruction)
            #expect(try errors(event) == ["ciphertext_forbidden /@attributes/encryptedfor ciphertext.policy"])
        }
    }

    /// Everybody takes it, and the table lets it go to every plane: what keeps it away is who they are.
    @Test(arguments: [TestPlatform.rival, .trade, .lapsed, .provinceWater])
    func whoDoesNotGetTheRecordDoesNotGetItEncrypted(recipient: TestPlatform) throws {
        let everybody = TestCiphertext(
            encrypted: [505: ["supervision", "service", "trading"]],
            accepting: Set(TestPlatform.all.map(\.id))
        )
        let event = try invitation { try $0.encrypt(for: recipient) }
        #expect(
            Set(try errors(event, everybody)) == ["ciphertext_forbidden /@attributes/encryptedfor ciphertext.policy"]
        )
        let service = try invitation { try $0.encrypt(for: .cityService) }
        #expect(try outcome(service, everybody).receipt().verdict == "accepted")
    }

    @Test func aRecipientThatNobodyKnows() throws {
        let event = try invitation { $0.attributes[.encryptedfor] = "nobody" }
        #expect(try errors(event) == ["ciphertext_forbidden /@attributes/encryptedfor ciphertext.policy"])
        let malformed = try invitation { $0.attributes[.encryptedfor] = "City Construction" }
        #expect(try errors(malformed).contains("attribute_invalid /@attributes/encryptedfor envelope.encryptedfor"))
    }

    @Test func theReadersAreTheRecipientsOwn() throws {
        let own = try TestCiphertext.certificate(of: .cityConstruction)
        let strange = try TestCiphertext.certificate(of: .provinceAll)
        for certificates in [[strange], [own, strange]] {
            let event = try invitation {
                $0.payload = Array("{}".utf8)
                try $0.encrypt(for: .cityConstruction, with: certificates)
            }
            #expect(try errors(event) == ["ciphertext_recipient  ciphertext.reader"])
        }
        // One that the recipient had, in whose place another one is registered now.
        #expect(try errors(invitation(), TestCiphertext(days: 90)) == ["ciphertext_recipient  ciphertext.reader"])
    }

    @Test func whatIsNoCiphertextIsNotOne() throws {
        for payload in [Array("{\"BIDDER_NAME\":\"甲\"}".utf8), [0x30, 0x00], [0xff]] {
            #expect(try errors(invitation { $0.payload = payload }) == ["ciphertext_malformed  ciphertext.form"])
        }
        let other = try invitation { $0.attributes[.contenttype] = ContentForm.enveloped.mediaType }
        #expect(try errors(other) == ["ciphertext_malformed  ciphertext.form"])
        let cut = try invitation { $0.payload?.removeLast() }
        #expect(try errors(cut) == ["ciphertext_malformed  ciphertext.form"])
    }

    @Test func anotherCipherIsRefused() throws {
        // The arcs of id-aes256-GCM (RFC 5084 §3.2), the last one turned into that of id-aes256-CCM.
        let arcs: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2e]
        let event = try invitation { event in
            let place = try #require(event.payload?.firstRange(of: arcs))
            event.payload?[place.upperBound - 1] = 0x2f
        }
        #expect(try errors(event) == ["ciphertext_algorithm  ciphertext.algorithm"])
    }

    @Test func mediaTypeRecipientAndTimeGoTogether() throws {
        for name in [AttributeName.encryptedfor, .releasetime] {
            #expect(
                try errors(invitation { $0.attributes[name] = nil })
                    .contains("attribute_missing /@attributes/\(name.rawValue) envelope.\(name.rawValue)")
            )
            let value = name == .encryptedfor ? "city-construction" : TestCiphertext.at(1).rfc3339
            var plain = try TestEvent("SECTION")
            plain.attributes[name] = value
            let receipt = try TestGateway().admit(plain).receipt()
            #expect(
                receipt.errors.contains("attribute_invalid /@attributes/\(name.rawValue) envelope.\(name.rawValue)")
            )
        }
        #expect(
            try errors(invitation { $0.attributes[.contenttype] = "application/pkcs7-mime" })
                .contains("content_type_unsupported /@attributes/contenttype envelope.contenttype")
        )
    }

    @Test func theTimeOfReleaseIsToCome() throws {
        for time in [TestEvent.now, TestCiphertext.at(-1)] {
            let event = try invitation { $0.attributes[.releasetime] = time.rfc3339 }
            #expect(try errors(event) == ["attribute_invalid /@attributes/releasetime ciphertext.release-time"])
        }
        let later = try invitation {
            $0.attributes[.releasetime] = TestEvent.now.advanced(byMilliseconds: 1).rfc3339
        }
        #expect(try outcome(later).receipt().verdict == "accepted")
        #expect(
            try errors(invitation { $0.attributes[.releasetime] = "tomorrow" })
                .contains("attribute_invalid /@attributes/releasetime envelope.releasetime")
        )
    }

    @Test func aDeleteHasNoCiphertext() throws {
        let empty = try invitation { $0.makeDelete() }
        #expect(try outcome(empty).receipt().verdict == "accepted")
        let full = try invitation { $0.attributes[.operation] = "delete" }
        #expect(try errors(full) == ["body_forbidden  ciphertext.delete"])
        let nothing = try invitation { $0.payload = nil }
        #expect(try errors(nothing).isEmpty == false)
    }

    /// What is not shown to be the sender's is not looked into: a forger learns nothing about its ciphertext.
    @Test func ciphertextOfAForgerIsNotJudged() throws {
        let event = try invitation {
            $0.payload = [0xff]
            $0.extra = [RecordHeader(SignatureHeader.signature, "wrong")]
        }
        #expect(try errors(event) == ["signature_invalid /@attributes/signature trust.signature.valid"])
    }

    /// The release of a section opens nothing for ciphertext: of which section it is nobody knows.
    @Test func afterTheOpeningItIsJudgedTheSame() throws {
        let gateway = try TestGateway(ciphertext: TestCiphertext())
        let stage = gateway.admission()
        _ = try gateway.admit(try TestEvent("BID_OPENING_RECORD"), by: stage)
        #expect(try gateway.admit(invitation(), by: stage).receipt().verdict == "accepted")
        let wrong = try invitation { try $0.encrypt(for: .provinceAll) }
        #expect(try gateway.admit(wrong, by: stage).receipt().verdict == "refused")
    }

    /// Its name is its own: the record in clear comes under the same datakey, and so does another recipient's.
    @Test func itIsARecordOfItsOwn() throws {
        func name(_ event: TestEvent, _ rules: TestCiphertext = TestCiphertext()) throws -> [Substring] {
            let gateway = try TestGateway(ciphertext: rules)
            let stage = gateway.admission()
            _ = try gateway.admit(try TestEvent("BID_OPENING_RECORD"), by: stage)
            let outcome = try gateway.admit(event, by: stage)
            let relation = try #require(outcome.records("admitted.").first?.headers.text("hutong-relation"))
            return relation.split(separator: " ")
        }
        let both = TestCiphertext(accepting: ["city-construction", "province-all"])
        let names = [
            try name(invitation())[2], try name(TestEvent("TENDER_INVITATION"))[2],
            try name(invitation { try $0.encrypt(for: .provinceAll) }, both)[2],
        ]
        #expect(Set(names).count == 3)
        #expect(try name(invitation())[2] == names[0], "another ciphertext of the same record")
        // docs/specs/topics.md §14, by hand.
        let text = [
            SampleRecord.caseKey(1), "r", "trade", "TENDER_INVITATION", "0123456789abcdefghijkl", "city-construction",
        ].joined(separator: "\u{1f}")
        #expect(names[0] == PayloadDigest(.sha256, of: Array(text.utf8)).hex.prefix(32))
    }
}
