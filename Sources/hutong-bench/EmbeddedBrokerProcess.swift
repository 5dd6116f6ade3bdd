internal import Bus
internal import Foundation

/// The embedded broker in a process of its own, so that its processor time is nobody's.
struct EmbeddedBrokerProcess {
    /// Where it listens.
    let brokers: [String]
    private let process: Process
    private let leash: Pipe

    /// Starts this program once more, to serve until it is let go.
    init() throws {
        let process = Process()
        let output = Pipe()
        let leash = Pipe()
        process.executableURL = Self.neighbour("hutong-bench")
        process.arguments = ["bus", "--serve"]
        process.standardOutput = output
        process.standardInput = leash
        try process.run()
        let line = output.fileHandleForReading.availableData
        let address = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard !address.isEmpty else { throw BenchmarkFailure(70, "the embedded broker did not start") }
        brokers = [address]
        self.process = process
        self.leash = leash
    }

    /// Lets it go and waits for its end.
    func stop() {
        try? leash.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The other side: a broker until standard input ends.
    static func serve() throws -> Never {
        let broker = try EmbeddedBroker()
        FileHandle.standardOutput.write(Data((broker.brokers.joined(separator: ",") + "\n").utf8))
        _ = FileHandle.standardInput.readDataToEndOfFile()
        broker.close()
        exit(0)
    }

    /// The program `name` in the folder of this one.
    static func neighbour(_ name: String) -> URL {
        let own = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
        return own.deletingLastPathComponent().appending(path: name)
    }
}
