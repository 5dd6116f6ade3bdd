import Core
import Testing

@testable import Trust

/// Lists and answers that the `openssl` command signed, taken into a book and asked.
@Suite struct RevocationBookTests {
    private func authority(
        _ pki: TestPKI,
        budget: Duration? = nil,
        check: RevocationPolicy.Check = .any
    ) -> TrustList {
        let described = pki.authority()
        return TrustList(authorities: [
            TrustAuthority(
                id: described.id,
                name: described.name,
                history: described.history,
                certificates: described.certificates,
                identity: described.identity,
                revocation: RevocationPolicy(check: check, budget: budget)
            )
        ])
    }

    private func fault(_ result: Result<RevocationItem, RevocationFault>) -> RevocationFault.Code? {
        if case .failure(let fault) = result { return fault.code }
        return nil
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func completeList(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        register.entries = [
            .init(serial: "0A0B", revoked: TestPKI.at(-30), reason: "keyCompromise"),
            .init(serial: pki.leaf.serial, revoked: TestPKI.at(-3), reason: "superseded"),
            .init(serial: "7F"),
        ]
        let der = try register.list { $0.number = 300 }
        var book = RevocationBook()
        let item = try book.add(crl: der, list: authority(pki), at: TestPKI.now).get()
        #expect(item.kind == .crl)
        #expect(item.authority == "test-ca")
        #expect(item.issuer == pki.issuing.certificate.thumbprint)
        #expect(item.number?.description == "300")
        #expect(item.count == 2)
        #expect(item.thisUpdate == TestPKI.at(-1))
        #expect(item.nextUpdate == TestPKI.at(6))
        // Without a budget nextUpdate decides.
        #expect(item.usableUntil == TestPKI.at(6))
        #expect(item.bytes == der)
        let digest = try register.openssl.run("dgst", "-sha256", "-r", "list.der")
        #expect(digest.hasPrefix(item.digest))
        #expect(book.items == [item])

        let issuing = pki.issuing.certificate
        let found = try #require(book.list(about: pki.leaf, issuedBy: issuing, kin: []))
        #expect(found.state == .revoked(at: TestPKI.at(-3), reason: .superseded))
        let other = try pki.issuing.issue(TestPKI.template(), for: pki.key)
        #expect(book.list(about: other, issuedBy: issuing, kin: [])?.state == .good)
        // The root has issued no list.
        #expect(book.list(about: issuing, issuedBy: pki.root.certificate, kin: []) == nil)
        // The same again is no roll-back.
        #expect(try book.add(crl: der, list: authority(pki), at: TestPKI.now).get() == item)
    }

    @Test func listAsPEM() throws {
        let pki = try TestPKI.of(.p256)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        _ = try register.list()
        var book = RevocationBook()
        let text = try register.openssl.read("list.pem")
        #expect(try book.add(crl: text, list: authority(pki), at: TestPKI.now).get().count == 0)
    }

    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func forgedList(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        // An impostor of the same name, and one changed bit.
        guard let impostor = try CommandLineAuthority(TestPKI(kind).issuing) else { return }
        var book = RevocationBook()
        let forged = try book.add(crl: impostor.list(), list: authority(pki), at: TestPKI.now)
        #expect(fault(forged) == .signatureInvalid)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        register.entries = [.init(serial: "0A0B", revoked: TestPKI.at(-30))]
        var der = try register.list()
        let position = try #require(der.indices.first { der[$0...].starts(with: [0x02, 0x02, 0x0a, 0x0b]) })
        der[position + 3] = 0x0c
        #expect(fault(book.add(crl: der, list: authority(pki), at: TestPKI.now)) == .signatureInvalid)
        #expect(book.items.isEmpty)
    }

    @Test func listUnderAnotherDistinguishingID() throws {
        let pki = try TestPKI.of(.sm2)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        var book = RevocationBook()
        let other = try register.list { $0.distinguishingID = "8765432187654321" }
        #expect(fault(book.add(crl: other, list: authority(pki), at: TestPKI.now)) == .signatureInvalid)
    }

    @Test func strangersList() throws {
        guard let register = try CommandLineAuthority(TestPKI(.p256, name: "Stranger").issuing) else { return }
        var book = RevocationBook()
        let result = try book.add(crl: register.list(), list: authority(TestPKI.of(.p256)), at: TestPKI.now)
        #expect(fault(result) == .issuerUnknown)
    }

    @Test func weakDigest() throws {
        let pki = try TestPKI.of(.rsa2048)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        var book = RevocationBook()
        let list = authority(pki)
        #expect(
            try fault(book.add(crl: register.list { $0.digest = "sha1" }, list: list, at: TestPKI.now))
                == .algorithmRefused
        )
        #expect(try fault(book.add(crl: register.list { $0.digest = "sha512" }, list: list, at: TestPKI.now)) == nil)
    }

