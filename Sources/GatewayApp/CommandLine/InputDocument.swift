import Foundation

/// One record of the input of a verb: a whole file, or one line of it.
package struct InputDocument: Sendable, Hashable {
    /// The operand it came from; `-` is standard input.
    package let file: String
    /// Line on which it begins, from 1.
    package let line: Int
    /// True when it is one line of several.
    package let isLine: Bool
    /// Its bytes; nil when there are more than the verb takes.
    package let bytes: [UInt8]?

    /// Reads the documents of `operands` one after the other and hands each to `body` until it returns false.
    ///
    /// - Parameters:
    ///   - isLineDelimited: true when every line that is not blank is a document of its own.
    ///   - limit: most bytes of one document; nothing longer is held in memory.
    /// - Returns: the operands that could not be read, already told on standard error.
    package static func forEach(
        _ operands: [String],
        isLineDelimited: Bool,
        limit: Int,
        on console: Console,
        _ body: (InputDocument) -> Bool
    ) -> [String] {
        var unreadable: [String] = []
        for operand in operands {
            do {
                let source = try open(operand, on: console)
                guard try read(source, of: operand, isLineDelimited, limit, body) else { break }
            } catch {
                console.note(
                    zh: "hutong：无法读取 \(operand)",
                    en: "hutong: cannot read \(operand)"
                )
                unreadable.append(operand)
            }
        }
        return unreadable
    }

    /// The bytes of one operand.
    ///
    /// - Throws: ``CommandFailure`` with code 66 when it cannot be read, with 65 when it has more than `limit` bytes.
    package static func single(
        _ operand: String,
        limit: Int,
        on console: Console
    ) throws(CommandFailure) -> [UInt8] {
        var found: InputDocument?
        do {
            _ = try read(try open(operand, on: console), of: operand, false, limit) { document in
                found = document
                return true
            }
        } catch {
            found = nil
        }
        guard let found else {
            throw CommandFailure(.inputMissing, zh: "无法读取 \(operand)", en: "cannot read \(operand)")
        }
        guard let bytes = found.bytes else {
            throw CommandFailure(
                .dataRefused,
                zh: "\(operand) 超过 \(limit) 字节",
                en: "\(operand) is larger than \(limit) bytes"
            )
        }
        return bytes
    }

    private static func open(_ operand: String, on console: Console) throws -> InputSource {
        if operand == "-" { return console.input }
        return InputSource(try FileHandle(forReadingFrom: URL(fileURLWithPath: console.resolve(operand))))
    }

    private static func read(
        _ source: InputSource,
        of file: String,
        _ isLineDelimited: Bool,
        _ limit: Int,
        _ body: (InputDocument) -> Bool
    ) throws -> Bool {
        guard isLineDelimited else {
            return body(InputDocument(file: file, line: 1, isLine: false, bytes: try source.readAll(limit: limit)))
        }
        var lines = LineReader(source, limit: limit)
        while let line = try lines.next() {
            let document: InputDocument =
                switch line {
                case .bytes(let bytes, let number): InputDocument(file: file, line: number, isLine: true, bytes: bytes)
                case .tooLong(let number): InputDocument(file: file, line: number, isLine: true, bytes: nil)
                }
            guard body(document) else { return false }
        }
        return true
    }
}
