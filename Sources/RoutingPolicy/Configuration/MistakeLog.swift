/// Collects the mistakes of one file, so that all of them are reported at once.
final class MistakeLog {
    let file: String
    private(set) var mistakes: [PolicyMistake] = []

    init(file: String) {
        self.file = file
    }

    func report(_ code: PolicyMistake.Code, at key: String, zh: String, en: String) {
        mistakes.append(PolicyMistake(file: file, key: key, code: code, zh: zh, en: en))
    }
}
