import Foundation

/// Reads a configuration file into a ``ConfigurationValue``.
enum ConfigurationFile {
    /// The content of the file at `path`; nil after a mistake was reported.
    static func read(_ path: String, log: MistakeLog) -> ConfigurationValue? {
        guard let data = FileManager.default.contents(atPath: path) else {
            log.report(.fileUnreadable, at: "", zh: "文件无法读取", en: "the file cannot be read")
            return nil
        }
        return parse(data, log: log)
    }

    /// The content of `data`; nil after a mistake was reported.
    static func parse(_ data: Data, log: MistakeLog) -> ConfigurationValue? {
        do {
            return try JSONDecoder().decode(ConfigurationValue.self, from: data)
        } catch {
            log.report(.notJSON, at: "", zh: "不是合法的 JSON", en: "not well-formed JSON")
            return nil
        }
    }
}
