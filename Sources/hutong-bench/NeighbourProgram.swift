internal import Foundation

/// Programs that are built beside this one.
enum NeighbourProgram {
    /// What `program` prints when run with `arguments`.
    ///
    /// - Throws: when it cannot be run or does not end with 0.
    static func output(of program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        let executable = EmbeddedBrokerProcess.neighbour(program)
        guard FileManager.default.isExecutableFile(atPath: executable.path) else {
            throw BenchmarkFailure(66, "\(program) is not built; build everything: swift build --configuration release")
        }
        process.executableURL = executable
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkFailure(70, "\(program) ended with \(process.terminationStatus)")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
