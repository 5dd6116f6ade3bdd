import COpenSSL

/// Calls of OpenSSL's `i2d_*` family.
enum DEREncoding {
    /// Longest encoding that is asked for; larger ones are refused.
    static let limit = 1 << 20

    /// The DER encoding that `encode` produces, or nil when OpenSSL cannot encode the object.
    ///
    /// - Parameter encode: an `i2d_*` call; first without a destination to learn the length, then with one.
    static func bytes(
        limit: Int = limit,
        _ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
    ) -> [UInt8]? {
        let length = Int(encode(nil))
        guard length > 0, length <= limit else {
            LibraryErrors.clear()
            return nil
        }
        // The buffer has the length that the library just asked for, and lives during the call.
        let encoded = unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            var cursor = buffer.baseAddress
            count = max(0, Int(unsafe encode(&cursor)))
        }
        guard encoded.count == length else {
            LibraryErrors.clear()
            return nil
        }
        return encoded
    }
}
