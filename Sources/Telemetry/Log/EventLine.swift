package import Core

/// Spells one event as a line of bounded length.
package enum EventLine {
    /// Longest text value in bytes; longer ones are cut at a character and end in `…`.
    package static let maximumTextLength = 256
    /// Most items of a list that are written.
    package static let maximumItems = 32
    /// Longest line in bytes with its line feed: `PIPE_BUF` on Linux, up to which writes to a pipe are not torn.
    package static let maximumLineLength = 4096

    /// The line of `event`; fields that no longer fit are left out.
    package static func render(
        _ event: EventName,
        at time: Instant,
        fields: [LogField],
        suppressed: Int,
        as format: LogFormat
    ) -> [UInt8] {
        var all = fields
        if suppressed > 0 { all.append(LogField("suppressed", suppressed)) }
        var line: String
        let end: String
        switch format {
        case .json:
            line = "{\"time\":\"\(time.rfc3339)\",\"level\":\"\(event.level.rawValue)\",\"event\":\"\(event.rawValue)\""
            end = "}\n"
        case .text:
            line = "\(time.rfc3339) \(event.level.rawValue.uppercased()) \(event.rawValue)"
            end = "\n"
        }
        for field in all {
            let part =
                switch format {
                case .json: ",\(quoted(field.name)):\(json(field.value))"
                case .text: " \(field.name)=\(plain(field.value))"
                }
            guard line.utf8.count + part.utf8.count + end.utf8.count <= maximumLineLength else { continue }
            line += part
        }
        return Array((line + end).utf8)
    }

    private static func json(_ value: LogValue) -> String {
        switch value {
        case .text(let text): quoted(text)
        case .integer(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .texts(let texts): "[" + texts.prefix(maximumItems).map(quoted).joined(separator: ",") + "]"
        }
    }

    private static func plain(_ value: LogValue) -> String {
        switch value {
        case .text(let text): text.isEmpty || !text.utf8.allSatisfy(isPlain) ? quoted(text) : quotedBody(text)
        case .integer(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .texts(let texts): quoted(texts.prefix(maximumItems).joined(separator: ","))
        }
    }

    /// True for bytes that need no quotes in a text line; those of Chinese characters do not.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x22 && byte != 0x3D && byte != 0x5C && byte != 0x7F
    }

    private static func quoted(_ text: String) -> String {
        "\"" + quotedBody(text) + "\""
    }

    private static func quotedBody(_ text: String) -> String {
        JSONText.escaped(text, limit: maximumTextLength)
    }
}
