/// An answer of the operations server; it always closes the connection.
package struct HTTPResponse: Sendable, Hashable {
    /// Status code.
    package let status: Int
    /// Media type of the body.
    package let contentType: String
    /// Body.
    package let body: [UInt8]

    /// An answer with a text body.
    package init(_ status: Int, contentType: String, body: String) {
        self.status = status
        self.contentType = contentType
        self.body = Array(body.utf8)
    }

    /// An answer with a JSON object.
    package static func json(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(status, contentType: "application/json; charset=utf-8", body: body + "\n")
    }

    /// An answer that names its status only.
    package static func plain(_ status: Int) -> HTTPResponse {
        HTTPResponse(status, contentType: "text/plain; charset=utf-8", body: "\(status) \(reason(of: status))\n")
    }

    /// The bytes on the wire. An answer to HEAD has the same head, with the length of the body that GET would get.
    package func bytes(withBody: Bool) -> [UInt8] {
        var head = "HTTP/1.1 \(status) \(Self.reason(of: status))\r\n"
        head += "Content-Type: \(contentType)\r\nContent-Length: \(body.count)\r\n"
        if status == 405 { head += "Allow: GET, HEAD\r\n" }
        head += "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
        return withBody ? Array(head.utf8) + body : Array(head.utf8)
    }

    private static func reason(of status: Int) -> String {
        switch status {
        case 200: "OK"
        case 400: "Bad Request"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 414: "URI Too Long"
        case 431: "Request Header Fields Too Large"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: "Status"
        }
    }
}
