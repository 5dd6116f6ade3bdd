import Core
import Foundation
import Testing
import Trust

/// Bare signatures under bare keys, against vectors of the standards and, where it is at hand, Project Wycheproof.
@Suite struct BatchVerificationTests {
    /// Prefix of SubjectPublicKeyInfo for an uncompressed point on P-256 (RFC 5480 §2).
    private static let p256Prefix = "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
    /// The same for the SM2 curve, 1.2.156.10197.1.301.
    private static let sm2Prefix = "3059301306072a8648ce3d020106082a811ccf5501822d03420004"

    /// RFC 6979 §A.2.5, message "sample", SHA-256.
    private static let rfc6979 = SignatureClaim(
        algorithm: "ES256",
        key: p256Prefix + "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
            + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
        message: Hexadecimal.encode(Array("sample".utf8)),
        signature: "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
            + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
    )

    /// GB/T 32918.5-2017 annex A.2: message "message digest", the recommended curve, the default id.
    private static let national = SignatureClaim(
        algorithm: "SM2-SM3",
        key: sm2Prefix + "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
            + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
        message: Hexadecimal.encode(Array("message digest".utf8)),
        signature: "3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
            + "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    )

    private func outcome(
        _ claim: SignatureClaim,
        algorithm: String? = nil,
        key: String? = nil,
        message: String? = nil,
        signature: String? = nil,
        id: String? = nil,
        salt: Int? = nil
    ) -> SignatureBatchVerdict.Outcome {
        let changed = SignatureClaim(
            algorithm: algorithm ?? claim.algorithm,
            key: key ?? claim.key,
            message: message ?? claim.message,
            signature: signature ?? claim.signature,
            distinguishingID: id ?? claim.distinguishingID,
            saltLength: salt ?? claim.saltLength
        )
        let verdict = SignatureBatchVerifier().verify(changed)
        #expect((verdict.outcome == .valid) == verdict.reason.isEmpty)
        return verdict.outcome
    }

    @Test func vectorsOfTheStandards() {
        #expect(outcome(Self.rfc6979) == .valid)
        #expect(outcome(Self.national) == .valid)
        #expect(outcome(Self.national, id: Hexadecimal.encode(Array("1234567812345678".utf8))) == .valid)
        #expect(outcome(Self.national, id: Hexadecimal.encode(Array("ALICE123@YAHOO.COM".utf8))) == .invalid)
        #expect(outcome(Self.national, id: "") == .invalid)
    }

    @Test func malformedInput() {
        for claim in [Self.rfc6979, Self.national] {
            #expect(outcome(claim, key: "zz") == .invalid)
            #expect(outcome(claim, key: "") == .invalid)
            #expect(outcome(claim, key: "3000") == .invalid)
            #expect(outcome(claim, key: claim.key + "00") == .invalid)
            #expect(outcome(claim, key: String(claim.key.dropLast(2))) == .invalid)
            #expect(outcome(claim, key: String(claim.key.dropLast(2)) + "00") == .invalid)  // off the curve
            #expect(outcome(claim, message: "0") == .invalid)
            #expect(outcome(claim, message: "") == .invalid)
            #expect(outcome(claim, signature: "é") == .invalid)
            #expect(outcome(claim, signature: "") == .invalid)
            #expect(outcome(claim, signature: claim.signature + "00") == .invalid)
            #expect(outcome(claim, signature: String(claim.signature.dropLast(2))) == .invalid)
            #expect(outcome(claim, signature: "308146" + claim.signature.dropFirst(4)) == .invalid)
            #expect(outcome(claim, salt: -1) == .invalid)
            #expect(outcome(claim, id: "0") == .invalid)
            #expect(outcome(claim, id: String(repeating: "00", count: 8192)) == .invalid)
        }
    }

    @Test func algorithmAndKeyMustGoTogether() {
        for algorithm in ["ES384", "ES512", "RS256", "PS256", "SM2-SM3"] {
            #expect(outcome(Self.rfc6979, algorithm: algorithm) == .invalid)
        }
        #expect(outcome(Self.national, algorithm: "ES256") == .invalid)
        for algorithm in ["EdDSA", "none", "es256", "ES256K", "HS256", ""] {
            #expect(outcome(Self.rfc6979, algorithm: algorithm) == .unsupported)
        }
    }

    @Test func explicitCurveParametersAreRefused() throws {
        // The curve spelt out as P-256 but with its parameters given, as `openssl ecparam -param_enc explicit` writes.
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        try openssl.run("ecparam", "-name", "prime256v1", "-genkey", "-param_enc", "explicit", "-out", "key.pem")
        try openssl.run("pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "public.der")
        try openssl.write(Array("sample".utf8), to: "message")
        try openssl.run("dgst", "-sha256", "-sign", "key.pem", "-out", "signature", "message")
        let claim = SignatureClaim(
            algorithm: "ES256",
            key: Hexadecimal.encode(try openssl.read("public.der")),
            message: Hexadecimal.encode(Array("sample".utf8)),
            signature: Hexadecimal.encode(try openssl.read("signature"))
        )
        #expect(outcome(claim) == .invalid)
    }

    /// Set `HUTONG_WYCHEPROOF` to a directory with files of `testvectors_v1` to run it.
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["HUTONG_WYCHEPROOF"] != nil,
            "HUTONG_WYCHEPROOF names no directory of Project Wycheproof's test vectors"
        )
    )
    func wycheproof() throws {
        let directory = try #require(ProcessInfo.processInfo.environment["HUTONG_WYCHEPROOF"])
        let files = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".json") }
        let verifier = SignatureBatchVerifier()
        var count = 0
        for file in files.sorted() {
            let data = try #require(FileManager.default.contents(atPath: "\(directory)/\(file)"))
            let suite = try JSONDecoder().decode(WycheproofSuite.self, from: data)
            for group in suite.testGroups {
                guard let algorithm = group.algorithm(of: suite) else { continue }
                for test in group.tests where test.result != "acceptable" {
                    let verdict = verifier.verify(
                        SignatureClaim(
                            algorithm: algorithm,
                            key: group.key,
                            message: test.msg,
                            signature: test.sig,
                            saltLength: group.sLen
                        )
                    )
                    count += 1
                    #expect(
                        (verdict.outcome == .valid) == (test.result == "valid"),
                        "\(file) \(test.tcId): \(test.comment): \(verdict.reason)"
                    )
                }
            }
        }
        #expect(count > 0)
        print("Project Wycheproof: \(count) vectors of \(files.count) files")
    }
}

