import Foundation
import Trust

/// Lists and answers of a fixture's authority that the `openssl` command signs: what this program's own issuer cannot make.
final class CommandLineAuthority: Sendable {
    /// True when the command is there.
    static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    private let directory: TemporaryDirectory

    init(_ fixture: TrustFixture) throws {
        directory = try TemporaryDirectory()
        try write(fixture.issuer.certificate.pem, "ca.pem")
        try write(try fixture.issuer.key.pem(), "ca.key")
    }

    /// A list with `number`, signed now, on which `revoked` stands since `since` (`YYMMDDHHMMSSZ`).
    func list(_ number: Int, revoked: Certificate? = nil, since: String = "", _ extensions: [String] = []) throws
        -> [UInt8]
    {
        try register(revoked, since)
        try write(String(format: "%02X\n", number), "number")
        try write(
            """
            [ca]
            default_ca=authority
            [authority]
            database=index.txt
            certificate=ca.pem
            private_key=ca.key
            unique_subject=no
            default_md=sha256
            default_crl_hours=2
            crlnumber=number
            crl_extensions=extensions
            [extensions]
            authorityKeyIdentifier=keyid
            \(extensions.joined(separator: "\n"))

            """,
            "ca.cnf"
        )
        try run(["ca", "-config", "ca.cnf", "-gencrl", "-out", "list.pem"])
        try run(["crl", "-in", "list.pem", "-outform", "DER", "-out", "list.der"])
        return try read("list.der")
    }

    /// The answer to the OCSP request `request` about `certificate`, which is in force.
    func answer(to request: [UInt8], about certificate: Certificate) throws -> [UInt8] {
        try write("V\t401231235959Z\t\t\(certificate.serial.uppercased())\tunknown\t/CN=Fixture\n", "index.txt")
        try Data(request).write(to: URL(fileURLWithPath: directory.path + "/request.der"))
        try run([
            "ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey", "ca.key", "-rmd", "sha256",
            "-reqin", "request.der", "-respout", "answer.der", "-nmin", "60",
        ])
        return try read("answer.der")
    }

    private func register(_ revoked: Certificate?, _ since: String) throws {
        let line = revoked.map { "R\t401231235959Z\t\(since)\t\($0.serial.uppercased())\tunknown\t/CN=Fixture\n" }
        try write(line ?? "", "index.txt")
    }

    private func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory.path)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableRuntimeMismatch) }
    }

    private func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: directory.path + "/" + name))
    }

    private func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory.path + "/" + name)))
    }
}
