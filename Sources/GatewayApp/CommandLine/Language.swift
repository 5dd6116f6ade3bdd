package import Core

/// The two languages in which the command speaks.
package enum Language: String, Sendable, Hashable, CaseIterable {
    /// Chinese.
    case zh
    /// English.
    case en

    /// The language of the environment: Chinese when the first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set begins
    /// with `zh`, else English (POSIX.1 §8.2 gives the precedence).
    package init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
        self = (locale ?? "").hasPrefix("zh") ? .zh : .en
    }
}

extension BilingualText {
    /// The text in `language`.
    package func text(in language: Language) -> String {
        switch language {
        case .zh: zh
        case .en: en
        }
    }
}
