/// Reads a request head of HTTP/1 (RFC 9112 §2 to §6) from bytes; a pure function, bounded, stricter than the RFC:
/// lines end in CR LF, no folded fields, no body.
package enum HTTPRequestParser {
    /// Longest head in bytes.
    package static let maximumHeadLength = 8192
    /// Longest request target in bytes.
    package static let maximumTargetLength = 1024
    /// Longest method in bytes; longer ones are no methods.
    static let maximumMethodLength = 32

    /// Judges `bytes`, all that was received so far.
    ///
    /// - Complexity: O(n), n the length of the head.
    package static func parse(_ bytes: Span<UInt8>) -> HTTPParseResult {
        var cursor = HTTPHeadCursor(end: min(bytes.count, maximumHeadLength))
        let unfinished: HTTPParseResult =
            bytes.count >= maximumHeadLength ? .refused(.headTooLarge) : .incomplete
        let line: HTTPRequestLine
        switch HTTPRequestLine.read(bytes, &cursor) {
        case .unfinished: return unfinished
        case .refused(let refusal): return .refused(refusal)
        case .complete(let complete): line = complete
        }
        // Told before the rest of the head: whatever follows, also a body, changes nothing.
        guard let method = line.method else { return .refused(.methodNotAllowed) }
        var hosts = 0
        while true {
            switch HTTPFieldLine.read(bytes, &cursor) {
            case .unfinished: return unfinished
            case .refused(let refusal): return .refused(refusal)
            case .field(let name, let value):
                switch name {
                case "host": hosts += 1
                // A body would have to be read or the connection's framing is lost; nobody needs one here.
                case "transfer-encoding": return .refused(.malformed)
                case "content-length" where value != "0": return .refused(.malformed)
                default: break
                }
            case .end:
                // RFC 9112 §3.2: a request of HTTP/1.1 has exactly one Host field.
                guard hosts == 1 || (hosts == 0 && line.minorVersion == 0) else { return .refused(.malformed) }
                return .request(HTTPRequest(method: method, path: line.path, length: cursor.position))
            }
        }
    }
}
