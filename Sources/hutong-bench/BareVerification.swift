internal import Foundation
internal import Trust

/// Runs the C baseline over the messages of some submissions.
struct BareVerification {
    private let submissions: BenchmarkSubmissions

    init(_ submissions: BenchmarkSubmissions) {
        self.submissions = submissions
    }

    /// Verifications per second of processor time.
    func rate() throws -> Double {
        let file = FileManager.default.temporaryDirectory.appending(path: "hutong-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        var lines = ["\(submissions.kind.digest) \(Hexadecimal.encode(submissions.publicKey))"]
        for claim in submissions.claims {
            lines.append("\(Hexadecimal.encode(claim.message)) \(Hexadecimal.encode(claim.signature))")
        }
        try Data(lines.joined(separator: "\n").utf8).write(to: file)
        let output = try NeighbourProgram.output(of: "BareVerify", [file.path, "2"])
        let figures = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard figures.count == 2, figures[1] > 0 else {
            throw BenchmarkFailure(70, "the bare verification said: \(output)")
        }
        return figures[0] / figures[1]
    }
}
