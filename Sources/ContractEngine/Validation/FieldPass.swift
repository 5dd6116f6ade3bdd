internal import Core

/// The pass over the members of one record: every constraint that concerns a single field.
///
/// Made once for a contract and shared; what it walks over for each record are arrays of trivial plans.
struct FieldPass: Sendable {
    /// The length at which a known connector cuts texts.
    private static let cut: UInt32 = 65_535

    let plans: [FieldPlan]
    let table: FieldTable
    let lists: [ListPlan]
    let checks: [CheckPlan]
    let allowed: [Set<[UInt8]>]
    let pool: CodePool
    let placeholders: PlaceholderPlan
    /// The fields in which the day of ``stamp`` means that there is no date.
    let todayFields: [Int]
    /// The field that says of which day the record is; nil when there is none.
    let stamp: Int?
    /// What a field does that the contract does not list.
    let unknownSeverity: Severity

    /// The pass with `plans`, one for each field as before.
    func replacing(_ plans: [FieldPlan]) -> FieldPass {
        FieldPass(
            plans: plans,
            table: table,
            lists: lists,
            checks: checks,
            allowed: allowed,
            pool: pool,
            placeholders: placeholders,
            todayFields: todayFields,
            stamp: stamp,
            unknownSeverity: unknownSeverity
        )
    }

    /// Walks over the members of the object at the start of `tokens` and notes the fields that have a value.
    ///
    /// - Parameters:
    ///   - numberLength: most characters of a number that is written as a string.
    ///   - program: the contract, for messages.
    func run(
        _ bytes: Span<UInt8>,
        _ tokens: Span<JSONToken>,
        numberLength: Int,
        _ program: ContractProgram,
        _ values: inout MutableSpan<FieldValue>,
        _ problems: inout ProblemList
    ) {
        let end = Int(tokens[0].link)
        var index = 1
        while index < end {
            let key = tokens[index]
            let position = index &+ 1
            let token = tokens[position]
            index = token.isContainer ? Int(token.link) : position &+ 1
            guard let field = table.field(bytes, key) else {
                reportUnknown(bytes, key, program, &problems)
                continue
            }
            // Absent is the same as null and as the empty string.
            if case .null = token.kind { continue }
            if token.isEmptyString { continue }
            let findings = check(bytes, token, plans[field], numberLength)
            values[field] = FieldValue(token: UInt32(truncatingIfNeeded: position), isMalformed: findings.isMalformed)
            if !findings.isClean {
                if findings.fault == .placeholder {
                    values[field] = FieldValue(isFilled: plans[field].flags.contains(.filledByPlaceholder))
                }
                report(findings, field, program, &problems)
            }
            if token.holdsInvisible || token.end &- token.start >= Self.cut {
                reportDirt(bytes, token, field, program, &problems)
            }
        }
        for field in todayFields { dropToday(field, bytes, tokens, program, &values, &problems) }
    }

    /// Takes a date for absent that is the day of the record.
    private func dropToday(
        _ field: Int,
        _ bytes: Span<UInt8>,
        _ tokens: Span<JSONToken>,
        _ program: ContractProgram,
        _ values: inout MutableSpan<FieldValue>,
        _ problems: inout ProblemList
    ) {
        guard let stamp, values[field].isSound, values[stamp].isSound else { return }
        let date = TokenText.bytes(bytes, tokens[Int(values[field].token)])
        guard date.prefix(8) == TokenText.bytes(bytes, tokens[Int(values[stamp].token)]).prefix(8) else { return }
        values[field] = FieldValue(isFilled: plans[field].flags.contains(.filledByPlaceholder))
        problems.append(FieldProblem.placeholder(program, field))
    }

    /// Reports characters that nobody sees, and a text of exactly so many characters or bytes as a cut leaves.
    @inline(never)
    private func reportDirt(
        _ bytes: Span<UInt8>,
        _ token: JSONToken,
        _ field: Int,
        _ program: ContractProgram,
        _ problems: inout ProblemList
    ) {
        guard case .string = token.kind, plans[field].type == .text else { return }
        if token.holdsInvisible { problems.append(FieldProblem.invisible(program, field)) }
        let length = token.isEscaped ? UInt32(TokenText.bytes(bytes, token).count) : token.end &- token.start
        if token.link == Self.cut || length == Self.cut { problems.append(FieldProblem.truncated(program, field)) }
    }

