/// One pass over a text: the grammar of RFC 8259 as a loop, without recursion.
///
/// While a container is open, the ``JSONToken/link`` of its token holds the index of the container around it, so
/// nesting needs no stack of its own.
struct JSONScan {
    /// How the pass ended.
    enum Outcome {
        /// The text is accepted; the tape holds so many tokens.
        case accepted(Int)
        /// The text is refused at an offset; the tape holds so many tokens.
        case refused(JSONFault, at: Int, tokens: Int)
        /// The tape is too short: make it longer and begin again.
        case tapeFull
        /// The table of keys is too small: make it larger and begin again.
        case keysFull
        /// Too many keys fall on one place of the table: begin again without it and compare by order afterwards.
        case keysCrowded
    }

    /// ``JSONToken/link`` of an open container at the top.
    static var noParent: Int { Int(UInt32.max) }

    private let limits: JSONLimits
    private let checksKeys: Bool
    private var index = 0
    private var count = 0
    private var depth = 0
    private var container = JSONScan.noParent
    private var isInObject = false

    /// A pass under `limits`; duplicate keys are looked for only when `checksKeys`.
    init(limits: JSONLimits, checksKeys: Bool) {
        self.limits = limits
        self.checksKeys = checksKeys
    }

    /// Runs the pass.
    mutating func run(
        _ bytes: Span<UInt8>,
        tape: inout MutableSpan<JSONToken>,
        keys: inout JSONKeyTable
    ) -> Outcome {
        if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf {
            return .refused(.byteOrderMark, at: 0, tokens: 0)
        }
        while true {
            // A value is due. At most two tokens are written before this point is reached again.
            guard count &+ 2 <= tape.count else { return .tapeFull }
            skipSpace(bytes)
            guard index < bytes.count else { return refused(.unexpectedEnd) }
            let byte = bytes[index]
            if byte == 0x22 {
                var scan = JSONStringScan(from: index &+ 1)
                let fault = scan.run(bytes)
                if let fault { return refused(fault, at: scan.index) }
                let start = index &+ 1
                let scalars = UInt32(truncatingIfNeeded: scan.index &- start &- scan.surplus)
                tape[count] = JSONToken(
                    .string,
                    start: start,
                    end: scan.index,
                    link: scalars,
                    isEscaped: scan.isEscaped,
                    holdsInvisible: scan.holdsInvisible
                )
                count &+= 1
                index = scan.index &+ 1
            } else if byte == 0x7b || byte == 0x5b {
                guard depth < limits.depth else { return refused(.tooDeep) }
                open(byte == 0x7b, &tape)
                skipSpace(bytes)
                guard index < bytes.count else { return refused(.unexpectedEnd) }
                if bytes[index] != (isInObject ? 0x7d : 0x5d) {
                    if isInObject, let stop = key(bytes, &tape, &keys) { return stop }
                    continue
                }
            } else if byte == 0x2d || byte &- 0x30 < 10 {
                let start = index
                if let fault = number(bytes) { return refused(fault) }
                guard index &- start <= limits.numberLength else { return refused(.numberTooLong, at: start) }
                tape[count] = JSONToken(.number, start: start, end: index)
                count &+= 1
            } else if let fault = literal(bytes, byte, &tape) {
                return refused(fault)
            }
            // A value is complete: close what ends here, up to the comma before the next value.
            while true {
                skipSpace(bytes)
                if depth == 0 {
                    return index == bytes.count ? .accepted(count) : refused(.trailingData)
                }
                guard index < bytes.count else { return refused(.unexpectedEnd) }
                let byte = bytes[index]
                if byte == 0x2c {
                    index &+= 1
                    if isInObject {
                        guard count &+ 2 <= tape.count else { return .tapeFull }
                        skipSpace(bytes)
                        if let stop = key(bytes, &tape, &keys) { return stop }
                    }
                    break
                }
                guard byte == (isInObject ? 0x7d : 0x5d) else { return refused(.expectedCommaOrEnd) }
                close(&tape)
            }
        }
    }

    @inline(__always)
    private func refused(_ fault: JSONFault) -> Outcome { .refused(fault, at: index, tokens: count) }

    @inline(__always)
    private func refused(_ fault: JSONFault, at offset: Int) -> Outcome { .refused(fault, at: offset, tokens: count) }