    @Test func newestWins() throws {
        let pki = try TestPKI.of(.p256)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        let list = authority(pki)
        var book = RevocationBook()
        func add(_ number: Int?, _ day: Int64) throws -> RevocationFault.Code? {
            let der = try register.list {
                $0.number = number
                $0.thisUpdate = TestPKI.at(day)
            }
            return fault(book.add(crl: der, list: list, at: TestPKI.now))
        }
        #expect(try add(9, -5) == nil)
        // Lower number: older, even with a later date. Decimal 10 follows 9.
        #expect(try add(8, -4) == .rollback)
        #expect(try add(10, -5) == nil)
        // Same number: the date decides, and equal dates with other bytes are refused (ECDSA signatures differ).
        #expect(try add(10, -6) == .rollback)
        #expect(try add(10, -5) == .rollback)
        #expect(try add(10, -4) == nil)
        // A list without a number counts by its date.
        #expect(try add(nil, -5) == .rollback)
        #expect(try add(nil, -3) == nil)
        #expect(book.items.count == 1)
        #expect(book.items.first?.number == nil)
        // From the future.
        #expect(try add(20, 1) == .notYetValid)
    }

    /// The extension that makes a list a delta (RFC 5280 §5.2.4): critical, an INTEGER.
    private func deltaIndicator(_ base: UInt8) -> String {
        "2.5.29.27=critical,DER:02:01:0\(base)"
    }

    @Test func deltaOverComplete() throws {
        let pki = try TestPKI.of(.sm2)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        let list = authority(pki)
        let issuing = pki.issuing.certificate
        var book = RevocationBook()
        func state() -> RevocationState? { book.list(about: pki.leaf, issuedBy: issuing, kin: [])?.state }
        let complete = try register.list {
            $0.number = 4
            $0.thisUpdate = TestPKI.at(-3)
            $0.nextUpdate = TestPKI.at(-1)
        }
        #expect(try book.add(crl: complete, list: list, at: TestPKI.now).get().kind == .crl)
        #expect(state() == .good)
        register.entries = [.init(serial: pki.leaf.serial, revoked: TestPKI.at(-2), reason: "certificateHold")]
        let held = try register.list {
            $0.number = 5
            $0.thisUpdate = TestPKI.at(-2)
            $0.nextUpdate = TestPKI.at(1)
            $0.extensions = [self.deltaIndicator(4)]
        }
        let item = try book.add(crl: held, list: list, at: TestPKI.now).get()
        #expect(item.kind == .deltaCRL)
        #expect(state() == .revoked(at: TestPKI.at(-2), reason: .certificateHold))
        // What is known reaches as far as the delta does.
        let evidence = book.list(about: pki.leaf, issuedBy: issuing, kin: [])
        #expect(evidence?.usableUntil == TestPKI.at(1))
        #expect(evidence?.item == item)
        // The hold ends.
        register.entries = [.init(serial: pki.leaf.serial, revoked: TestPKI.at(-2), reason: "removeFromCRL")]
        let released = try register.list {
            $0.number = 6
            $0.extensions = [self.deltaIndicator(4)]
        }
        #expect(try book.add(crl: released, list: list, at: TestPKI.now).get().number?.description == "6")
        #expect(state() == .good)
        #expect(book.items.map(\.kind) == [.crl, .deltaCRL])
        // A delta upon a list that is not there tells nothing about the one that is.
        register.entries = [.init(serial: pki.leaf.serial, revoked: TestPKI.at(-2))]
        let ahead = try register.list {
            $0.number = 8
            $0.extensions = [self.deltaIndicator(7)]
        }
        #expect(fault(book.add(crl: ahead, list: list, at: TestPKI.now)) == nil)
        #expect(state() == .good)
        // With its base it counts.
        register.entries = []
        let next = try register.list { $0.number = 7 }
        #expect(fault(book.add(crl: next, list: list, at: TestPKI.now)) == nil)
        #expect(state() == .revoked(at: TestPKI.at(-2), reason: nil))
        // A complete list as new as the delta takes its place.
        let last = try register.list { $0.number = 8 }
        #expect(fault(book.add(crl: last, list: list, at: TestPKI.now)) == nil)
        #expect(book.items.map(\.kind) == [.crl])
        #expect(fault(book.add(crl: ahead, list: list, at: TestPKI.now)) == .rollback)
        #expect(state() == .good)
    }

