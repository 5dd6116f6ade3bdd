import Core
import Foundation
import GatewayApp
import Platform

/// A console whose two streams end in memory.
final class CapturedConsole: Sendable {
    private let written = Locked<(output: [UInt8], error: [UInt8])>(([], []))
    private let workingDirectory: String
    private let input: InputSource
    private let environment: [String: String]

    init(
        in directory: String = "/nonexistent",
        input: String = "",
        environment: [String: String] = [:]
    ) {
        workingDirectory = directory
        self.input = InputSource(bytes: Array(input.utf8))
        self.environment = environment
    }

    var console: Console {
        Console(
            streams: ConsoleStreams { [written] stream, bytes in
                written.withLock { state in
                    switch stream {
                    case .output: state.output += bytes
                    case .error: state.error += bytes
                    }
                }
                return .written
            },
            environment: environment,
            workingDirectory: workingDirectory,
            input: input
        )
    }

    var output: String { String(decoding: written.withLock { $0.output }, as: UTF8.self) }
    var error: String { String(decoding: written.withLock { $0.error }, as: UTF8.self) }

    /// Each line of standard output as a JSON object, by Foundation's parser.
    var objects: [[String: Any]] {
        output.split(separator: "\n").compactMap {
            try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    /// Runs a command line of the whole program.
    func run(_ line: String..., by program: CommandLineProgram = CommandLineProgram()) -> ExitCode {
        program.run(line, on: console)
    }

    func run(_ line: [String], by program: CommandLineProgram = CommandLineProgram()) -> ExitCode {
        program.run(line, on: console)
    }
}