    @inline(__always)
    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while index < bytes.count {
            let byte = bytes[index]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return }
            index &+= 1
        }
    }

    @inline(__always)
    private mutating func open(_ isObject: Bool, _ tape: inout MutableSpan<JSONToken>) {
        tape[count] = JSONToken(
            isObject ? .object : .array,
            start: index,
            end: index,
            link: UInt32(truncatingIfNeeded: container)
        )
        container = count
        isInObject = isObject
        depth &+= 1
        count &+= 1
        index &+= 1
    }

    /// Closes the innermost container, whose last byte stands at ``index``.
    @inline(__always)
    private mutating func close(_ tape: inout MutableSpan<JSONToken>) {
        index &+= 1
        var token = tape[container]
        let parent = Int(token.link)
        token.end = UInt32(truncatingIfNeeded: index)
        token.link = UInt32(truncatingIfNeeded: count)
        tape[container] = token
        depth &-= 1
        container = parent
        isInObject = depth > 0 && tape[parent].kind == .object
    }

    /// Reads `"key" :` and notes the key; the value is due next.
    @inline(__always)
    private mutating func key(
        _ bytes: Span<UInt8>,
        _ tape: inout MutableSpan<JSONToken>,
        _ keys: inout JSONKeyTable
    ) -> Outcome? {
        guard index < bytes.count else { return refused(.unexpectedEnd) }
        guard bytes[index] == 0x22 else { return refused(.expectedKey) }
        let start = index &+ 1
        var scan = JSONStringScan(from: start)
        let fault = scan.run(bytes)
        if let fault { return refused(fault, at: scan.index) }
        let hash =
            scan.isEscaped
            ? JSONKeyOrder.decodedHash(bytes, start..<scan.index) : JSONKeyHash.hash(bytes, start..<scan.index)
        tape[count] = JSONToken(
            .key,
            start: start,
            end: scan.index,
            link: hash,
            isEscaped: scan.isEscaped
        )
        if checksKeys {
            switch keys.insert(count, of: container, bytes, tape.span) {
            case .new: break
            case .repeated: return .refused(.duplicateKey, at: start &- 1, tokens: count &+ 1)
            case .full: return .keysFull
            case .crowded: return .keysCrowded
            }
        }
        count &+= 1
        index = scan.index &+ 1
        skipSpace(bytes)
        guard index < bytes.count else { return refused(.unexpectedEnd) }
        guard bytes[index] == 0x3a else { return refused(.expectedColon) }
        index &+= 1
        return nil
    }

    /// `true`, `false` or `null`.
    @inline(__always)
    private mutating func literal(
        _ bytes: Span<UInt8>,
        _ first: UInt8,
        _ tape: inout MutableSpan<JSONToken>
    ) -> JSONFault? {
        let kind: JSONKind
        let expected: UInt64
        switch first {
        case 0x74: (kind, expected) = (.true, 0x6575_7274)
        case 0x66: (kind, expected) = (.false, 0x65_736c_6166)
        case 0x6e: (kind, expected) = (.null, 0x6c6c_756e)
        default: return .unexpectedCharacter
        }
        let length = kind == .false ? 5 : 4
        guard index &+ length <= bytes.count else {
            return .unexpectedCharacter
        }
        guard WordLoad.prefix(bytes, index..<(index &+ length)) == expected else { return .unexpectedCharacter }
        tape[count] = JSONToken(kind, start: index, end: index &+ length)
        count &+= 1
        index &+= length
        return nil
    }

    /// A number by the grammar of RFC 8259 §6.
    @inline(__always)
    private mutating func number(_ bytes: Span<UInt8>) -> JSONFault? {
        if bytes[index] == 0x2d { index &+= 1 }
        guard index < bytes.count else { return .unexpectedEnd }
        if bytes[index] == 0x30 {
            index &+= 1
            if index < bytes.count, bytes[index] &- 0x30 < 10 { return .invalidNumber }
        } else {
            guard digits(bytes) else { return .invalidNumber }
        }
        if index < bytes.count, bytes[index] == 0x2e {
            index &+= 1
            guard digits(bytes) else { return .invalidNumber }
        }
        if index < bytes.count, bytes[index] | 0x20 == 0x65 {
            index &+= 1
            if index < bytes.count, bytes[index] == 0x2b || bytes[index] == 0x2d { index &+= 1 }
            guard digits(bytes) else { return .invalidNumber }
        }
        return nil
    }

    /// Walks over digits; false when there is none.
    @inline(__always)
    private mutating func digits(_ bytes: Span<UInt8>) -> Bool {
        let start = index
        while index < bytes.count, bytes[index] &- 0x30 < 10 { index &+= 1 }
        return index > start
    }
}
