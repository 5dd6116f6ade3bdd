import Foundation

/// What is written to a log from now on: `policy audit` lists 10,000 different attempts, and those of earlier runs count.
struct LogTail {
    private let path: String
    private let start: UInt64

    /// The log named by `HUTONG_TEST_AUTHORIZER_LOG` from its end on; nil where there is none.
    static func authorizer() -> LogTail? { SecuredExchange.value("AUTHORIZER_LOG").flatMap(LogTail.init) }

    private init?(_ path: String) {
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64 else { return nil }
        self.path = path
        start = size
    }

    /// Copies what was written since to a file in `directory`, and returns its path.
    func copy(to directory: String) throws -> String {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        try file.seek(toOffset: start)
        let copy = directory + "/authorizer.log"
        try (file.readToEnd() ?? Data()).write(to: URL(fileURLWithPath: copy))
        return copy
    }
}
