import Foundation
import GatewayApp

/// The command `hutong`: connects the process to ``CommandLineProgram``.
@main
struct Hutong {
    static func main() {
        let streams = ConsoleStreams.process()
        let console = Console(
            streams: streams,
            isTerminal: isatty(FileHandle.standardError.fileDescriptor) == 1,
            environment: ProcessInfo.processInfo.environment,
            workingDirectory: FileManager.default.currentDirectoryPath,
            executablePath: Bundle.main.executablePath,
            input: InputSource(.standardInput)
        )
        let code = CommandLineProgram().run(Array(CommandLine.arguments.dropFirst()), on: console)
        exit(code.rawValue)
    }
}
