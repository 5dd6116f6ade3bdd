import Foundation

/// A program started by a test, whose output goes to files so that no pipe can fill up.
///
/// `@unchecked Sendable`: used by the one test that started it; Foundation's Process may be asked from any thread.
final class SpawnedProcess: @unchecked Sendable {
    private let process = Process()
    let outputPath: String
    let errorPath: String

    /// Starts `program` with `arguments` in `directory`; output files are called after `name`.
    init(
        _ program: String,
        _ arguments: [String],
        in directory: String,
        name: String,
        environment: [String: String] = [:]
    ) throws {
        outputPath = directory + "/\(name).out"
        errorPath = directory + "/\(name).err"
        for path in [outputPath, errorPath] where !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, ours in ours }
        process.standardInput = FileHandle.nullDevice
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: outputPath))
        let error = try FileHandle(forWritingTo: URL(fileURLWithPath: errorPath))
        try output.seekToEnd()
        try error.seekToEnd()
        process.standardOutput = output
        process.standardError = error
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var isRunning: Bool { process.isRunning }
    var identifier: Int32 { process.processIdentifier }
    var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }
    var error: String { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "" }

    /// Ends it without notice, as a crash of the machine would.
    func killNow() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to end and waits; returns its exit code, or nil when it had to be killed after `limit`.
    func terminate(within limit: Duration = .seconds(15)) -> Int32? {
        process.terminate()
        return wait(within: limit)
    }

    /// Waits for its end; returns its exit code, or nil when it had to be killed after `limit`.
    func wait(within limit: Duration) -> Int32? {
        let deadline = ContinuousClock.now + limit
        while process.isRunning, ContinuousClock.now < deadline { usleep(20_000) }
        guard !process.isRunning else {
            killNow()
            return nil
        }
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// Runs a program to its end and returns what it printed.
    static func run(
        _ program: String,
        _ arguments: [String],
        in directory: String,
        name: String = UUID().uuidString,
        within limit: Duration = .seconds(120)
    ) throws -> (status: Int32?, output: String, error: String) {
        let process = try SpawnedProcess(program, arguments, in: directory, name: name)
        let status = process.wait(within: limit)
        return (status, process.output, process.error)
    }
}