    /// True when the value of a field is a placeholder of the edition, which says that there is none.
    func isPlaceholder(_ bytes: Span<UInt8>, _ token: JSONToken, field: Int) -> Bool {
        guard token.kind == .string else { return false }
        let plan = plans[field]
        switch plan.type {
        case .text, .number: return placeholders.mayBeText(bytes, token) && isPlaceholder(bytes, token, plan)
        case .dateTime, .minute, .date:
            let text = TokenText.bytes(bytes, token)
            return !text.isEmpty && placeholders.isDate(text.span)
        }
    }

    /// The same of a decoded value.
    func isPlaceholder(_ text: String, field: Int) -> Bool {
        guard !text.isEmpty else { return false }
        let bytes = Array(text.utf8)
        return plans[field].type.isDate ? placeholders.isDate(bytes.span) : isPlaceholder(bytes.span, plans[field])
    }

    /// True when a text is a placeholder and not a code of the field's own list.
    @inline(never)
    private func isPlaceholder(_ bytes: Span<UInt8>, _ token: JSONToken, _ plan: FieldPlan) -> Bool {
        guard !token.isEscaped else {
            let text = TokenText.bytes(bytes, token)
            return isPlaceholder(text.span, plan)
        }
        let text = bytes.extracting(token.range)
        return placeholders.hasLength(text) && isPlaceholder(text, plan)
    }

    private func isPlaceholder(_ text: Span<UInt8>, _ plan: FieldPlan) -> Bool {
        guard placeholders.isText(text) else { return false }
        guard plan.list >= 0, let codes = lists[Int(plan.list)].codes else { return true }
        return !pool.contains(text, in: codes)
    }

    /// Checks one value.
    @inline(__always)
    private func check(
        _ bytes: Span<UInt8>,
        _ token: JSONToken,
        _ plan: FieldPlan,
        _ numberLength: Int
    ) -> FieldFindings {
        switch token.kind {
        case .string: break
        case .number where plan.type == .number: break
        case .object, .array: return FieldFindings(.container)
        default: return FieldFindings(.type)
        }
        if plan.type == .text {
            if placeholders.mayBeText(bytes, token), isPlaceholder(bytes, token, plan) {
                return FieldFindings(.placeholder)
            }
            if !plan.flags.contains(.lengthOfItems), !plan.takes(length: Int32(truncatingIfNeeded: token.link)) {
                return FieldFindings(.length)
            }
            guard plan.flags.contains(.examined) else { return FieldFindings() }
        }
        guard !token.isEscaped else { return examineDecoded(bytes, token, plan, numberLength) }
        return examine(bytes.extracting(token.range), token, plan, numberLength)
    }

    @inline(never)
    private func examineDecoded(
        _ bytes: Span<UInt8>,
        _ token: JSONToken,
        _ plan: FieldPlan,
        _ numberLength: Int
    ) -> FieldFindings {
        let text = TokenText.bytes(bytes, token)
        return examine(text.span, token, plan, numberLength)
    }

    /// Checks what depends on the characters of the value.
    @inline(__always)
    private func examine(
        _ text: Span<UInt8>,
        _ token: JSONToken,
        _ plan: FieldPlan,
        _ numberLength: Int
    ) -> FieldFindings {
        switch plan.type {
        case .text:
            return examineItems(text, plan)
        case .number:
            guard isNumber(text, token, plan, numberLength) else {
                return FieldFindings(placeholders.isText(text) ? .placeholder : .digits)
            }
            return plan.list < 0 ? FieldFindings() : examineItems(text, plan)
        case .dateTime:
            return findings(text, isDate: CalendarText.isDateTime(text))
        case .minute:
            return findings(text, isDate: CalendarText.isMinute(text))
        case .date:
            return findings(text, isDate: CalendarText.isDate(text))
        }
    }

    @inline(__always)
    private func findings(_ text: Span<UInt8>, isDate: Bool) -> FieldFindings {
        if placeholders.isDate(text) { return FieldFindings(.placeholder) }
        return isDate ? FieldFindings() : FieldFindings(.date)
    }

    /// True for a number that the field takes: as a JSON number in any notation, as a string without exponent.
    private func isNumber(
        _ text: Span<UInt8>,
        _ token: JSONToken,
        _ plan: FieldPlan,
        _ numberLength: Int
    ) -> Bool {
        guard text.count <= numberLength, let form = DecimalForm(text), form.isRepresentable else { return false }
        if form.hasExponent, case .string = token.kind { return false }
        guard plan.flags.contains(.digits) else { return true }
        let sign = plan.flags.contains(.minusCounts) && form.isNegative ? 1 : 0
        let fraction = plan.flags.contains(.anyFraction) ? Int(Int16.max) : Int(plan.fractionDigits)
        return form.fits(integer: Int(plan.integerDigits) &- sign, fraction: fraction)
    }

