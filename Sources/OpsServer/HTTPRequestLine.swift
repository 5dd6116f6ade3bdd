/// The first line of a request: method, target, version (RFC 9112 §3).
struct HTTPRequestLine {
    /// The method; nil for a token that is none of ours.
    let method: HTTPMethod?
    /// Path of the target without its query.
    let path: String
    /// 0 or 1.
    let minorVersion: Int

    /// How reading the line went.
    enum Outcome {
        case unfinished
        case refused(HTTPRefusal)
        case complete(HTTPRequestLine)
    }

    /// Reads the line with its end.
    static func read(_ bytes: Span<UInt8>, _ cursor: inout HTTPHeadCursor) -> Outcome {
        let method = cursor.take(bytes, while: HTTPByte.isToken)
        guard method.count <= HTTPRequestParser.maximumMethodLength else { return .refused(.malformed) }
        guard let afterMethod = cursor.peek(bytes) else { return .unfinished }
        guard !method.isEmpty, afterMethod == HTTPByte.space else { return .refused(.malformed) }
        cursor.position += 1

        let target = cursor.take(bytes, while: HTTPByte.isVisible)
        guard target.count <= HTTPRequestParser.maximumTargetLength else { return .refused(.targetTooLong) }
        guard let afterTarget = cursor.peek(bytes) else { return .unfinished }
        guard afterTarget == HTTPByte.space, let path = path(of: HTTPByte.text(bytes, target)) else {
            return .refused(.malformed)
        }
        cursor.position += 1

        // `HTTP/1.0` or `HTTP/1.1`, then the end of the line.
        var major: UInt8 = 0
        var minor: UInt8 = 0
        for index in 0..<10 {
            guard let byte = cursor.peek(bytes) else { return .unfinished }
            let fits: Bool
            switch index {
            case 5:
                fits = byte >= 0x30 && byte <= 0x39
                major = byte
            case 7:
                fits = byte >= 0x30 && byte <= 0x39
                minor = byte
            default: fits = byte == template[index]
            }
            guard fits else { return .refused(.malformed) }
            cursor.position += 1
        }
        guard major == 0x31 else { return .refused(.versionUnsupported) }
        // A higher minor version is treated as the highest that we speak (RFC 9110 §2.5).
        return .complete(
            HTTPRequestLine(
                method: HTTPMethod(rawValue: HTTPByte.text(bytes, method)),
                path: path,
                minorVersion: minor == 0x30 ? 0 : 1
            )
        )
    }

    private static let template = Array("HTTP/1.1\r\n".utf8)

    /// The path in a target of origin form or absolute form (RFC 9112 §3.2); `*` and `host:port` have none.
    private static func path(of target: String) -> String? {
        var rest = target[...]
        for scheme in ["http://", "https://"] where rest.lowercased().hasPrefix(scheme) {
            let afterAuthority = rest.dropFirst(scheme.count).drop { $0 != "/" && $0 != "?" }
            rest = afterAuthority.hasPrefix("/") ? afterAuthority : "/" + afterAuthority
        }
        guard rest.hasPrefix("/") else { return target == "*" ? target : nil }
        return String(rest.prefix { $0 != "?" && $0 != "#" })
    }
}
