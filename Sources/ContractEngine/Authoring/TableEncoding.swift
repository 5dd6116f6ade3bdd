internal import Foundation

/// The encodings that tables of the specification come in.
enum TableEncoding {
    /// GB 18030-2000 as Foundation numbers it; GBK and GB 2312 are parts of it.
    private static let chinese = String.Encoding(rawValue: 0x8000_0632)

    /// The text of `bytes`: UTF-8, with or without byte order mark, UTF-16 with one, else GB 18030; nil when it is none
    /// of them.
    static func text(_ bytes: [UInt8]) -> String? {
        let data = Data(bytes)
        if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
            return String(data: data, encoding: .utf16)
        }
        let body = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? data.dropFirst(3) : data
        return String(data: body, encoding: .utf8) ?? String(data: data, encoding: chinese)
    }
}