    /// Checks list, identifiers and the length of items.
    @inline(__always)
    private func examineItems(_ text: Span<UInt8>, _ plan: FieldPlan) -> FieldFindings {
        var findings = FieldFindings()
        let list = plan.list >= 0 ? lists[Int(plan.list)] : nil
        if let list, list.codes == nil { findings.lacksList = true }
        if plan.separator == 0 {
            inspect(text, plan, list?.codes, &findings)
        } else {
            var codes = list?.codes
            if plan.flags.contains(.listOfText), let whole = codes {
                if !pool.contains(text, in: whole) { findings.failsList = true }
                codes = nil
            }
            var start = 0
            // The item after a trailing separator is empty and tolerated.
            while start < text.count {
                var end = start
                while end < text.count, text[end] != plan.separator { end &+= 1 }
                let item = text.extracting(start..<end)
                start = end &+ 1
                if item.isEmpty, plan.flags.contains(.dropsEmptyItems) { continue }
                if plan.flags.contains(.lengthOfItems), !plan.takes(length: scalars(of: item)) {
                    return FieldFindings(.length)
                }
                inspect(item, plan, codes, &findings)
            }
        }
        return findings
    }

    @inline(__always)
    private func inspect(
        _ item: Span<UInt8>,
        _ plan: FieldPlan,
        _ codes: CodePool.CodeSet?,
        _ findings: inout FieldFindings
    ) {
        if let codes, !pool.contains(item, in: codes) { findings.failsList = true }
        let first = Int(plan.firstCheck)
        for number in 0..<Int(plan.checks) where !checks[first &+ number].kind.accepts(item) {
            reconsider(item, number, checks[first &+ number], &findings)
        }
    }

    /// A value that fails its identifier rule may still be on the allow-list.
    @inline(never)
    private func reconsider(
        _ item: Span<UInt8>,
        _ number: Int,
        _ check: CheckPlan,
        _ findings: inout FieldFindings
    ) {
        if !allowed[check.allowed].isEmpty, item.count <= 64 {
            var bytes: [UInt8] = []
            for index in 0..<item.count { bytes.append(item[index]) }
            if allowed[check.allowed].contains(bytes) { return }
        }
        findings.failedChecks |= 1 << UInt32(truncatingIfNeeded: number)
    }

    private func scalars(of text: Span<UInt8>) -> Int32 {
        var count: Int32 = 0
        for index in 0..<text.count where text[index] & 0xc0 != 0x80 { count &+= 1 }
        return count
    }

    @inline(never)
    private func report(
        _ findings: FieldFindings,
        _ field: Int,
        _ program: ContractProgram,
        _ problems: inout ProblemList
    ) {
        let plan = plans[field]
        let severity: Severity = plan.flags.contains(.unsureType) ? .warning : .error
        switch findings.fault {
        case .none: break
        case .placeholder: problems.append(FieldProblem.placeholder(program, field))
        case .container: problems.append(FieldProblem.type(program, field, .error))
        case .type: problems.append(FieldProblem.type(program, field, severity))
        case .length: problems.append(FieldProblem.length(program, field))
        case .digits: problems.append(FieldProblem.digits(program, field, severity))
        case .date: problems.append(FieldProblem.date(program, field, severity))
        }
        if findings.lacksList { problems.append(FieldProblem.listAbsent(program, field)) }
        if findings.failsList {
            let rejects = lists[Int(plan.list)].rejects && !plan.flags.contains(.suspect)
            problems.append(FieldProblem.code(program, field, rejects ? .error : .warning))
        }
        for number in 0..<Int(plan.checks) where findings.failedChecks >> UInt32(number) & 1 == 1 {
            problems.append(FieldProblem.identifier(program, field, checks[Int(plan.firstCheck) + number]))
        }
    }

    @inline(never)
    private func reportUnknown(
        _ bytes: Span<UInt8>,
        _ key: JSONToken,
        _ program: ContractProgram,
        _ problems: inout ProblemList
    ) {
        guard problems.takes(unknownSeverity) else { return problems.countOmitted(unknownSeverity) }
        // Beyond this no pointer would carry the name; an escape takes up to six bytes.
        let isShort = Int(key.end - key.start) <= JSONPointer.maximumLength * 6
        problems.append(FieldProblem.unknown(program, isShort ? JSONText.string(bytes, key) : nil, unknownSeverity))
    }
}
