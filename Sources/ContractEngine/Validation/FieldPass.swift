internal import Core

/// The pass over the members of one record: every constraint that concerns a single field.
struct FieldPass {
    private let program: ContractProgram
    private let numberLength: Int

    /// A pass of `program`; numbers written as strings may have `numberLength` characters at most.
    @inline(__always)
    init(_ program: ContractProgram, numberLength: Int) {
        self.program = program
        self.numberLength = numberLength
    }

    /// Walks over the members of the object at the start of `tokens` and notes the fields that have a value.
    func run(
        _ bytes: Span<UInt8>,
        _ tokens: Span<JSONToken>,
        _ values: inout MutableSpan<FieldValue>,
        _ problems: inout ProblemList
    ) {
        let plans = program.plans
        let table = program.table
        let end = Int(tokens[0].link)
        var index = 1
        while index < end {
            let key = tokens[index]
            let position = index &+ 1
            let token = tokens[position]
            index =
                token.kind == .object || token.kind == .array ? Int(token.link) : position &+ 1
            guard let field = table.field(bytes, key) else {
                reportUnknown(bytes, key, &problems)
                continue
            }
            // Absent is the same as null and as the empty string.
            if token.kind == .null || (token.kind == .string && token.start == token.end) { continue }
            let isSound = check(bytes, token, plans[field], field, &problems)
            values[field] = FieldValue(token: UInt32(truncatingIfNeeded: position), isMalformed: !isSound)
        }
    }

    @inline(never)
    private func reportUnknown(_ bytes: Span<UInt8>, _ key: JSONToken, _ problems: inout ProblemList) {
        guard problems.takes(.error) else { return problems.countOmitted(.error) }
        // Beyond this no pointer would carry the name; an escape takes up to six bytes.
        let isShort = key.end - key.start <= JSONPointer.maximumLength * 6
        problems.append(FieldProblem.unknown(program, isShort ? JSONText.string(bytes, key) : nil))
    }

    /// Checks one value; false when it is malformed.
    @inline(__always)
    private func check(
        _ bytes: Span<UInt8>,
        _ token: JSONToken,
        _ plan: FieldPlan,
        _ field: Int,
        _ problems: inout ProblemList
    ) -> Bool {
        guard token.kind == .string || (token.kind == .number && plan.type == .number) else {
            problems.append(FieldProblem.type(program, field))
            return false
        }
        if plan.type == .text {
            if plan.length >= 0, plan.separator == 0 || !plan.flags.contains(.fixed) {
                let length = Int32(truncatingIfNeeded: token.link)
                guard plan.flags.contains(.fixed) ? length == plan.length : length <= plan.length else {
                    problems.append(FieldProblem.length(program, field))
                    return false
                }
            }
            guard plan.flags.contains(.examined) else { return true }
        }
        guard TokenText.isPlain(token) else {
            let text = TokenText.bytes(bytes, token)
            return examine(text.span, token, plan, field, &problems)
        }
        return examine(bytes.extracting(token.range), token, plan, field, &problems)
    }

    /// Checks what depends on the characters of the value; false when it is malformed.
    @inline(__always)
    private func examine(
        _ text: Span<UInt8>,
        _ token: JSONToken,
        _ plan: FieldPlan,
        _ field: Int,
        _ problems: inout ProblemList
    ) -> Bool {
        switch plan.type {
        case .text:
            return examineItems(text, plan, field, &problems)
        case .number:
            guard isNumber(text, token, plan) else {
                problems.append(FieldProblem.digits(program, field))
                return false
            }
            return plan.list < 0 || examineItems(text, plan, field, &problems)
        case .dateTime, .date:
            guard plan.type == .date ? CalendarText.isDate(text) : CalendarText.isDateTime(text) else {
                problems.append(FieldProblem.date(program, field))
                return false
            }
            return true
        }
    }

    /// True for a number that the field takes: as a JSON number in any notation, as a string without exponent.
    private func isNumber(_ text: Span<UInt8>, _ token: JSONToken, _ plan: FieldPlan) -> Bool {
        guard text.count <= numberLength, let form = DecimalForm(text), form.isRepresentable,
            token.kind == .number || !form.hasExponent
        else { return false }
        return !plan.flags.contains(.digits)
            || form.fits(integer: Int(plan.integerDigits), fraction: Int(plan.fractionDigits))
    }

    /// Checks list, identifiers and the length of items; false when a length fails.
    @inline(__always)
    private func examineItems(
        _ text: Span<UInt8>,
        _ plan: FieldPlan,
        _ field: Int,
        _ problems: inout ProblemList
    ) -> Bool {
        var findings = ItemFindings()
        if plan.separator == 0 {
            inspect(text, plan, &findings)
        } else {
            var start = 0
            // The item after a trailing separator is empty and tolerated.
            while start < text.count {
                var end = start
                while end < text.count, text[end] != plan.separator { end &+= 1 }
                inspect(text.extracting(start..<end), plan, &findings)
                start = end &+ 1
            }
        }
        if plan.list >= 0, program.lists[Int(plan.list)].codes == nil { findings.lacksList = true }
        if findings.isClean { return true }
        report(findings, plan, field, &problems)
        return !findings.failsLength
    }

    @inline(__always)
    private func inspect(_ item: Span<UInt8>, _ plan: FieldPlan, _ findings: inout ItemFindings) {
        if plan.flags.contains(.fixed), plan.separator != 0, scalars(item) != Int(plan.length) {
            findings.failsLength = true
        }
        if plan.list >= 0, let codes = program.lists[Int(plan.list)].codes, !codes.contains(item) {
            findings.failsList = true
        }
        let first = Int(plan.firstCheck)
        for number in 0..<Int(plan.checks) where !program.checks[first &+ number].kind.accepts(item) {
            reconsider(item, number, program.checks[first &+ number], &findings)
        }
    }

    /// A value that fails its identifier rule may still be on the allow-list.
    @inline(never)
    private func reconsider(
        _ item: Span<UInt8>,
        _ number: Int,
        _ check: IdentifierCheck,
        _ findings: inout ItemFindings
    ) {
        if !check.allowed.isEmpty, item.count <= 64 {
            var bytes: [UInt8] = []
            for index in 0..<item.count { bytes.append(item[index]) }
            if check.allowed.contains(String(decoding: bytes, as: UTF8.self)) { return }
        }
        findings.failedChecks |= 1 << UInt32(truncatingIfNeeded: number)
    }

    @inline(never)
    private func report(_ findings: ItemFindings, _ plan: FieldPlan, _ field: Int, _ problems: inout ProblemList) {
        if findings.failsLength {
            problems.append(FieldProblem.length(program, field))
            return
        }
        if plan.list >= 0 {
            let list = program.lists[Int(plan.list)]
            if findings.lacksList { problems.append(FieldProblem.listAbsent(program, field, list)) }
            if findings.failsList { problems.append(FieldProblem.code(program, field, list)) }
        }
        for number in 0..<Int(plan.checks) where findings.failedChecks >> UInt32(number) & 1 == 1 {
            problems.append(
                FieldProblem.identifier(program, field, program.checks[Int(plan.firstCheck) + number])
            )
        }
    }

    private func scalars(_ text: Span<UInt8>) -> Int {
        var count = 0
        for index in 0..<text.count where text[index] & 0xc0 != 0x80 { count &+= 1 }
        return count
    }
}
