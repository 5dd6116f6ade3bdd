import Core
import Testing

@testable import Trust

/// Paths of every form, made by the `openssl` command: strength at every level, path length, purposes, the pair of
/// certificates of GM/T 0015, renewed keys and cross certificates.
@Suite struct ChainFormsTests {
    /// Certificates and keys by name, in a directory of the command.
    final class Workshop {
        let openssl: CommandLineOpenSSL
        private var kinds: [String: String] = [:]
        private(set) var certificates: [String: Certificate] = [:]

        static let authority = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
        static let signer = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"

        /// Nil without the command.
        init?() throws {
            openssl = try CommandLineOpenSSL()
            guard openssl.isAvailable else { return nil }
        }

        private static func key(_ kind: String) -> [String] {
            switch kind {
            case "sm2": ["-algorithm", "SM2"]
            case let kind where kind.hasPrefix("rsa"):
                ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:\(kind.dropFirst(3))"]
            default: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:\(kind)"]
            }
        }

        /// A key of the sort `kind` under `name`.
        func makeKey(_ name: String, _ kind: String) throws {
            kinds[name] = kind
            try openssl.run(arguments: ["genpkey", "-out", "\(name).key"] + Self.key(kind))
        }

        /// A certificate `name` for the key `key`, issued by `issuer`, itself when nil; valid from now for `days`.
        @discardableResult
        func issue(
            _ name: String,
            key: String? = nil,
            kind: String = "P-256",
            subject: String? = nil,
            by issuer: String? = nil,
            digest: String? = nil,
            days: Int = 30,
            _ extensions: String
        ) throws -> Certificate {
            let key = key ?? name
            if kinds[key] == nil { try makeKey(key, kind) }
            let ownsSM2 = kinds[key] == "sm2"
            let isSM2 = issuer.map { kinds[$0] == "sm2" } ?? ownsSM2
            try openssl.write(extensions, to: "\(name).ext")
            let id = "distid:1234567812345678"
            var request = ["req", "-new", "-key", "\(key).key", "-subj", "/CN=\(subject ?? name)"]
            request += ["-out", "\(name).csr"] + (ownsSM2 ? ["-sm3", "-sigopt", id] : [])
            try openssl.run(arguments: request)
            var arguments = ["x509", "-req", "-in", "\(name).csr", "-extfile", "\(name).ext", "-days", "\(days)"]
            arguments += ["-\(digest ?? (isSM2 ? "sm3" : "sha256"))", "-out", "\(name).pem"]
            if ownsSM2 { arguments += ["-vfyopt", id] }
            if isSM2 { arguments += ["-sigopt", id] }
            arguments +=
                issuer.map { ["-CA", "\($0).pem", "-CAkey", "\($0).key", "-CAcreateserial"] }
                ?? ["-signkey", "\(key).key"]
            try openssl.run(arguments: arguments)
            let pem = String(decoding: try openssl.read("\(name).pem"), as: UTF8.self)
            let certificate = try #require(Certificate.certificates(pem: pem)?.first)
            certificates[name] = certificate
            return certificate
        }

        /// What speaks against `leaf` when `listed` are the certificates of the authority; empty when nothing does.
        func rules(
            _ leaf: String,
            listed: [String],
            at instant: Instant? = nil
        ) throws -> [String] {
            try verdict(leaf, listed: listed, at: instant).problems.map(\.rule)
        }

        func verdict(_ leaf: String, listed: [String], at instant: Instant? = nil) throws -> ChainVerdict {
            let leaf = try #require(certificates[leaf])
            let authority = TrustAuthority(
                id: "test-ca",
                name: BilingualText(zh: "测试机构", en: "Test authority"),
                history: [RecognitionPeriod(.recognised, from: Instant(milliseconds: 0))],
                certificates: try listed.map { try #require(certificates[$0]) },
                uses: [.platformSigning],
                identity: []
            )
            let store = try TrustStore(list: TrustList(authorities: [authority]), generation: 1)
            let time = instant ?? leaf.notBefore.advanced(byMilliseconds: 3_600_000)
            return store.verify(leaf, for: .platformSigning, at: time).verdict
        }
    }

