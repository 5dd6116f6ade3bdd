import COpenSSL
package import Core
import Platform

/// What the operator wants of OpenSSL: a configuration file, and the providers whose algorithms and key stores may be used.
package struct LibrarySettings: Sendable, Hashable {
    /// A fault of one of the settings.
    package struct Fault: Sendable, Hashable {
        /// Which setting: `configuration` or `providers[n]`.
        package let key: String
        /// What is wrong.
        package let message: BilingualText
    }

    /// The providers that are loaded, as the numbers of their pointers; nobody follows them.
    private static let loaded = Locked<[UInt]>([])

    /// Path of a file in OpenSSL's own format (config(5)); nil for the system's.
    package let configuration: String?
    /// Names of providers; empty for what OpenSSL takes by itself, which is `default`.
    package let providers: [String]

    /// The settings.
    package init(configuration: String? = nil, providers: [String] = []) {
        self.configuration = configuration
        self.providers = providers
    }

    /// Applies the settings to this process, for good. To be called before keys and certificates are read.
    ///
    /// - Returns: what could not be applied.
    package func apply() -> [Fault] {
        var faults: [Fault] = []
        if let configuration {
            LibraryErrors.clear()
            // The path is a terminated string for the length of the call; nil is the default context.
            if unsafe OSSL_LIB_CTX_load_config(nil, configuration) != 1 {
                let reason = LibraryErrors.drain()
                faults.append(
                    Fault(
                        key: "configuration",
                        message: BilingualText(
                            zh: "OpenSSL 配置文件 \(configuration) 无法载入：\(reason)",
                            en: "the OpenSSL configuration \(configuration) cannot be loaded: \(reason)"
                        )
                    )
                )
            }
        }
        guard !providers.isEmpty else { return faults }
        guard providers.contains("default") else {
            faults.append(
                Fault(
                    key: "providers",
                    message: BilingualText(
                        zh: "须含 default：只有它提供 SM2 与 SM3",
                        en: "must name 'default': no other provider has SM2 and SM3"
                    )
                )
            )
            return faults
        }
        for (position, name) in providers.enumerated() {
            LibraryErrors.clear()
            // The name is a terminated string for the length of the call. The provider stays loaded until the process ends,
            // so the reference is not given back, only kept where a search for leaks finds it.
            if let provider = unsafe OSSL_PROVIDER_load(nil, name) {
                let reference = UInt(bitPattern: provider)
                LibrarySettings.loaded.withLock { $0.append(reference) }
            } else {
                let reason = LibraryErrors.drain()
                faults.append(
                    Fault(
                        key: "providers[\(position)]",
                        message: BilingualText(
                            zh: "OpenSSL 没有可载入的 provider \(name)：\(reason)",
                            en: "OpenSSL has no provider \(name) that can be loaded: \(reason)"
                        )
                    )
                )
            }
        }
        LibraryErrors.clear()
        return faults
    }
}
