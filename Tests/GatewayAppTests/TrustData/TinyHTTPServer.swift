import Foundation
import Platform

/// An HTTP server on loopback that does what a test tells it, well-behaved or not.
final class TinyHTTPServer: Sendable {
    /// What to answer to one request.
    enum Answer: Sendable {
        /// Status 200 with this body.
        case body([UInt8], type: String = "application/octet-stream")
        /// These bytes as they are, then the end of the connection.
        case raw([UInt8])
        /// An answer of which one octet comes at a time.
        case drip([UInt8], every: Duration = .milliseconds(200))
        /// Nothing at all until the other side gives up.
        case silence
    }

    /// One request as it came.
    struct Request: Sendable {
        /// Request line, for example `GET /a.crl HTTP/1.0`.
        let line: String
        /// Header lines.
        let headers: [String]
        let body: [UInt8]

        var path: String { line.split(separator: " ").dropFirst().first.map(String.init) ?? "" }
    }

    /// `http://<address>:<port>`
    var base: String { "http://\(address):\(listener.port)" }

    private let address: String
    private let listener: TCPListener
    private let stop = StopSignal()
    private let thread = Locked<NamedThread?>(nil)
    private let seen = Locked<[Request]>([])
    private let served = Locked(0)

    /// The requests so far.
    var requests: [Request] { seen.withLock { $0 } }

    /// Number of requests that are not answered yet.
    var open: Int { requests.count - served.withLock { $0 } }

    init(at address: String = "127.0.0.1", _ answer: @escaping @Sendable (Request) -> Answer) throws {
        // A client that gives up must not end the tests.
        ProcessSignal.ignoreBrokenPipe()
        self.address = address
        listener = try TCPListener.make(address: address, port: 0)
        let listener = listener
        let stop = stop
        let seen = seen
        let served = served
        let started = NamedThread("tiny-http") {
            while !stop.isSet {
                guard let connection = listener.accept(deadline: Self.deadline(.milliseconds(100))) else { continue }
                _ = NamedThread("tiny-http-one") {
                    guard let request = Self.read(connection) else { return }
                    seen.withLock { $0.append(request) }
                    Self.write(answer(request), to: connection, until: stop)
                    served.withLock { $0 += 1 }
                }
            }
        }
        thread.withLock { $0 = started }
    }

    deinit {
        stop.raise()
        listener.stop()
        _ = thread.withLock { $0 }?.join(within: .seconds(5))
    }

    private static func deadline(_ wait: Duration) -> UInt64 {
        SystemClock.monotonicNanoseconds() + UInt64(wait.components.seconds) * 1_000_000_000
            + UInt64(wait.components.attoseconds / 1_000_000_000)
    }

    private static func read(_ connection: TCPConnection) -> Request? {
        var bytes: [UInt8] = []
        while true {
            if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
                let length =
                    lines.compactMap { line -> Int? in
                        let parts = line.lowercased().components(separatedBy: ": ")
                        return parts.first == "content-length" ? parts.last.flatMap { Int($0) } : nil
                    }.first ?? 0
                if bytes.count - end.upperBound >= length {
                    return Request(
                        line: lines[0],
                        headers: Array(lines.dropFirst()),
                        body: Array(bytes[end.upperBound...].prefix(length))
                    )
                }
            }
            guard case .bytes = connection.read(into: &bytes, atMost: 4096, deadline: deadline(.seconds(5))) else {
                return nil
            }
        }
    }

    private static func write(_ answer: Answer, to connection: TCPConnection, until stop: StopSignal) {
        switch answer {
        case .body(let body, let type):
            let head = "HTTP/1.0 200 OK\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n\r\n"
            _ = connection.write(Array(head.utf8) + body, deadline: deadline(.seconds(10)))
        case .raw(let bytes):
            _ = connection.write(bytes, deadline: deadline(.seconds(10)))
        case .drip(let bytes, let pause):
            for byte in bytes {
                guard connection.write([byte], deadline: deadline(.seconds(1))), !stop.wait(upTo: pause)
                else { return }
            }
        case .silence:
            var rest: [UInt8] = []
            while !stop.isSet,
                case .timedOut = connection.read(into: &rest, atMost: 1, deadline: deadline(.milliseconds(100)))
            {}
        }
        connection.finish(discarding: 65_536, deadline: deadline(.seconds(1)))
    }
}
