import COpenSSL

/// Names of ASN.1 objects.
enum ObjectName {
    /// `object` as dotted OID; at most 80 characters.
    static func dotted(_ object: OpaquePointer) -> String {
        var buffer = [CChar](repeating: 0, count: 81)
        // OpenSSL writes at most `count` characters including the terminator.
        let length = unsafe buffer.withUnsafeMutableBufferPointer { target in
            unsafe OBJ_obj2txt(target.baseAddress, Int32(target.count), object, 1)
        }
        guard length > 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The OBJECT IDENTIFIER `der` as dotted OID; empty when it is none.
    static func dotted(der: [UInt8]) -> String {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        // The bytes live during the call; OpenSSL copies what it keeps.
        let parsed = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            return unsafe d2i_ASN1_OBJECT(nil, &cursor, buffer.count)
        }
        guard let parsed = unsafe parsed else { return "" }
        defer { unsafe ASN1_OBJECT_free(parsed) }
        return unsafe dotted(parsed)
    }

    /// `object` in DER; nil when OpenSSL cannot encode it.
    static func encoded(_ object: OpaquePointer) -> [UInt8]? {
        unsafe DEREncoding.bytes { unsafe i2d_ASN1_OBJECT(object, $0) }
    }
}
