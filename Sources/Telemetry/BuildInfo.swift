/// Versions of this build and of the libraries that it runs on.
package struct BuildInfo: Sendable, Hashable {
    /// Version of Hutong.
    package let version: String
    /// Version of the Swift compiler.
    package let swift: String
    /// Version of librdkafka at run time.
    package let librdkafka: String
    /// Version of OpenSSL at run time.
    package let openssl: String

    /// The versions of a build.
    package init(version: String, swift: String, librdkafka: String, openssl: String) {
        self.version = version
        self.swift = swift
        self.librdkafka = librdkafka
        self.openssl = openssl
    }
}
