package import Foundation
import Platform

/// A source of bytes read in pieces: standard input, a file, or bytes in memory.
package final class InputSource: Sendable {
    private static let chunk = 1 << 16
    private let next: @Sendable () throws -> Data?

    private init(next: @escaping @Sendable () throws -> Data?) {
        self.next = next
    }

    /// The bytes of an open file, from where it stands. The caller keeps it open while this source is in use.
    package convenience init(_ file: FileHandle) {
        self.init { try file.read(upToCount: InputSource.chunk) }
    }

    /// Bytes in memory, delivered once.
    package convenience init(bytes: [UInt8]) {
        let rest = Locked<Data?>(Data(bytes))
        self.init { rest.withLock { $0.take() } }
    }

    /// The next piece; nil at the end.
    ///
    /// - Throws: what Foundation reports when reading fails.
    package func read() throws -> [UInt8]? {
        guard let data = try next(), !data.isEmpty else { return nil }
        return Array(data)
    }

    /// Everything up to the end, or nil when there are more than `limit` bytes.
    ///
    /// - Throws: what Foundation reports when reading fails.
    package func readAll(limit: Int) throws -> [UInt8]? {
        var all: [UInt8] = []
        while let piece = try read() {
            guard all.count + piece.count <= limit else { return nil }
            all += piece
        }
        return all
    }
}
