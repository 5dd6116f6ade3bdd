/// What must hold for the parser on any bytes; checked by fuzzing and on the committed corpus.
package enum HTTPParserLaws {
    /// Checks the laws on `bytes`.
    ///
    /// - Returns: the law that is broken, or nil.
    package static func violation(by bytes: [UInt8]) -> String? {
        let whole = HTTPRequestParser.parse(bytes.span)
        // The server asks after every read: the verdict may not depend on how the bytes were cut.
        var first = HTTPParseResult.incomplete
        let last = min(bytes.count, HTTPRequestParser.maximumHeadLength)
        // Every cut of a short input, some of a long one: the check stays linear enough for fuzzing.
        let step = max(1, last / 64)
        for length in Array(stride(from: 0, to: last, by: step)) + [last] {
            first = HTTPRequestParser.parse(bytes.span.extracting(first: length))
            if first != .incomplete { break }
        }
        guard first == whole else { return "the verdict changes when more bytes come" }
        switch whole {
        case .incomplete:
            return bytes.count < HTTPRequestParser.maximumHeadLength ? nil : "a full buffer is still incomplete"
        case .refused:
            return nil
        case .request(let request):
            guard request.length <= bytes.count, request.length <= HTTPRequestParser.maximumHeadLength else {
                return "the head is longer than the input"
            }
            guard bytes.prefix(request.length).suffix(4) == [0x0D, 0x0A, 0x0D, 0x0A] else {
                return "the head does not end in an empty line"
            }
            return request.path.utf8.allSatisfy(HTTPByte.isVisible) ? nil : "the path holds invisible characters"
        }
    }
}
