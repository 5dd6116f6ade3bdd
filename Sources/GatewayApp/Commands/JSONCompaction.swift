import Core

/// JSON on one line: the same text without the white space between its tokens.
package enum JSONCompaction {
    /// `bytes` without insignificant white space (RFC 8259 §2); nil when they are no JSON text.
    package static func compact(_ bytes: [UInt8]) -> [UInt8]? {
        var tape = JSONTape()
        let limits = JSONLimits(depth: 1 << 16, size: 1 << 30, numberLength: 1 << 30)
        guard tape.scan(bytes.span, limits: limits) == nil else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5c {
                    isEscaped = true
                } else if byte == 0x22 {
                    isInString = false
                }
            } else if byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
                continue
            } else if byte == 0x22 {
                isInString = true
            }
            output.append(byte)
        }
        return output
    }
}
