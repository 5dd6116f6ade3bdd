import Core
import Foundation

/// Reads a configuration file into a ``ConfigurationValue``.
enum ConfigurationFile {
    /// A registry of 10,000 platforms has about 5 MB.
    private static let limits = JSONLimits(size: 64 << 20)

    /// The content of the file at `path`; nil after a mistake was reported.
    static func read(_ path: String, log: MistakeLog) -> ConfigurationValue? {
        guard let data = FileManager.default.contents(atPath: path) else {
            log.report(.fileUnreadable, at: "", zh: "文件无法读取", en: "the file cannot be read")
            return nil
        }
        return parse(data, log: log)
    }

    /// The content of `data`; nil after a mistake was reported. A key twice in one object is a mistake too.
    static func parse(_ data: Data, log: MistakeLog) -> ConfigurationValue? {
        let bytes = [UInt8](data)
        var tape = JSONTape()
        if let failure = tape.scan(bytes.span, limits: limits) {
            let message = failure.problem.message
            log.report(.notJSON, at: "", zh: "不是合法的 JSON：\(message.zh)", en: "not well-formed JSON: \(message.en)")
            return nil
        }
        return ConfigurationValue(tape, bytes.span)
    }
}
