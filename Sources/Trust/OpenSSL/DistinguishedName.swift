import COpenSSL

/// Distinguished names, borrowed from the object that holds them.
enum DistinguishedName {
    /// `name` after RFC 2253, cut to 200 characters; for messages only.
    static func text(of name: OpaquePointer?) -> String {
        // UTF-8 stays readable; control characters and separators are escaped.
        let flags = hutong_name_flags()
        guard let name = unsafe name, let buffer = unsafe Handle<BufferKind>(adopting: BIO_new(BIO_s_mem())) else {
            return ""
        }
        return unsafe buffer.withPointer { buffer in
            guard unsafe X509_NAME_print_ex(buffer, name, 0, flags) >= 0 else { return "" }
            var start: UnsafeMutablePointer<CChar>?
            let length = unsafe hutong_BIO_memory(buffer, &start)
            guard let start = unsafe start, length > 0 else { return "" }
            // The memory belongs to the BIO, which lives until this closure returns.
            let bytes = unsafe UnsafeRawBufferPointer(start: start, count: Int(length))
            return String(unsafe String(decoding: bytes, as: UTF8.self).prefix(200))
        }
    }

    /// Calls `body` with the name that `der` encodes; nil when it encodes none or something stands behind it.
    static func withName<Result>(_ der: [UInt8], _ body: (OpaquePointer) -> Result) -> Result? {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        // The bytes live during the call; OpenSSL copies what it keeps.
        let parsed = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            return unsafe d2i_X509_NAME(nil, &cursor, buffer.count)
        }
        guard let handle = unsafe Handle<NameHandleKind>(adopting: parsed) else { return nil }
        return unsafe handle.withPointer { unsafe body($0) }
    }
}
