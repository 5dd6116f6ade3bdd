package import Core

/// What a verb sees of the outside: its streams, the language and form of its answers, the environment.
package struct Console: Sendable {
    /// Where the bytes go.
    package let streams: ConsoleStreams
    /// Language of the messages.
    package let language: Language
    /// Form of standard output.
    package let format: OutputFormat
    /// True when standard error is a terminal, so that progress may redraw its line.
    package let isTerminal: Bool
    /// Environment variables; nothing below the command reads the process environment.
    package let environment: [String: String]
    /// Directory that relative paths on the command line start from.
    package let workingDirectory: String
    /// Path of the running program, where it is known.
    package let executablePath: String?
    /// Standard input.
    package let input: InputSource

    /// A console over `streams`.
    package init(
        streams: ConsoleStreams,
        language: Language = .en,
        format: OutputFormat = .text,
        isTerminal: Bool = false,
        environment: [String: String] = [:],
        workingDirectory: String,
        executablePath: String? = nil,
        input: InputSource
    ) {
        self.streams = streams
        self.language = language
        self.format = format
        self.isTerminal = isTerminal
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.executablePath = executablePath
        self.input = input
    }

    /// The same console with another language and output form.
    package func with(language: Language, format: OutputFormat) -> Console {
        Console(
            streams: streams,
            language: language,
            format: format,
            isTerminal: isTerminal,
            environment: environment,
            workingDirectory: workingDirectory,
            executablePath: executablePath,
            input: input
        )
    }

    /// Prints a line on standard output.
    package func print(_ line: String) {
        streams.write(Array(line.utf8) + [0x0a])
    }

    /// Prints a line of bytes on standard output.
    package func print(bytes line: [UInt8]) {
        streams.write(line + [0x0a])
    }

    /// Writes a line to standard error.
    package func note(_ line: String) {
        streams.writeError(Array(line.utf8) + [0x0a])
    }

    /// Writes a line to standard error in the chosen language.
    package func note(zh: String, en: String) {
        note(language == .zh ? zh : en)
    }

    /// The text in the chosen language.
    package func say(_ text: BilingualText) -> String {
        text.text(in: language)
    }

    /// The text in the chosen language.
    package func say(zh: String, en: String) -> String {
        language == .zh ? zh : en
    }

    /// `path` as an absolute path: relative ones start from ``workingDirectory``.
    package func resolve(_ path: String) -> String {
        FilePath.absolute(path, in: workingDirectory)
    }
}
