import COpenSSL

/// HMAC with SM3 (RFC 2104, GB/T 32905), made by OpenSSL.
enum MessageCode {
    /// Length of a code in bytes.
    static let size = 32

    /// Writes the code of `message` under `key` to `target`, which has room for ``size`` bytes.
    ///
    /// - Returns: how many bytes were written; nil when the library refuses, as one without SM3 does.
    static func write(of message: [UInt8], under key: SecretBytes, to target: UnsafeMutableRawBufferPointer) -> Int? {
        // Key, message and target live during the call, in which OpenSSL reads the former and fills the latter.
        let isDone = unsafe key.withBytes { key in
            unsafe message.withUnsafeBytes { message in
                var written = 0
                let code = unsafe EVP_Q_mac(
                    nil,
                    "HMAC",
                    nil,
                    "SM3",
                    nil,
                    key.baseAddress,
                    key.count,
                    message.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    message.count,
                    target.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    target.count,
                    &written
                )
                return unsafe code != nil && written == size
            }
        }
        if !isDone { LibraryErrors.clear() }
        return isDone ? size : nil
    }

    /// The code of `message` under `key`; nil when the library refuses.
    static func of(_ message: [UInt8], under key: SecretBytes) -> [UInt8]? {
        // The array lends room for one code and takes as many bytes as were written.
        let code = unsafe [UInt8](unsafeUninitializedCapacity: size) { target, count in
            count = unsafe write(of: message, under: key, to: UnsafeMutableRawBufferPointer(target)) ?? 0
        }
        return code.isEmpty ? nil : code
    }
}
