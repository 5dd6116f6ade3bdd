import Core

/// Collects the mistakes of one file, so that all of them are reported at once.
final class MistakeLog {
    let file: String
    private(set) var mistakes: [ConfigurationProblem] = []

    init(file: String) {
        self.file = file
    }

    func report(_ code: ConfigurationProblem.Code, at key: String, zh: String, en: String) {
        mistakes.append(ConfigurationProblem(code, file: file, key: key, zh: zh, en: en))
    }
}
