import Core
import Foundation
import Platform
import Testing
import Trust

@Suite struct HTTPClientTests {
    /// SEQUENCE { OCTET STRING of 5 bytes }, by hand.
    static let document: [UInt8] = [0x30, 0x07, 0x04, 0x05, 1, 2, 3, 4, 5]

    init() {
        ProcessSignal.ignoreBrokenPipe()
    }

    static func answer(_ answer: TinyHTTPServer.Answer, timeout: Int = 5, maximum: Int = 1000) throws
        -> Result<[UInt8], HTTPFailure>
    {
        let server = try TinyHTTPServer { _ in answer }
        return Result { () throws(HTTPFailure) in
            try HTTPClient(timeout: timeout).get(server.base + "/a.crl?x=1", maximumLength: maximum)
        }
    }

    static func failure(_ answer: TinyHTTPServer.Answer, timeout: Int = 5, maximum: Int = 1000) throws
        -> HTTPFailure.Kind?
    {
        guard case .failure(let failure) = try Self.answer(answer, timeout: timeout, maximum: maximum) else {
            return nil
        }
        return failure.kind
    }

    @Test func aDocumentIsFetched() throws {
        let server = try TinyHTTPServer { _ in .body(Self.document) }
        let got = try HTTPClient(timeout: 5).get(server.base + "/crl/a.crl?x=1", maximumLength: 9)
        #expect(got == Self.document)
        #expect(server.requests.map(\.line) == ["GET /crl/a.crl?x=1 HTTP/1.0"])
    }

    @Test func anOCSPRequestIsPosted() throws {
        let server = try TinyHTTPServer { _ in .body(Self.document, type: "application/ocsp-response") }
        let got = try HTTPClient(timeout: 5).ask(server.base, request: [1, 2, 3], maximumLength: 1000)
        #expect(got == Self.document)
        let request = try #require(server.requests.first)
        #expect(request.line == "POST / HTTP/1.0")
        #expect(request.body == [1, 2, 3])
        #expect(request.headers.contains { $0.lowercased() == "content-type: application/ocsp-request" })
    }

