import Core
import Foundation
import Trust

/// An authority whose lists and answers the `openssl` command signs: what the book is tested with comes from elsewhere.
final class CommandLineAuthority {
    /// One line of the authority's register.
    struct Entry {
        let serial: String
        /// Nil while the certificate is in force.
        var revoked: Instant?
        var reason: String?
    }

    /// How a list differs from an ordinary one.
    struct Options {
        var number: Int? = 1
        var thisUpdate = TestPKI.at(-1)
        var nextUpdate: Instant? = TestPKI.at(6)
        /// Lines of the section of list extensions, beside the authority key identifier.
        var extensions: [String] = []
        var digest: String?
        var distinguishingID = "1234567812345678"
    }

    let openssl: CommandLineOpenSSL
    let issuer: CertificateIssuer
    var entries: [Entry] = []

    /// Nil without the command.
    init?(_ issuer: CertificateIssuer) throws {
        openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return nil }
        self.issuer = issuer
        try openssl.write(issuer.certificate.pem, to: "ca.pem")
        try openssl.write(try issuer.key.pem(), to: "ca.key")
    }

    private var isSM2: Bool { issuer.certificate.publicKey == .sm2 }

    /// The revocation list of ``entries`` in DER.
    func list(_ change: (inout Options) -> Void = { _ in }) throws -> [UInt8] {
        var options = Options()
        change(&options)
        try writeRegister()
        let extensions = ["authorityKeyIdentifier=keyid"] + options.extensions
        var configuration = """
            [ca]
            default_ca=authority
            [authority]
            database=index.txt
            certificate=ca.pem
            private_key=ca.key
            unique_subject=no
            default_md=\(options.digest ?? (isSM2 ? "sm3" : "sha256"))

            """
        if let number = options.number {
            let hexadecimal = String(number, radix: 16, uppercase: true)
            try openssl.write((hexadecimal.count % 2 == 0 ? "" : "0") + hexadecimal + "\n", to: "number")
            configuration += "crlnumber=number\ncrl_extensions=extensions\n[extensions]\n"
            configuration += extensions.joined(separator: "\n") + "\n"
        }
        try openssl.write(configuration, to: "ca.cnf")
        var arguments = [
            "ca", "-config", "ca.cnf", "-gencrl", "-out", "list.pem",
            "-crl_lastupdate", options.thisUpdate.generalizedTime,
            "-crl_nextupdate", (options.nextUpdate ?? TestPKI.at(6)).generalizedTime,
        ]
        if isSM2 { arguments += ["-sigopt", "distid:\(options.distinguishingID)"] }
        try openssl.run(arguments: arguments)
        try openssl.run("crl", "-in", "list.pem", "-outform", "DER", "-out", "list.der")
        return try openssl.read("list.der")
    }

    /// The answer about `serial`, in DER, valid for `days` from now on; signed by `responder` or the authority itself.
    func answer(
        about serial: String,
        responder: (certificate: Certificate, key: SigningKey)? = nil,
        digest: String? = nil,
        days: Int = 1,
        distinguishingID: String = "1234567812345678",
        issuer named: Certificate? = nil
    ) throws -> [UInt8] {
        try writeRegister()
        try openssl.write(responder?.certificate.pem ?? issuer.certificate.pem, to: "responder.pem")
        try openssl.write(try (responder?.key ?? issuer.key).pem(), to: "responder.key")
        try openssl.write((named ?? issuer.certificate).pem, to: "named.pem")
        let signsWithSM2 = (responder?.certificate ?? issuer.certificate).publicKey == .sm2
        var arguments = ["ocsp", "-index", "index.txt", "-CA", "named.pem", "-rsigner", "responder.pem", "-rkey"]
        arguments += ["responder.key"]
        if let digest { arguments += ["-\(digest)"] }
        arguments += ["-issuer", "named.pem", "-serial", "0x\(serial)", "-ndays", "\(days)", "-respout", "answer.der"]
        arguments += ["-rmd", signsWithSM2 ? "sm3" : "sha256"]
        if signsWithSM2 { arguments += ["-rsigopt", "distid:\(distinguishingID)"] }
        try openssl.run(arguments: arguments)
        return try openssl.read("answer.der")
    }

    private func writeRegister() throws {
        let lines = entries.map { entry in
            let revoked = entry.revoked.map { instant in
                entry.reason.map { "\(instant.utcTime),\($0)" } ?? instant.utcTime
            }
            return [
                revoked == nil ? "V" : "R", "401231235959Z", revoked ?? "", entry.serial.uppercased(), "unknown",
                "/CN=\(entry.serial)",
            ].joined(separator: "\t")
        }
        try openssl.write(lines.map { $0 + "\n" }.joined(), to: "index.txt")
    }
}

extension Instant {
    /// `YYYYMMDDHHMMSSZ`.
    var generalizedTime: String {
        String(rfc3339.prefix(19)).filter(\.isNumber) + "Z"
    }

    /// `YYMMDDHHMMSSZ`.
    var utcTime: String { String(generalizedTime.dropFirst(2)) }
}

extension CommandLineAuthority {
    /// A certificate under this authority, made by the command, around ``TestPKI/now``.
    ///
    /// - Parameters:
    ///   - key: arguments of `genpkey`.
    ///   - subject: the name, in the command's notation.
    ///   - extensions: lines of the section of extensions.
    func certificate(
        key: [String] = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
        subject: String = "/CN=Leaf",
        _ extensions: [String]
    ) throws -> Certificate {
        try openssl.run(arguments: ["genpkey", "-out", "leaf.key"] + key)
        try openssl.run("req", "-new", "-key", "leaf.key", "-subj", subject, "-out", "leaf.csr", "-utf8")
        try openssl.write("", to: "issued.txt")
        try openssl.write(
            """
            [ca]
            default_ca=authority
            [authority]
            database=issued.txt
            certificate=ca.pem
            private_key=ca.key
            new_certs_dir=.
            unique_subject=no
            rand_serial=yes
            policy=policy
            default_md=\(issuer.certificate.publicKey == .sm2 ? "sm3" : "sha256")
            x509_extensions=extensions
            [policy]
            countryName=optional
            organizationName=optional
            commonName=supplied
            [extensions]
            \(extensions.joined(separator: "\n"))

            """,
            to: "issue.cnf"
        )
        var arguments = [
            "ca", "-batch", "-notext", "-config", "issue.cnf", "-in", "leaf.csr", "-out", "leaf.pem",
            "-startdate", TestPKI.at(-100).generalizedTime, "-enddate", TestPKI.at(100).generalizedTime,
        ]
        if issuer.certificate.publicKey == .sm2 { arguments += ["-sigopt", "distid:1234567812345678"] }
        try openssl.run(arguments: arguments)
        let pem = String(decoding: try openssl.read("leaf.pem"), as: UTF8.self)
        guard let certificate = Certificate.certificates(pem: pem)?.first else {
            throw CommandLineOpenSSL.Failure(description: "the certificate is not readable here")
        }
        return certificate
    }
}
