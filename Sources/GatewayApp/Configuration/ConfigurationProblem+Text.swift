package import Core
import Foundation

extension ConfigurationProblem {
    /// The fault on one line: file with line and column as compilers write them, key, code, message.
    package func text(in language: Language) -> String {
        "\(site()): \(message.text(in: language)) [\(code.rawValue)]"
    }

    /// File, line, column and key, as far as there are any: `contract.json:12:5: fields[3].type`.
    ///
    /// - Parameter directory: what ``file`` is relative to; nil when that is said already.
    package func site(in directory: String? = nil) -> String {
        var text = directory.map { "\($0)/\(file)" } ?? file
        if let place { text += ":\(place.line):\(place.column)" }
        return key.isEmpty ? text : "\(text): \(key)"
    }

    /// `problems` of files named in full, each with the place of its key, as far as the files can be read.
    static func located(_ problems: [ConfigurationProblem]) -> [ConfigurationProblem] {
        var places: [String: ConfigurationPlaces] = [:]
        for file in Set(problems.filter { $0.place == nil }.map(\.file)) where file.hasPrefix("/") {
            guard let data = FileManager.default.contents(atPath: file) else { continue }
            places[file] = ConfigurationPlaces([UInt8](data))
        }
        return problems.map { problem in places[problem.file]?.located(problem) ?? problem }
    }
}