    @Test(arguments: ["sm2", "P-256", "P-384", "P-521", "rsa2048"])
    func threeLevels(kind: String) throws {
        guard let shop = try Workshop() else { return }
        try shop.issue("root", kind: kind, Workshop.authority)
        try shop.issue("issuing", kind: kind, by: "root", Workshop.authority)
        try shop.issue("leaf", kind: kind, by: "issuing", Workshop.signer)
        let verdict = try shop.verdict("leaf", listed: ["root", "issuing"])
        #expect(verdict.chain?.issuers.map(\.subject) == ["CN=issuing", "CN=root"])
        // The pair of GM/T 0015: the certificate for encryption signs nothing.
        try shop.issue(
            "encryption",
            kind: kind,
            by: "issuing",
            "basicConstraints=CA:FALSE\nkeyUsage=critical,keyEncipherment,dataEncipherment,keyAgreement\n"
        )
        #expect(try shop.rules("encryption", listed: ["root", "issuing"]) == ["trust.leaf.key-usage"])
        // As of T: a day before the certificates begin, and after they end.
        let leaf = try #require(shop.certificates["leaf"])
        #expect(
            Set(
                try shop.rules(
                    "leaf",
                    listed: ["root", "issuing"],
                    at: leaf.notBefore.advanced(byMilliseconds: -TestPKI.day)
                )
            ) == ["trust.chain.validity"]
        )
        #expect(
            Set(try shop.rules("leaf", listed: ["root", "issuing"], at: leaf.notAfter)) == ["trust.chain.validity"]
        )
    }

    @Test func sm2UnderAnotherDistinguishingID() throws {
        guard let shop = try Workshop() else { return }
        try shop.issue("root", kind: "sm2", Workshop.authority)
        try shop.makeKey("leaf", "sm2")
        try shop.openssl.write(Workshop.signer, to: "leaf.ext")
        try shop.openssl.run("req", "-new", "-key", "leaf.key", "-sm3", "-subj", "/CN=leaf", "-out", "leaf.csr")
        try shop.openssl.run(
            "x509",
            "-req",
            "-in",
            "leaf.csr",
            "-CA",
            "root.pem",
            "-CAkey",
            "root.key",
            "-CAcreateserial",
            "-sm3",
            "-sigopt",
            "distid:somebody",
            "-extfile",
            "leaf.ext",
            "-out",
            "leaf.pem"
        )
        let pem = String(decoding: try shop.openssl.read("leaf.pem"), as: UTF8.self)
        let leaf = try #require(Certificate.certificates(pem: pem)?.first)
        let root = try #require(shop.certificates["root"])
        let authority = try TestPKI.of(.sm2).authority(certificates: [root])
        let store = try TrustStore(list: TrustList(authorities: [authority]), generation: 1)
        let time = leaf.notBefore.advanced(byMilliseconds: 3_600_000)
        let problems = store.verify(leaf, for: .platformSigning, at: time).verdict.problems
        #expect(problems.map(\.rule) == ["trust.chain.signature"])
    }

    @Test func strengthOfEveryLevel() throws {
        guard let shop = try Workshop() else { return }
        try shop.issue("root", kind: "rsa2048", Workshop.authority)
        try shop.issue("weak", kind: "rsa1024", by: "root", Workshop.authority)
        try shop.issue("under-weak", kind: "rsa2048", by: "weak", Workshop.signer)
        #expect(try shop.rules("under-weak", listed: ["root", "weak"]).contains("trust.chain.key-strength"))
        for digest in ["sha1", "md5"] {
            try shop.issue("leaf-\(digest)", key: "leaf", by: "root", digest: digest, Workshop.signer)
            #expect(try shop.rules("leaf-\(digest)", listed: ["root"]) == ["trust.chain.digest-strength"])
            try shop.issue("issuing-\(digest)", key: "issuing", by: "root", digest: digest, Workshop.authority)
            try shop.openssl.write(try shop.openssl.read("issuing.key"), to: "issuing-\(digest).key")
            try shop.issue("below-\(digest)", key: "leaf", by: "issuing-\(digest)", Workshop.signer)
            let listed = ["root", "issuing-\(digest)"]
            let verdict = try shop.verdict("below-\(digest)", listed: listed)
            #expect(verdict.problems.map(\.rule) == ["trust.chain.digest-strength"])
            #expect(verdict.problems.first?.message.en.contains("certificate 1 of the chain") == true)
            // What a root says of itself proves nothing, so its digest does not count.
            try shop.issue("root-\(digest)", kind: "rsa2048", digest: digest, Workshop.authority)
            try shop.issue("leaf-of-\(digest)", key: "leaf", by: "root-\(digest)", Workshop.signer)
            #expect(try shop.rules("leaf-of-\(digest)", listed: ["root-\(digest)"]) == [])
        }
    }

    @Test func whatMayIssue() throws {
        guard let shop = try Workshop() else { return }
        try shop.issue("root", Workshop.authority)
        try shop.issue(
            "short",
            by: "root",
            "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\n"
        )
        try shop.issue("below", by: "short", Workshop.authority)
        try shop.issue("leaf", by: "below", Workshop.signer)
        try shop.issue("direct", by: "short", Workshop.signer)
        #expect(try shop.rules("direct", listed: ["root", "short"]) == [])
        #expect(try shop.rules("leaf", listed: ["root", "short", "below"]) == ["trust.chain.issuer"])
        // A list with such certificates is not even read; the path would not hold either.
        try shop.issue("plain", by: "root", "basicConstraints=critical,CA:FALSE\nkeyUsage=keyCertSign\n")
        try shop.issue("under-plain", by: "plain", Workshop.signer)
        #expect(try shop.rules("under-plain", listed: ["root", "plain"]).contains("trust.chain.issuer"))
        try shop.issue("unusable", by: "root", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,cRLSign\n")
        try shop.issue("under-unusable", by: "unusable", Workshop.signer)
        #expect(try !shop.rules("under-unusable", listed: ["root", "unusable"]).isEmpty)
        let fault = AnchorRule.fault(of: try #require(shop.certificates["plain"]))
        #expect(fault?.en == "CN=plain is no CA certificate")
    }

    @Test func purposesOfLeafAndIssuer() throws {
        guard let shop = try Workshop() else { return }
        try shop.issue("root", Workshop.authority)
        for (purpose, rules) in [
            ("codeSigning", ["trust.leaf.extended-key-usage"]), ("serverAuth", ["trust.leaf.extended-key-usage"]),
            ("clientAuth", []), ("emailProtection,serverAuth", []), ("anyExtendedKeyUsage", []),
        ] {
            let purposes = "extendedKeyUsage=\(purpose)\n"
            try shop.issue("leaf", by: "root", Workshop.signer + purposes)
            #expect(try shop.rules("leaf", listed: ["root"]) == rules, "\(purpose)")
        }
        try shop.issue("servers", by: "root", Workshop.authority + "extendedKeyUsage=serverAuth\n")
        try shop.issue("below", by: "servers", Workshop.signer)
        #expect(try shop.rules("below", listed: ["root", "servers"]) == ["trust.chain.extended-key-usage"])
    }

    @Test func criticalExtensionsThatNobodyKnows() throws {
        guard let shop = try Workshop() else { return }
        try shop.issue("root", Workshop.authority)
        try shop.issue("leaf", by: "root", Workshop.signer + "1.2.3.4.5=critical,ASN1:UTF8String:x\n")
        #expect(try shop.rules("leaf", listed: ["root"]) == ["trust.chain.path"])
        try shop.issue("leaf", by: "root", Workshop.signer + "1.2.3.4.5=ASN1:UTF8String:x\n")
        #expect(try shop.rules("leaf", listed: ["root"]) == [])
    }

    @Test(arguments: ["P-256", "rsa2048", "sm2"])
    func authoritiesThatChangedTheirKeyUnderOneName(kind: String) throws {
        guard let shop = try Workshop() else { return }
        // No key identifiers: nothing but the signature tells which of them issued a certificate.
        let bare = "subjectKeyIdentifier=none\nauthorityKeyIdentifier=none\n"
        for name in ["old", "new", "third"] {
            try shop.issue("root-\(name)", kind: kind, subject: "Root", days: 100, Workshop.authority + bare)
            try shop.issue(
                "issuing-\(name)",
                kind: kind,
                subject: "Issuing",
                by: "root-\(name)",
                Workshop.authority + bare
            )
            try shop.issue("leaf-\(name)", by: "issuing-\(name)", Workshop.signer + bare)
        }
        let listed = ["root-old", "issuing-old", "root-new", "issuing-new", "root-third", "issuing-third"]
        for name in ["old", "new", "third"] {
            for order in [listed, Array(listed.reversed())] {
                let verdict = try shop.verdict("leaf-\(name)", listed: order)
                #expect(
                    verdict.chain?.issuers.map(\.thumbprint)
                        == [shop.certificates["issuing-\(name)"], shop.certificates["root-\(name)"]].map {
                            $0?.thumbprint
                        },
                    "\(name): \(verdict.problems.map(\.message.en))"
                )
            }
        }
        // The same asked from outside, with everything given at once.
        for name in ["old", "new", "third"] {
            let leaf = try #require(shop.certificates["leaf-\(name)"])
            var question = PathQuestion(
                leaf: leaf,
                anchors: ["old", "new", "third"].compactMap { shop.certificates["root-\($0)"] },
                time: leaf.notBefore.advanced(byMilliseconds: 3_600_000)
            )
            question.intermediates = ["old", "new", "third"].compactMap { shop.certificates["issuing-\($0)"] }
            let answer = question.answer
            #expect(answer.isAccepted, "\(name): \(answer.refusal?.message.en ?? "")")
            #expect(answer.path.map(\.thumbprint).contains { $0 == shop.certificates["root-\(name)"]?.thumbprint })
        }
        // A stranger of the same name is refused as before, with the reason of the first path.
        try shop.issue("stranger", kind: kind, subject: "Issuing", Workshop.authority + bare)
        try shop.issue("leaf", by: "stranger", Workshop.signer + bare)
        #expect(try shop.rules("leaf", listed: listed) == ["trust.chain.signature"])
    }

    @Test func crossCertificates() throws {
        guard let shop = try Workshop() else { return }
        let marked = Workshop.authority + "subjectKeyIdentifier=hash\n"
        try shop.issue("a", subject: "A", days: 30, marked)
        try shop.issue("b", subject: "B", days: 30, marked)
        // A's key certified by B and the other way round, for longer than the roots.
        try shop.issue("a-by-b", key: "a", subject: "A", by: "b", days: 60, marked)
        try shop.issue("b-by-a", key: "b", subject: "B", by: "a", days: 60, marked)
        try shop.issue("leaf", by: "a", Workshop.signer)
        for listed in [
            ["a", "a-by-b"], ["a-by-b", "a"], ["a", "b", "a-by-b", "b-by-a"], ["b-by-a", "a-by-b", "b", "a"],
            // No root at all: a path ends at a listed certificate, and the circle is left.
            ["a-by-b", "b-by-a"],
        ] {
            #expect(try shop.rules("leaf", listed: listed) == [], "\(listed)")
        }
        let leaf = try #require(shop.certificates["leaf"])
        for (anchors, others) in [
            (["a"], ["a-by-b", "b-by-a"]), (["b"], ["a-by-b", "b-by-a"]), (["a-by-b"], ["b-by-a"]),
            (["b"], ["b-by-a", "a-by-b", "a"]),
        ] {
            var question = PathQuestion(
                leaf: leaf,
                anchors: anchors.compactMap { shop.certificates[$0] },
                time: leaf.notBefore.advanced(byMilliseconds: 3_600_000)
            )
            question.intermediates = others.compactMap { shop.certificates[$0] }
            #expect(question.answer.isAccepted, "\(anchors) \(others): \(question.answer.refusal?.message.en ?? "")")
        }
        // B's certificate leads to A alone when B's root is not there.
        #expect(try shop.rules("leaf", listed: ["b"]) == ["trust.chain.authority"])
    }

    @Test func everyFaultIsSaidInTwoLanguages() throws {
        guard let shop = try Workshop() else { return }
        try shop.issue("root", Workshop.authority)
        try shop.issue("leaf", by: "root", Workshop.signer + "1.2.3.4.5=critical,ASN1:UTF8String:x\n")
        let known = try shop.verdict("leaf", listed: ["root"]).problems
        #expect(known.first?.message.zh.hasSuffix("有不能识别的关键扩展") == true)
        #expect(known.first?.message.en.hasSuffix("unhandled critical extension") == true)
        let root = try #require(shop.certificates["root"])
        let leaf = try #require(shop.certificates["leaf"])
        var question = PathQuestion(leaf: leaf, anchors: [root], time: leaf.notAfter)
        question.purpose = .signing
        let refusal = try #require(question.answer.refusal)
        #expect(refusal.message.zh.unicodeScalars.contains { ("\u{4e00}"..."\u{9fff}").contains($0) })
        #expect(!refusal.message.zh.contains("critical extension"))
    }

    @Test func aRememberedRefusalNamesNoInstant() throws {
        // The verdict on one record is given to the next as well; the instant of the first has no place in it.
        let pki = try TestPKI.of(.p256)
        let verifier = try pki.verifier()
        let headers = try EventSigner(key: pki.key, certificate: pki.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let (first, second) = (TestPKI.at(101), TestPKI.at(102))
        for instant in [first, second] {
            guard case .refused(let problems) = verifier.verify(headers, at: instant) else {
                Issue.record("not refused")
                return
            }
            #expect(problems.map(\.rule) == ["trust.chain.validity"])
            #expect(problems.first?.message.en.contains(TestPKI.at(100).rfc3339) == true)
            #expect(problems.first?.message.en.contains(first.rfc3339) == false)
        }
    }

    @Test(arguments: [8, 9, 100])
    func certificatesBesideASignature(count: Int) throws {
        // A sender may add its chain; what nobody needs is not looked at, let alone used for building paths.
        let pki = try TestPKI.of(.p256)
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        let others = try (1..<count).map { _ in try pki.issuing.issue(TestPKI.template(), for: pki.key).pem }
        try openssl.write(pki.leaf.pem, to: "leaf.pem")
        try openssl.write(try pki.key.pem(), to: "leaf.key")
        try openssl.write(others.joined(), to: "others.pem")
        try openssl.write("text", to: "text")
        try openssl.run(
            "cms",
            "-sign",
            "-binary",
            "-in",
            "text",
            "-signer",
            "leaf.pem",
            "-inkey",
            "leaf.key",
            "-md",
            "sha256",
            "-certfile",
            "others.pem",
            "-outform",
            "DER",
            "-out",
            "cms.der"
        )
        let der = try openssl.read("cms.der")
        if count > 8 {
            #expect(throws: CMSFault.notCMS) { try CMSDocument.parse(der) }
        } else {
            #expect(try CMSDocument.parse(der).certificates.count == count)
        }
    }

    @Test func aPathOfManyLevelsEnds() throws {
        guard let shop = try Workshop() else { return }
        try shop.issue("l0", Workshop.authority)
        for level in 1...10 { try shop.issue("l\(level)", by: "l\(level - 1)", Workshop.authority) }
        try shop.issue("deep", by: "l10", Workshop.signer)
        try shop.issue("flat", by: "l7", Workshop.signer)
        let listed = (0...10).map { "l\($0)" }
        #expect(try shop.rules("flat", listed: listed) == [])
        #expect(try !shop.rules("deep", listed: listed).isEmpty)
    }
}
