/// One named value of a log event.
package struct LogField: Sendable, Hashable {
    /// Name, as the specification lists it.
    package let name: String
    /// Value.
    package let value: LogValue

    /// A field of text.
    package init(_ name: String, _ text: String) {
        self.name = name
        value = .text(text)
    }

    /// A field holding a whole number.
    package init(_ name: String, _ number: some BinaryInteger) {
        self.name = name
        value = .integer(Int64(clamping: number))
    }

    /// A field that is true or false.
    package init(_ name: String, _ flag: Bool) {
        self.name = name
        value = .flag(flag)
    }

    /// A field of several texts.
    package init(_ name: String, _ texts: [String]) {
        self.name = name
        value = .texts(texts)
    }

    /// A field holding a duration in whole milliseconds; its name ends in `_ms`.
    package init(_ name: String, milliseconds duration: Duration) {
        self.name = name
        value = .integer(duration.inMilliseconds)
    }
}
