import Foundation
import Testing

/// The `openssl` command in a directory of its own: the independent implementation that tests compare with.
final class CommandLineOpenSSL {
    /// A run that ended with another status than 0.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let path = ["/usr/bin/openssl", "/usr/local/bin/openssl"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    /// Where files are read and written; removed at the end.
    let directory: String

    /// False when the command is missing; tests then skip what they need it for.
    var isAvailable: Bool {
        if Self.path == nil { print("skipped: the openssl command is missing") }
        return Self.path != nil
    }

    init() throws {
        directory = NSTemporaryDirectory() + "hutong-trust-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Runs the command and returns what it wrote.
    @discardableResult
    func run(_ arguments: String...) throws -> String {
        try run(arguments: arguments)
    }

    /// Runs the command and returns what it wrote.
    @discardableResult
    func run(arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path ?? "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "openssl \(arguments.joined(separator: " ")): \(text)")
        }
        return text
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(directory)/\(name)"))
    }

    func write(_ text: String, to name: String) throws {
        try write(Array(text.utf8), to: name)
    }

    func read(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)")))
    }
}
