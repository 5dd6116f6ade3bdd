import Core
import Foundation
import GatewayApp
import Platform
import Testing

/// What becomes of results that cannot be printed.
struct StandardOutputTests {
    /// The built command beside the tests; nil when it was not built.
    static let program: String? = {
        let directory = URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
        let path = directory.appendingPathComponent("hutong").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()

    /// Runs the built command in a shell with `redirection`; the exit code and what stood on standard error.
    private static func run(_ line: String, _ redirection: String) throws -> (code: Int32, error: String) {
        let program = try #require(program)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "\"$0\" \(line) \(redirection)", program]
        process.environment = ["HUTONG_CONTRACTS": Checkout.contracts, "PATH": "/usr/bin:/bin"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        let error = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: error, as: UTF8.self))
    }

    @Test(
        .enabled(if: program != nil, "the command is not built"),
        arguments: [
            "--version", "help", "contract show PROJECT", "contract test --format json",
            "check --config /nonexistent", "validate --contract PROJECT \(Checkout.contracts)/demo/tour/project.json",
            "validate --contract PROJECT \(Checkout.contracts)/demo/tour/broken.json",
        ],
        [">/dev/full", ">&-"]
    )
    func resultsThatCannotBeWrittenEndWith73(line: String, redirection: String) throws {
        let (code, error) = try Self.run("--lang en " + line, redirection)
        #expect(code == ExitCode.cannotCreate.rawValue)
        #expect(error.contains("cannot write to standard output"))
    }

    /// A closed standard output is no invitation to the next file that is opened.
    @Test(.enabled(if: program != nil, "the command is not built"))
    func aClosedOutputIsNotTakenByAFile() throws {
        let directory = try TemporaryDirectory()
        let input = try directory.write("in.json", "{}")
        let (code, _) = try Self.run("validate --contract PROJECT \(input)", "<&- >&-")
        #expect(code == ExitCode.cannotCreate.rawValue)
        #expect(try String(contentsOfFile: input, encoding: .utf8) == "{}")
    }

    @Test(.enabled(if: program != nil, "the command is not built"))
    func aReaderThatHasSeenEnoughIsNoFault() throws {
        let (code, error) = try Self.run("contract show TENDER_PROJECT", "| head -n 1")
        #expect(code == 0)
        #expect(error.isEmpty)
    }

    /// The same without the signal, as when a supervisor ignores SIGPIPE: the verb's own code counts, in silence.
    @Test func aReaderThatHasGoneChangesNoExitCode() {
        let errors = Locked("")
        let streams = ConsoleStreams { stream, bytes in
            if stream == .output { return .readerGone }
            errors.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
            return .written
        }
        let console = Console(streams: streams, workingDirectory: "/", input: InputSource(bytes: []))
        #expect(CommandLineProgram().run(["--version"], on: console) == .success)
        #expect(streams.outputIsLost)
        #expect(errors.withLock { $0 }.isEmpty)
    }
}
