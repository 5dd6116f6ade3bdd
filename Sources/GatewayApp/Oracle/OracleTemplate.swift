import Foundation

/// The body of one record of a life cycle, encoded once; only serial and time stamp are filled in.
struct OracleTemplate: Sendable {
    private enum Piece: Sendable {
        case text([UInt8])
        case serial
        case stamp
    }

    /// Wire name of the data set.
    let contract: String
    private let pieces: [Piece]
    /// The first twelve digits of the time stamps: those of the demonstration's record, whose rules of time they keep.
    private let minute: [UInt8]

    /// The template of `step`.
    ///
    /// - Throws: what the encoder has against the body.
    init(_ step: DemoLifecycle.Step) throws {
        contract = step.contract
        var record = step.record
        minute = Array((record["DATA_TIMESTAMP"]?.description ?? "").utf8.prefix(12))
        // A word that stands in no body marks the place.
        record["DATA_TIMESTAMP"] = .text("{stamp}")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(record), as: UTF8.self)
        var pieces: [Piece] = []
        for (index, part) in text.components(separatedBy: "{stamp}").enumerated() {
            if index > 0 { pieces.append(.stamp) }
            for (index, fixed) in part.components(separatedBy: "{n}").enumerated() {
                if index > 0 { pieces.append(.serial) }
                pieces.append(.text(Array(fixed.utf8)))
            }
        }
        self.pieces = pieces
    }

    /// DATA_TIMESTAMP in its second `second`.
    func stamp(second: Int) -> [UInt8] {
        minute + [UInt8(ascii: "0") + UInt8(second / 10 % 6), UInt8(ascii: "0") + UInt8(second % 10)]
    }

    /// The body for `serial` (six digits) with `stamp` as DATA_TIMESTAMP.
    func body(serial: [UInt8], stamp: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2048)
        for piece in pieces {
            switch piece {
            case .text(let text): bytes += text
            case .serial: bytes += serial
            case .stamp: bytes += stamp
            }
        }
        return bytes
    }
}
