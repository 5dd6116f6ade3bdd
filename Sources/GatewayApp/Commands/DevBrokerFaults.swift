import Bus
import Core
import Foundation

/// Requests that the development broker is told to fail, read from a file that grows: a line each,
/// `<request> <error>[,<error>…]`, for example `endTransaction 14,16`.
///
/// Owned by the thread that runs the broker.
struct DevBrokerFaults {
    /// How often the file is looked into.
    static let interval: Duration = .milliseconds(100)

    private let file: String
    /// How many lines were read before.
    private var taken = 0

    /// Faults that come to stand in `file`; it need not exist yet.
    init(file: String) {
        self.file = file
    }

    /// Orders what was added since the last call. A line that is not finished waits; one that says nothing is passed over.
    mutating func order(on broker: EmbeddedBroker) {
        guard let data = FileManager.default.contents(atPath: file) else { return }
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        for line in lines.dropFirst(taken) {
            guard let (request, codes) = Self.fault(in: String(decoding: line, as: UTF8.self)) else { continue }
            broker.failNext(request, with: codes)
        }
        taken = lines.count
    }

    /// The request and the errors that `line` names; nil where it is no such line.
    static func fault(in line: String) -> (EmbeddedBroker.Request, [Int32])? {
        let parts = line.split(separator: " ")
        guard parts.count == 2, let request = EmbeddedBroker.Request.allCases.first(where: { "\($0)" == parts[0] })
        else { return nil }
        let codes = parts[1].split(separator: ",").compactMap { Int32($0) }
        return codes.isEmpty ? nil : (request, codes)
    }
}
