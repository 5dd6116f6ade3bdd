/// Cuts a source into lines of bounded length; a longer line is skipped and reported, never held in memory.
package struct LineReader {
    /// One line of the source.
    package enum Line: Sendable, Hashable {
        /// The bytes of a line without its line feed (and without a carriage return before it).
        case bytes([UInt8], number: Int)
        /// A line of more than the allowed length.
        case tooLong(number: Int)

        /// Its number, from 1.
        package var number: Int {
            switch self {
            case .bytes(_, let number), .tooLong(let number): number
            }
        }
    }

    private let source: InputSource
    private let limit: Int
    private var piece: [UInt8] = []
    private var position = 0
    private var number = 0

    /// Lines of `source`, each of at most `limit` bytes.
    package init(_ source: InputSource, limit: Int) {
        self.source = source
        self.limit = limit
    }

    /// The next line that is not blank; nil at the end.
    ///
    /// - Throws: what the source reports when reading fails.
    package mutating func next() throws -> Line? {
        while let line = try nextOfAnyKind() {
            guard case .bytes(let bytes, _) = line, bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return line }
        }
        return nil
    }

    private mutating func nextOfAnyKind() throws -> Line? {
        var line: [UInt8] = []
        var isTooLong = false
        var hasBegun = false
        while true {
            if position == piece.count {
                position = 0
                piece = try source.read() ?? []
                if piece.isEmpty { break }
            }
            hasBegun = true
            let end = piece[position...].firstIndex(of: 0x0a) ?? piece.count
            if line.count + (end - position) > limit {
                isTooLong = true
                line = []
            }
            if !isTooLong { line += piece[position..<end] }
            position = end
            if end < piece.count {
                position += 1
                break
            }
        }
        guard hasBegun else { return nil }
        number += 1
        if isTooLong { return .tooLong(number: number) }
        if line.last == 0x0d { line.removeLast() }
        return .bytes(line, number: number)
    }
}
