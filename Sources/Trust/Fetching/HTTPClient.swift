import COpenSSL
import Platform

/// Fetches one DER document over HTTP with OpenSSL's own client: one connection, one total time, one maximum size.
///
/// It waits on the calling thread; only threads that carry no records may use it.
package struct HTTPClient: Sendable {
    /// Longest time for one exchange, connecting included, in seconds; looking up the name is left to the resolver.
    package let timeout: Int
    /// `http://host:port` of a proxy; nil for none. The variables of the environment are not looked at.
    package let proxy: String?

    /// A client that gives up after `timeout` seconds.
    package init(timeout: Int, proxy: String? = nil) {
        self.timeout = max(1, timeout)
        self.proxy = proxy
    }

    /// The DER document at `address`; its media type is not looked at, since servers name the wrong ones.
    package func get(_ address: String, maximumLength: Int) throws(HTTPFailure) -> [UInt8] {
        guard let target = HTTPAddress(address) else { throw HTTPFailure(.address, "") }
        return try exchange(target, request: nil, maximumLength: maximumLength)
    }

    /// The DER document that `address` answers to the OCSP request `request` (RFC 6960 appendix A).
    package func ask(_ address: String, request: [UInt8], maximumLength: Int) throws(HTTPFailure) -> [UInt8] {
        guard let target = HTTPAddress(address) else { throw HTTPFailure(.address, "") }
        return try exchange(target, request: request, maximumLength: maximumLength)
    }

    private func exchange(
        _ target: HTTPAddress,
        request: [UInt8]?,
        maximumLength: Int
    ) throws(HTTPFailure) -> [UInt8] {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        let start = SystemClock.monotonicNanoseconds()
        var document: [UInt8]?
        if let request {
            document = unsafe request.withUnsafeBytes { bytes -> [UInt8]? in
                // A read-only view of `bytes`, which live until the exchange is over.
                guard
                    let body = unsafe Handle<BufferKind>(
                        adopting: BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count))
                    )
                else { return nil }
                return unsafe body.withPointer { unsafe transfer(target, $0, maximumLength) }
            }
        } else {
            document = unsafe transfer(target, nil, maximumLength)
        }
        if let document { return document }
        let elapsed = (SystemClock.monotonicNanoseconds() &- start) / 1_000_000_000
        throw failure(isLate: elapsed >= UInt64(timeout))
    }

    private func transfer(_ target: HTTPAddress, _ body: OpaquePointer?, _ maximumLength: Int) -> [UInt8]? {
        // All texts are copied or used during the call only. An empty proxy means none; without one OpenSSL would ask the
        // environment. Without a callback there is no TLS, without a request context the connection ends with the call.
        let answer = unsafe OSSL_HTTP_transfer(
            nil,
            target.host,
            target.port,
            target.path,
            0,
            proxy ?? "",
            nil,
            nil,
            nil,
            nil,
            nil,
            0,
            nil,
            body == nil ? nil : "application/ocsp-request",
            body,
            body == nil ? nil : "application/ocsp-response",
            1,
            maximumLength,
            Int32(clamping: timeout),
            0
        )
        guard let memory = unsafe Handle<BufferKind>(adopting: answer) else { return nil }
        return unsafe memory.withPointer { memory in
            var start: UnsafeMutablePointer<CChar>?
            let length = unsafe hutong_BIO_memory(memory, &start)
            guard let start = unsafe start, length > 0, length <= maximumLength else { return nil }
            // The memory belongs to the BIO, which lives until this closure returns.
            return unsafe Array(UnsafeRawBufferPointer(start: start, count: length))
        }
    }

    /// What the library's error queue says, taken out of it.
    private func failure(isLate: Bool) -> HTTPFailure {
        var kind: HTTPFailure.Kind?
        var words: [String] = []
        while words.count < 8 {
            var data: UnsafePointer<CChar>?
            var flags: Int32 = 0
            let code = unsafe ERR_get_error_all(nil, nil, nil, &data, &flags)
            guard code != 0 else { break }
            // Both texts are the library's, and stay until the next error of this thread.
            var text = unsafe ERR_reason_error_string(code).map { unsafe String(cString: $0) } ?? "error \(code)"
            if let data = unsafe data, flags & ERR_TXT_STRING != 0 {
                let detail = unsafe String(cString: data)
                if !detail.isEmpty { text += ": \(detail.prefix(120))" }
            }
            words.append(text)
            let found = HTTPClient.kind(of: code)
            // The first cause says more than what followed from it, but for the general ones. A connection that does not
            // come about in time is unreachable: the library tries again until then, also where it was refused.
            if kind == nil || kind == .cut || kind == .unreachable { kind = found ?? kind }
        }
        if isLate, kind == nil || kind == .cut { kind = .timedOut }
        return HTTPFailure(kind ?? .cut, words.joined(separator: "; "))
    }

    private static func kind(of code: UInt) -> HTTPFailure.Kind? {
        let reason = ERR_GET_REASON(code)
        guard ERR_GET_LIB(code) == ERR_LIB_HTTP else {
            return ERR_GET_LIB(code) == ERR_LIB_BIO && reason == BIO_R_TRANSFER_TIMEOUT ? .timedOut : .unreachable
        }
        switch reason {
        case HTTP_R_MAX_RESP_LEN_EXCEEDED, HTTP_R_ASN1_LEN_EXCEEDS_MAX_RESP_LEN: return .tooLarge
        case HTTP_R_REDIRECTION_NOT_ENABLED, HTTP_R_MISSING_REDIRECT_LOCATION,
            HTTP_R_TOO_MANY_REDIRECTIONS, HTTP_R_REDIRECTION_FROM_HTTPS_TO_HTTP:
            return .redirected
        case HTTP_R_RECEIVED_ERROR, HTTP_R_STATUS_CODE_UNSUPPORTED: return .status
        case HTTP_R_UNEXPECTED_CONTENT_TYPE, HTTP_R_MISSING_CONTENT_TYPE: return .contentType
        case HTTP_R_MISSING_ASN1_ENCODING, HTTP_R_ERROR_PARSING_ASN1_LENGTH, HTTP_R_ERROR_PARSING_CONTENT_LENGTH,
            HTTP_R_HEADER_PARSE_ERROR, HTTP_R_RESPONSE_PARSE_ERROR, HTTP_R_RESPONSE_LINE_TOO_LONG,
            HTTP_R_RECEIVED_WRONG_HTTP_VERSION, HTTP_R_INCONSISTENT_CONTENT_LENGTH:
            return .malformed
        case HTTP_R_CONNECT_FAILURE: return .unreachable
        case HTTP_R_RETRY_TIMEOUT: return .timedOut
        default: return .cut
        }
    }
}
