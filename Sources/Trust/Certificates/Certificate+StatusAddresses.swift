import COpenSSL

extension Certificate {
    /// The addresses at which its authority information access says that OCSP is answered (RFC 5280 §4.2.2.1), in order.
    package var statusAddresses: [String] {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        return unsafe withPointer { pointer in
            // What is returned is ours, with the texts in it.
            guard let found = unsafe X509_get1_ocsp(pointer) else { return [] }
            defer { unsafe X509_email_free(found) }
            var addresses: [String] = []
            for index in stride(from: Int32(0), to: min(16, unsafe hutong_text_count(found)), by: 1) {
                guard let text = unsafe hutong_text_get0(found, index) else { continue }
                if let address = unsafe String(validatingCString: text) { addresses.append(address) }
            }
            return addresses
        }
    }
}
