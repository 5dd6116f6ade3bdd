package import Core

/// One thing wrong with a bus configuration.
package struct BusConfigurationProblem: Sendable, Hashable {
    /// The member of the configuration, such as `brokers` or `properties.sasl.mechanism`.
    package let key: String
    /// What is wrong with it; never repeats a value that may be a secret.
    package let message: BilingualText

    /// A problem of `key`.
    package init(key: String, message: BilingualText) {
        self.key = key
        self.message = message
    }
}
