import COpenSSL

/// Bytes of ASN.1 strings.
enum ASN1Octets {
    /// Longest string that is copied out.
    static let limit = 64 << 10

    /// A copy of the bytes of `string`; nil when it is empty or longer than ``limit``.
    static func bytes(of string: UnsafePointer<ASN1_STRING>) -> [UInt8]? {
        let count = Int(unsafe ASN1_STRING_length(string))
        guard count > 0, count <= limit, let start = unsafe ASN1_STRING_get0_data(string) else { return nil }
        // The string owns `count` bytes at `start` and is borrowed during the call.
        return unsafe Array(UnsafeBufferPointer(start: start, count: count))
    }
}
