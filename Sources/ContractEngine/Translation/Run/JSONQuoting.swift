/// Quoting of decoded text.
enum JSONQuoting {
    /// Appends `text` as a JSON string; quotation mark, reverse solidus and control characters are escaped.
    static func append(_ text: [UInt8], to output: inout [UInt8]) {
        output.append(0x22)
        if text.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5c }) {
            output.append(contentsOf: text)
        } else {
            for byte in text {
                switch byte {
                case 0x22, 0x5c: output += [0x5c, byte]
                case 0x0a: output += [0x5c, 0x6e]
                case 0x0d: output += [0x5c, 0x72]
                case 0x09: output += [0x5c, 0x74]
                case 0..<0x20:
                    output += [
                        0x5c, 0x75, 0x30, 0x30, 0x30 + byte >> 4,
                        byte & 0xf < 10 ? 0x30 + byte & 0xf : 0x57 + byte & 0xf,
                    ]
                default: output.append(byte)
                }
            }
        }
        output.append(0x22)
    }
}
