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
}
