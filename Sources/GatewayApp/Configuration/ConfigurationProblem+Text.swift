package import Core

extension ConfigurationProblem {
    /// The fault on one line: file, key, code, message.
    package func text(in language: Language) -> String {
        let place = key.isEmpty ? file : "\(file): \(key)"
        return "\(place): \(message.text(in: language)) [\(code.rawValue)]"
    }
}
