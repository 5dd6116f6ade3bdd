package import Core

/// Scans records and runs contracts over them, one record after the other.
///
/// One worker owns a validator; its workspace is reused from record to record, so that an acceptable record of
/// ordinary size costs no allocation.
package struct RecordValidator: Sendable {
    private let limits: JSONLimits
    private var tape = JSONTape()
    private var payload: [UInt8] = []
    private var program: ContractProgram?
    private var values: [FieldValue] = []

    /// A validator that refuses texts beyond `limits`.
    package init(limits: JSONLimits = JSONLimits()) {
        self.limits = limits
    }

    /// Checks `payload` as a record of `program` and adds everything that is wrong with it to `problems`.
    ///
    /// An `add` needs every required field; a `change` the fields of the key and of the groups, and `required-when`
    /// rules do not apply to it; a `delete` has no body (empty or `null`).
    /// - Returns: true when no error was found; warnings may have been added.
    package mutating func validate(
        _ payload: [UInt8],
        against program: ContractProgram,
        operation: RecordOperation,
        problems: inout ProblemList
    ) -> Bool {
        var found = ProblemList()
        self.payload = payload
        self.program = program
        if values.count == program.fields.count {
            for index in values.indices { values[index] = FieldValue() }
        } else {
            values = [FieldValue](repeating: FieldValue(), count: program.fields.count)
        }
        if operation == .delete {
            checkAbsentBody(&found)
        } else if let failure = tape.scan(payload.span, limits: limits) {
            self.payload = []
            found.append(failure.problem)
        } else if tape[0].kind != .object {
            found.append(
                Problem(
                    .recordNotObject,
                    rule: "\(program.stem).object",
                    zh: "记录须为 JSON 对象",
                    en: "a record must be a JSON object"
                )
            )
        } else {
            Self.run(program, operation, payload.span, tape.tokens, numberLength: limits.numberLength, &values, &found)
        }
        if !found.isEmpty { problems.append(contentsOf: found) }
        return !found.refuses
    }

    /// The decoded value of a top-level field of the last record; nil when it is absent, null, empty, a placeholder,
    /// or neither a string nor a number, and when the record could not be scanned.
    package func text(of field: String) -> String? {
        guard let number = program?.numbers[field], values[number].token != 0 else { return nil }
        let token = tape[Int(values[number].token)]
        guard token.kind == .string || token.kind == .number else { return nil }
        return JSONText.string(payload.span, token)
    }

    /// True when field `number` of the last record has no value and no placeholder that passes for one.
    func isMissing(_ number: Int) -> Bool { values[number].isMissing }

    /// The items of a top-level field of the last record, split at the field's separator; one item when it has
    /// none. An empty item after the last separator is left out.
    package func items(of field: String) -> [String] {
        guard let text = text(of: field) else { return [] }
        guard let separator = program?.field(named: field)?.separator else { return [text] }
        let items = SeparatedText.items(of: text, separator: separator)
        return program?.options.emptyItems == .dropped ? items.filter { !$0.isEmpty } : items
    }

    private static func run(
        _ program: ContractProgram,
        _ operation: RecordOperation,
        _ bytes: Span<UInt8>,
        _ tape: [JSONToken],
        numberLength: Int,
        _ values: inout [FieldValue],
        _ found: inout ProblemList
    ) {
        let tokens = tape.span
        var fields = values.mutableSpan
        program.fieldPass.run(bytes, tokens, numberLength: numberLength, program, &fields, &found)
        for field in operation == .add ? program.requiredOnAdd : program.requiredOnChange
        where fields[field].isMissing {
            found.append(FieldProblem.missing(program, field))
        }
        program.rulePass.run(bytes, tokens, fields.span, operation, program, &found)
    }

    /// The operation `delete` names its record by attributes alone.
    private mutating func checkAbsentBody(_ found: inout ProblemList) {
        let body = payload
        if body.isEmpty { return }
        if tape.scan(body.span, limits: limits) == nil, tape[0].kind == .null { return }
        payload = []
        found.append(
            Problem(
                .bodyForbidden,
                rule: "envelope.operation",
                zh: "删除操作不得带有内容",
                en: "a delete must not have a body"
            )
        )
    }
}