/// One file of Project Wycheproof, as far as it is read here.
private struct WycheproofSuite: Decodable {
    let algorithm: String
    let testGroups: [Group]

    struct Group: Decodable {
        let publicKeyDer: String?
        let keyDer: String?
        let sha: String?
        let mgf: String?
        let mgfSha: String?
        let sLen: Int?
        let publicKey: Key?
        let tests: [Test]

        var key: String { publicKeyDer ?? keyDer ?? "" }

        /// Our name for the group's algorithm; nil for one that is not verified here.
        func algorithm(of suite: WycheproofSuite) -> String? {
            let size = ["SHA-256": "256", "SHA-384": "384", "SHA-512": "512"][sha ?? ""]
            guard let size else { return nil }
            switch suite.algorithm {
            case "ECDSA":
                let curves = ["256": "secp256r1", "384": "secp384r1", "512": "secp521r1"]
                return publicKey?.curve == curves[size] ? "ES\(size)" : nil
            case "RSASSA-PKCS1-v1_5": return "RS\(size)"
            case "RSASSA-PSS": return mgf == "MGF1" && mgfSha == sha ? "PS\(size)" : nil
            default: return nil
            }
        }
    }

    struct Key: Decodable {
        let curve: String?
    }

    struct Test: Decodable {
        let tcId: Int
        let comment: String
        let msg: String
        let sig: String
        let result: String
    }
}
