import OpsServer
import Testing

/// Expected results after RFC 9112 and the limits of docs/specs/instrumentation.md section 5.
struct HTTPRequestParserTests {
    private func parse(_ text: String) -> HTTPParseResult {
        HTTPRequestParser.parse(Array(text.utf8).span)
    }

    @Test(
        arguments: [
            ("GET /live HTTP/1.1\r\nHost: a\r\n\r\n", HTTPMethod.get, "/live"),
            ("HEAD /ready?verbose=1 HTTP/1.1\r\nhOsT:a\r\n\r\n", .head, "/ready"),
            ("GET /metrics HTTP/1.0\r\n\r\n", .get, "/metrics"),
            ("GET http://localhost:9464/version HTTP/1.1\r\nHost: localhost\r\n\r\n", .get, "/version"),
            ("GET HTTP://localhost HTTP/1.1\r\nHost: localhost\r\n\r\n", .get, "/"),
            ("GET / HTTP/1.7\r\nHost: \t a \t\r\nContent-Length: 0\r\n\r\n", .get, "/"),
            ("GET /%2e%2e/etc HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n", .get, "/%2e%2e/etc"),
        ] as [(String, HTTPMethod, String)]
    )
    func readsRequests(text: String, method: HTTPMethod, path: String) {
        guard case .request(let request) = parse(text) else {
            Issue.record("\(parse(text))")
            return
        }
        #expect(request.method == method)
        #expect(request.path == path)
        #expect(request.length == text.utf8.count)
    }

    @Test(
        arguments: [
            ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .malformed),
            (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformed),
            ("GET / HTTP/1.1\nHost: a\n\n", .malformed),
            ("GET / http/1.1\r\nHost: a\r\n\r\n", .malformed),
            ("GET live HTTP/1.1\r\nHost: a\r\n\r\n", .malformed),
            ("GET / HTTP/1.1\r\n\r\n", .malformed),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .malformed),
            ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", .malformed),
            ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", .malformed),
            ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n", .malformed),
            ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", .malformed),
            ("GET / HTTP/1.1\r\nHost: a\u{0}\r\n\r\n", .malformed),
            ("POST / HTTP/1.1\r\n", .methodNotAllowed),
            ("get / HTTP/1.1\r\n", .methodNotAllowed),
            ("PRI * HTTP/2.0\r\n", .versionUnsupported),
        ] as [(String, HTTPRefusal)]
    )
    func refuses(text: String, refusal: HTTPRefusal) {
        #expect(parse(text) == .refused(refusal))
    }

    @Test(arguments: [
        "", "G", "GET", "GET /", "GET / HTTP/1.1\r", "GET / HTTP/1.1\r\nHost: a\r\n", "GET / HTTP/1.1\r\n\r",
    ])
    func waitsForTheRest(text: String) {
        #expect(parse(text) == .incomplete)
    }

    @Test func boundsTheTarget() {
        let fits = "/" + String(repeating: "a", count: 1023)
        #expect(parse("GET \(fits) HTTP/1.0\r\n\r\n") != .refused(.targetTooLong))
        #expect(parse("GET \(fits)a") == .refused(.targetTooLong))
    }

    @Test func boundsTheHead() {
        let start = "GET / HTTP/1.0\r\nX: "
        let fits = start + String(repeating: "y", count: 8192 - start.utf8.count - 4) + "\r\n\r\n"
        #expect(fits.utf8.count == 8192)
        guard case .request = parse(fits) else {
            Issue.record("\(parse(fits))")
            return
        }
        #expect(parse(start + String(repeating: "y", count: 8191 - start.utf8.count)) == .incomplete)
        #expect(parse(start + String(repeating: "y", count: 8192 - start.utf8.count)) == .refused(.headTooLarge))
    }
}
