import Core
import Foundation

/// Loads a file of this module: reads it, builds its value, and reports every mistake.
enum ConfigurationFile {
    /// What became of a file: its value when there is no mistake, and all mistakes.
    typealias Outcome<Value> = (value: Value?, mistakes: [ConfigurationProblem])

    /// Loads the file at `path`; `build` returns nil or reports mistakes when the content is not fine.
    static func load<Value>(_ path: String, _ build: (JSONNode, MistakeLog) -> Value?) -> Outcome<Value> {
        guard let data = FileManager.default.contents(atPath: path) else {
            let log = MistakeLog(file: path)
            log.report(.fileUnreadable, at: "", zh: "文件无法读取", en: "the file cannot be read")
            return (nil, log.mistakes)
        }
        return load(data, name: path, build)
    }

    /// Loads the bytes of a file; `name` stands for the file in mistakes.
    static func load<Value>(_ data: Data, name: String, _ build: (JSONNode, MistakeLog) -> Value?) -> Outcome<Value> {
        let log = MistakeLog(file: name)
        do throws(ConfigurationProblem) {
            let bytes = [UInt8](data)
            let value = build(try ConfigurationDocument.parse(bytes, file: name), log)
            guard !log.mistakes.isEmpty else { return (value, []) }
            let places = ConfigurationPlaces(bytes)
            return (nil, log.mistakes.map { places?.located($0) ?? $0 })
        } catch {
            return (nil, [error])
        }
    }
}
