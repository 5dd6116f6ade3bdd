package import Core

/// One fault of the configuration or of a file that it names.
package struct ConfigurationProblem: Error, Sendable, Hashable {
    /// Path of the file.
    package let file: String
    /// Where in the file: keys joined by dots, `keys.city-trading.key`; empty for the file as a whole.
    package let key: String
    /// Stable code.
    package let code: Code
    /// What is wrong, for a person; never a secret.
    package let message: BilingualText

    /// The closed list of configuration faults; raw values are an interface.
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// The file is not there or cannot be read.
        case fileMissing = "file_missing"
        /// The file is not the JSON that is expected.
        case jsonSyntax = "json_syntax"
        /// A key that nothing reads, probably misspelt.
        case keyUnknown = "key_unknown"
        /// A key without which nothing can start.
        case keyMissing = "key_missing"
        /// A key that the gateway sets itself.
        case keyReserved = "key_reserved"
        /// A value of another type.
        case valueType = "value_type"
        /// A value outside its range or list.
        case valueRange = "value_range"
        /// The registry of platforms cannot be used.
        case registryInvalid = "registry_invalid"
        /// The flows cannot be used.
        case flowsInvalid = "flows_invalid"
        /// The contracts cannot be used.
        case contractsInvalid = "contracts_invalid"
        /// The trust list cannot be used.
        case trustListInvalid = "trust_list_invalid"
        /// A private key or certificate cannot be used.
        case keyInvalid = "key_invalid"
        /// A platform is named that the registry does not have, or in a role that it cannot take.
        case platformInvalid = "platform_invalid"
    }

    /// A fault at `key` of `file`.
    package init(_ code: Code, file: String, key: String = "", zh: String, en: String) {
        self.file = file
        self.key = key
        self.code = code
        self.message = BilingualText(zh: zh, en: en)
    }
}
