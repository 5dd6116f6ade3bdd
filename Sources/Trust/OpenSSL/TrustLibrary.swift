import COpenSSL

/// The library that this module stands on.
package enum TrustLibrary {
    /// Version of OpenSSL at run time, for example `3.0.19`.
    package static var version: String {
        // A constant string of the library.
        guard let text = unsafe OpenSSL_version(OPENSSL_VERSION_STRING) else { return "unknown" }
        return unsafe String(cString: text)
    }
}
