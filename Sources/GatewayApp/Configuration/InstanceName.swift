package import Core

/// The form of `worker.instance` and `--instance`: it becomes part of Kafka identifiers.
package enum InstanceName {
    /// The rule in words.
    package static let rule = BilingualText(
        zh: "须为 1 至 64 位小写字母、数字或连字符",
        en: "must be 1 to 64 lower-case letters, digits or hyphens"
    )

    /// True for 1 to 64 characters of `[a-z0-9-]`.
    package static func isValid(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d
            }
    }
}