    @Test func budget() throws {
        let pki = try TestPKI.of(.p256)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        let der = try register.list()
        var book = RevocationBook()
        let item = try book.add(crl: der, list: authority(pki, budget: .seconds(7200)), at: TestPKI.now).get()
        // Two hours after thisUpdate, though nextUpdate is six days away; for authorities nextUpdate is late enough.
        #expect(item.usableUntil == TestPKI.at(-1).advanced(byMilliseconds: 7_200_000))
        #expect(item.usableForAuthoritiesUntil == TestPKI.at(6))
        // A new list with another budget changes what is in the book; one without the authority empties it.
        book.rebind(to: authority(pki, budget: .seconds(86_400 * 10)))
        #expect(book.items.first?.usableUntil == TestPKI.at(9))
        book.rebind(to: authority(try TestPKI(.p256)))
        #expect(book.items.isEmpty)
    }

    @Test func scopes() throws {
        let pki = try TestPKI.of(.p256)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        let list = authority(pki)
        var book = RevocationBook()
        func add(_ lines: String..., number: Int = 1) throws -> RevocationFault.Code? {
            let der = try register.list {
                $0.number = number
                $0.extensions = ["issuingDistributionPoint=critical,@scope", "[scope]"] + lines
            }
            return fault(book.add(crl: der, list: list, at: TestPKI.now))
        }
        #expect(try add("onlysomereasons=keyCompromise") == .scopeUnsupported)
        #expect(try add("indirectCRL=TRUE") == .scopeUnsupported)
        #expect(try add("onlyAA=TRUE") == .scopeUnsupported)
        register.entries = [.init(serial: pki.leaf.serial, revoked: TestPKI.at(-2))]
        // A list for authorities says nothing about a platform.
        #expect(try add("onlyCA=TRUE") == nil)
        #expect(book.list(about: pki.leaf, issuedBy: pki.issuing.certificate, kin: []) == nil)
        // Neither does a list of a distribution point that the certificate does not name.
        #expect(try add("fullname=URI:http://ca.example/1.crl") == nil)
        #expect(book.list(about: pki.leaf, issuedBy: pki.issuing.certificate, kin: []) == nil)
        #expect(try add("onlyuser=TRUE") == nil)
        let found = book.list(about: pki.leaf, issuedBy: pki.issuing.certificate, kin: [])
        #expect(found?.state == .revoked(at: TestPKI.at(-2), reason: nil))
        #expect(Set(book.items.map(\.key)).count == 3)
        // What is critical and not understood is refused.
        let unknown = try register.list { $0.extensions = ["1.2.3.4=critical,DER:05:00"] }
        #expect(fault(book.add(crl: unknown, list: list, at: TestPKI.now)) == .scopeUnsupported)
    }

    @Test func malformedLists() throws {
        let pki = try TestPKI.of(.p256)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        register.entries = [.init(serial: "0A0B", revoked: TestPKI.at(-30), reason: "keyCompromise")]
        let der = try register.list()
        let list = authority(pki)
        var book = RevocationBook()
        for cut in 0..<der.count {
            #expect(fault(book.add(crl: Array(der.prefix(cut)), list: list, at: TestPKI.now)) == .malformed)
        }
        #expect(fault(book.add(crl: der + [0], list: list, at: TestPKI.now)) == .malformed)
        // Any one bit changed anywhere: never taken in.
        for position in der.indices {
            var changed = der
            changed[position] ^= 1 << (position % 8)
            if case .success = book.add(crl: changed, list: list, at: TestPKI.now) {
                Issue.record("bit \(position % 8) of octet \(position) changed and the list was taken")
            }
        }
        #expect(fault(book.add(crl: der, list: list, at: TestPKI.now)) == nil)
        let large = [UInt8](repeating: 0x30, count: RevocationList.maximumLength + 1)
        #expect(fault(book.add(crl: large, list: list, at: TestPKI.now)) == .tooLarge)
    }

    /// Serial numbers of one to twenty octets in the order of nothing: each is found, its neighbours are not.
    @Test func manyEntries() throws {
        let pki = try TestPKI.of(.p256)
        guard let register = try CommandLineAuthority(pki.issuing) else { return }
        var state: UInt64 = 1
        func random() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        var dates: [[UInt8]: Instant] = [:]
        for count in 0..<5000 {
            var serial = (0..<(count % 20 + 1)).map { _ in random() }
            // As a positive number in its shortest form: an odd first octet below 0x80.
            serial[0] = serial[0] & 0x7f | 1
            dates[serial] = TestPKI.at(-Int64(count % 300) - 1)
        }
        register.entries = dates.map { .init(serial: Hexadecimal.encode($0.key), revoked: $0.value) }
        let list = try RevocationList.parse(register.list()).get()
        #expect(list.count == dates.count)
        for (serial, date) in dates {
            #expect(list.entries.entry(for: serial, in: list.der)?.date == date)
            var other = serial
            other[other.count - 1] ^= 0x55
            #expect((list.entries.entry(for: other, in: list.der) != nil) == (dates[other] != nil))
        }
        #expect(list.entries.entry(for: [], in: list.der) == nil)
    }
}