    @Test func anOCSPAnswerOfAnotherTypeIsRefused() throws {
        let server = try TinyHTTPServer { _ in .body(Self.document, type: "text/html") }
        #expect(throws: HTTPFailure.self) {
            try HTTPClient(timeout: 5).ask(server.base, request: [1], maximumLength: 1000)
        }
    }

    @Test func aLargerAnswerIsNotRead() throws {
        let large: [UInt8] = [0x30, 0x83, 0x01, 0x00, 0x00] + [UInt8](repeating: 0, count: 65_536)
        #expect(try Self.failure(.body(large), maximum: 65_540) == .tooLarge)
        #expect(try Self.answer(.body(large), maximum: 65_541).get() == large)
        // Without a Content-Length the DER itself says how long it is, here 16 MiB.
        let endless = Array("HTTP/1.0 200 OK\r\n\r\n".utf8) + [0x30, 0x84, 0x01, 0, 0, 0]
        #expect(try Self.failure(.raw(endless), maximum: 65_536) == .tooLarge)
    }

    @Test func anAnswerCutShortIsAFailure() throws {
        let head = "HTTP/1.0 200 OK\r\nContent-Type: application/pkix-crl\r\nContent-Length: 9\r\n\r\n"
        #expect(try Self.failure(.raw(Array(head.utf8) + Self.document.dropLast())) == .cut)
        #expect(try Self.failure(.raw(Array("HTTP/1.0 200 O".utf8))) != nil)
        #expect(try Self.failure(.raw([])) == .cut)
    }

    @Test func whatIsNoDERIsAFailure() throws {
        #expect(try Self.failure(.body(Array("<html>not found</html>".utf8), type: "text/html")) == .malformed)
        #expect(try Self.failure(.raw(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8))) == .malformed)
    }

    @Test func aRedirectionIsNotFollowed() throws {
        let second = try TinyHTTPServer { _ in .body(Self.document) }
        let target = second.base
        for status in ["301 Moved Permanently", "302 Found"] {
            for location in [target + "/a.crl", "https://127.0.0.1/a.crl", "file:///etc/passwd"] {
                let answer = "HTTP/1.0 \(status)\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n"
                #expect(try Self.failure(.raw(Array(answer.utf8))) == .redirected)
            }
        }
        #expect(second.requests.isEmpty)
    }

    @Test func aRedirectionToItselfIsAskedOnce() throws {
        let target = Locked("")
        let server = try TinyHTTPServer { _ in
            .raw(Array("HTTP/1.0 302 Found\r\nLocation: \(target.withLock { $0 })\r\nContent-Length: 0\r\n\r\n".utf8))
        }
        target.withLock { $0 = server.base + "/a.crl" }
        let failure = #expect(throws: HTTPFailure.self) {
            try HTTPClient(timeout: 5).get(server.base + "/a.crl", maximumLength: 1000)
        }
        #expect(failure?.kind == .redirected)
        #expect(server.requests.count == 1)
    }

    @Test func hundredMegabytesAreRefusedBeforeTheyAreRead() throws {
        // 104,857,600 bytes by the header, and again by the DER alone (0x063ffffa of content behind six octets).
        let stated = "HTTP/1.0 200 OK\r\nContent-Length: 104857600\r\n\r\n"
        #expect(try Self.failure(.raw(Array(stated.utf8)), maximum: 32 << 20) == .tooLarge)
        let unstated = Array("HTTP/1.0 200 OK\r\n\r\n".utf8) + [0x30, 0x84, 0x06, 0x3f, 0xff, 0xfa]
        #expect(try Self.failure(.raw(unstated), maximum: 32 << 20) == .tooLarge)
    }

    @Test func anAnswerInPiecesWithoutEndIsLeft() throws {
        // HTTP/1.0 has no transfer coding: the length of the first piece stands where the DER should.
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let pieces = String(repeating: "5\r\n00000\r\n", count: 10_000)
        #expect(try Self.failure(.raw(Array((head + pieces).utf8))) == .malformed)
        // An indefinite length has no place in DER.
        let indefinite =
            Array("HTTP/1.0 200 OK\r\n\r\n".utf8) + [0x30, 0x80] + [UInt8](repeating: 0x04, count: 100_000)
        #expect(try Self.failure(.raw(indefinite)) != nil)
        // Headers without end.
        let headers = "HTTP/1.0 200 OK\r\n" + String(repeating: "X-Header: value\r\n", count: 100_000)
        #expect(try Self.failure(.raw(Array(headers.utf8)), timeout: 2) != nil)
        let line = "HTTP/1.0 200 OK\r\nX-Header: " + String(repeating: "x", count: 1_000_000)
        #expect(try Self.failure(.raw(Array(line.utf8)), timeout: 2) != nil)
    }

    @Test(arguments: ["404 Not Found", "500 Internal Server Error", "204 No Content"])
    func anotherStatusIsAFailure(status: String) throws {
        let answer = "HTTP/1.0 \(status)\r\nContent-Length: 0\r\n\r\n"
        #expect(try Self.failure(.raw(Array(answer.utf8))) == .status)
    }

    @Test func aSlowServerIsLeftWhenTheTimeIsUp() throws {
        let head = Array("HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n".utf8) + Self.document
        #expect(try Self.failure(.drip(head), timeout: 1) == .timedOut)
        #expect(try Self.failure(.silence, timeout: 1) == .timedOut)
    }

    @Test func aPortWithoutAServerIsUnreachable() throws {
        let listener = try TCPListener.make(address: "127.0.0.1", port: 0)
        let port = listener.port
        listener.stop()
        let failure = #expect(throws: HTTPFailure.self) {
            try HTTPClient(timeout: 2).get("http://127.0.0.1:\(port)/", maximumLength: 1000)
        }
        #expect(failure?.kind == .unreachable, "\(failure?.message.en ?? "")")
    }

    @Test(arguments: [
        "https://ca.example/a.crl", "ldap://ca.example/cn=a", "file:///etc/passwd", "http://", "http:///a",
        "http://user@ca.example/", "http://ca.example/a b", "http://ca.example/\r\nX: y", "http://ca.example:0/",
        "http://ca.example:65536/", "http://ca.example:+80/", "http://[::1/", "http://[::1]x/", "http://ca.example/#a",
        "http://ca.example/电子", "a.crl", "",
    ])
    func otherAddressesAreNotFetchedFrom(text: String) {
        #expect(HTTPAddress(text) == nil)
        let failure = #expect(throws: HTTPFailure.self) {
            try HTTPClient(timeout: 1).get(text, maximumLength: 1000)
        }
        #expect(failure?.kind == .address)
    }

    @Test func anAddressIsTakenApart() throws {
        let plain = try #require(HTTPAddress("http://ca.example/crl/a.crl?x=1"))
        #expect([plain.host, plain.port, plain.path] == ["ca.example", "80", "/crl/a.crl?x=1"])
        let version6 = try #require(HTTPAddress("HTTP://[2001:db8::1]:8080"))
        #expect([version6.host, version6.port, version6.path] == ["2001:db8::1", "8080", "/"])
        let query = try #require(HTTPAddress("http://ca.example?a"))
        #expect(query.path == "/?a")
    }
}
