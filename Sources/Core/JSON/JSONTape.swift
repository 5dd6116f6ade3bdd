/// The outcome of scanning one JSON text: a flat list of ``JSONToken``, in the order of the text.
///
/// An object stands as its own token, then key, value, key, value …; an array as its token and its values. The
/// ``JSONToken/link`` of a container is the index past its last token. A tape is scanned into again and again; its
/// storage is kept, so that records of ordinary size cost no allocation.
@usableFromInline
package struct JSONTape: Sendable {
    /// Tokens kept between texts; a longer tape is given up before the next text.
    private static var retainedTokens: Int { 1 << 16 }

    @usableFromInline var storage = [JSONToken](repeating: JSONToken(.null, start: 0, end: 0), count: 512)
    /// Number of tokens of the last text; 0 when it was refused.
    package private(set) var count = 0
    private var keys = JSONKeyTable()

    /// An empty tape.
    package init() {}

    /// The token at `index`; traps unless `index < count`.
    @inlinable package subscript(index: Int) -> JSONToken {
        storage[index]
    }

    /// The storage of the tokens: the first ``count`` entries are those of the last text, the others mean nothing.
    @inlinable package var tokens: [JSONToken] { storage }

    /// The index of the token after the value at `index`, past everything inside it.
    @inlinable package func indexAfter(_ index: Int) -> Int {
        let token = storage[index]
        return token.isContainer ? Int(token.link) : index + 1
    }

    /// Scans `bytes`.
    ///
    /// - Returns: nil when they are one JSON text by RFC 8259 within `limits`, with no key twice in an object; else
    ///   the first thing that is wrong.
    /// - Complexity: O(n) for any text but one built to collide in ``JSONKeyHash``, which costs O(n log n).
    package mutating func scan(_ bytes: Span<UInt8>, limits: JSONLimits = JSONLimits()) -> JSONFailure? {
        count = 0
        guard bytes.count <= limits.size else { return JSONFailure(.tooLarge, at: limits.size, in: bytes) }
        if storage.count > Self.retainedTokens { storage = Self.blank(512) }
        keys.reset()
        var checksKeys = true
        while true {
            let pass = JSONScan(limits: limits, checksKeys: checksKeys)
            switch Self.run(pass, over: bytes, &storage, &keys) {
            case .accepted(let tokens):
                if !checksKeys, let index = JSONKeyOrder.firstRepeated(bytes, storage.span.extracting(0..<tokens)) {
                    return failure(.duplicateKey, at: Int(storage[index].start) - 1, bytes, index + 1)
                }
                count = tokens
                return nil
            case .refused(let fault, let offset, let tokens):
                return failure(fault, at: offset, bytes, tokens)
            case .tapeFull:
                storage = Self.blank(storage.count * 4)
            case .keysFull:
                keys.grow()
                continue
            case .keysCrowded:
                checksKeys = false
            }
            keys.reset()
        }
    }

    private static func run(
        _ pass: consuming JSONScan,
        over bytes: Span<UInt8>,
        _ tokens: inout [JSONToken],
        _ keys: inout JSONKeyTable
    ) -> JSONScan.Outcome {
        var span = tokens.mutableSpan
        return pass.run(bytes, tape: &span, keys: &keys)
    }

    /// The index after the value at `index` on a finished tape.
    static func indexAfter(_ index: Int, _ tape: Span<JSONToken>) -> Int {
        let token = tape[index]
        return token.isContainer ? Int(token.link) : index + 1
    }

    private func failure(_ fault: JSONFault, at offset: Int, _ bytes: Span<UInt8>, _ tokens: Int) -> JSONFailure {
        let pointer =
            fault == .duplicateKey
            ? JSONPointer.text(toKeyAt: tokens - 1, bytes, storage.span.extracting(0..<tokens)) : ""
        return JSONFailure(fault, at: offset, in: bytes, pointer: pointer)
    }

    private static func blank(_ count: Int) -> [JSONToken] {
        [JSONToken](repeating: JSONToken(.null, start: 0, end: 0), count: count)
    }
}
