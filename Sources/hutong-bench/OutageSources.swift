internal import Foundation
internal import Platform

/// Sources of revocation data in a process of their own, well and ill, so that their processor time is nobody's.
struct OutageSources {
    /// How a source behaves.
    enum Manner: String, CaseIterable {
        /// It answers at once.
        case healthy
        /// It takes no connection.
        case refusing
        /// It takes connections and never answers.
        case silent
        /// It sends an octet a second.
        case dripping
    }

    /// The port of each manner; all addresses of loopback lead there.
    let ports: [Manner: Int]
    private let process: Process
    private let leash: Pipe

    /// Starts this program once more, to serve the CRL in `file` until it is let go.
    init(list file: String) throws {
        let process = Process()
        let output = Pipe()
        let leash = Pipe()
        process.executableURL = EmbeddedBrokerProcess.neighbour("hutong-bench")
        process.arguments = ["outage", "--serve", file]
        process.standardOutput = output
        process.standardInput = leash
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let numbers = line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard numbers.count == Manner.allCases.count else { throw BenchmarkFailure(70, "the sources did not start") }
        ports = Dictionary(zip(Manner.allCases, numbers)) { first, _ in first }
        self.process = process
        self.leash = leash
    }

    /// Lets them go and waits for their end.
    func stop() {
        try? leash.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// `count` addresses of `manner`, at eight hosts, so that all places of the fetcher are taken.
    func addresses(_ manner: Manner, count: Int) -> [String] {
        (0..<count).map { "http://127.0.0.\($0 % 8 + 1):\(ports[manner, default: 0])/\($0).crl" }
    }

    /// The other side: serves until standard input ends.
    static func serve(_ file: String) throws -> Never {
        ProcessSignal.ignoreBrokenPipe()
        guard let data = FileManager.default.contents(atPath: file) else { throw BenchmarkFailure(66, file) }
        let body = [UInt8](data)
        var listeners: [TCPListener] = []
        for manner in Manner.allCases {
            let listener = try TCPListener.make(address: "0.0.0.0", port: 0)
            listeners.append(listener)
            guard manner != .refusing else {
                listener.stop()
                continue
            }
            _ = NamedThread("source-\(manner.rawValue)") {
                while true {
                    guard let connection = listener.accept(deadline: deadline(1)) else { continue }
                    _ = NamedThread("source-one") { answer(connection, manner, body) }
                }
            }
        }
        let line = listeners.map { String($0.port) }.joined(separator: " ") + "\n"
        FileHandle.standardOutput.write(Data(line.utf8))
        _ = FileHandle.standardInput.readDataToEndOfFile()
        exit(0)
    }

    private static func deadline(_ seconds: UInt64) -> UInt64 {
        SystemClock.monotonicNanoseconds() + seconds * 1_000_000_000
    }

    private static func answer(_ connection: TCPConnection, _ manner: Manner, _ body: [UInt8]) {
        var request: [UInt8] = []
        while !request.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard case .bytes = connection.read(into: &request, atMost: 4096, deadline: deadline(5)) else { return }
        }
        let answer = Array("HTTP/1.0 200 OK\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body
        switch manner {
        case .healthy, .refusing:
            _ = connection.write(answer, deadline: deadline(5))
        case .silent:
            _ = connection.read(into: &request, atMost: 1, deadline: deadline(3600))
        case .dripping:
            for byte in answer {
                guard connection.write([byte], deadline: deadline(5)) else { break }
                _ = StopSignal().wait(upTo: .seconds(1))
            }
        }
        connection.finish(discarding: 65_536, deadline: deadline(1))
    }
}
