internal import Core

extension ConversionPlan {
    /// True when the result can be a list.
    var givesList: Bool {
        if case .split = self { true } else { false }
    }

    /// Converts `value`; returns what kept it from being converted.
    ///
    /// - Parameter unit: the value of the unit field, for ``scaleByUnit(_:_:divides:)``.
    func apply(to value: inout TranslationValue, unit: ScalarValue, trace: inout TranslationTrace?) -> TranslationFault?
    {
        switch (self, value) {
        case (.split(let separator), .one(let scalar)):
            guard scalar.kind != .absent else { return nil }
            value = .list(TextConversion.items(scalar.bytes, separator).map { ScalarValue(text: $0) })
            return nil
        case (.join(let separator), .list(let items)):
            return join(items, separator, &value)
        case (.join, .one): return nil
        case (.item(let number), .list(let items)):
            value = .one(items.indices.contains(number) ? items[number] : .absent)
            return nil
        case (.item(let number), .one):
            if number > 0 { value = .absent }
            return nil
        case (_, .list(var items)):
            for index in items.indices {
                if let fault = convert(&items[index], unit, &trace) { return fault }
            }
            value = .list(items)
            return nil
        case (_, .one(var scalar)):
            let fault = convert(&scalar, unit, &trace)
            value = .one(scalar)
            return fault
        }
    }

    private func join(
        _ items: [ScalarValue],
        _ separator: UInt8,
        _ value: inout TranslationValue
    ) -> TranslationFault? {
        guard items.contains(where: { $0.kind != .absent }) else {
            value = .absent
            return nil
        }
        var text: [UInt8] = []
        for (index, item) in items.enumerated() {
            guard !item.bytes.contains(separator) else {
                return TranslationFault(.fieldType, zh: "列表项含有分隔符", en: "an item holds the separator")
            }
            if index > 0 { text.append(separator) }
            text += item.bytes
        }
        value = .one(ScalarValue(text: text))
        return nil
    }

    /// Converts one value; an absent one stays so.
    private func convert(
        _ scalar: inout ScalarValue,
        _ unit: ScalarValue,
        _ trace: inout TranslationTrace?
    ) -> TranslationFault? {
        guard scalar.kind != .absent else { return nil }
        let bytes = scalar.bytes
        switch self {
        case .codes(let table): return translate(&scalar, table, &trace)
        case .writeDate(let form, let omits):
            guard let text = form.write(bytes) else { return Self.malformed(&scalar, omits) }
            scalar = ScalarValue(text: text)
        case .readDate(let form, let digits, let omits):
            guard let text = form.read(bytes) else { return Self.malformed(&scalar, omits) }
            scalar = ScalarValue(text: Array(text.prefix(digits)))
        case .scale(let factor, let divides): return scale(&scalar, factor, divides)
        case .scaleByUnit(_, let factors, let divides):
            guard unit.kind != .absent else {
                return TranslationFault(.fieldMissing, zh: "缺少金额单位", en: "the unit of the amount is missing")
            }
            guard let factor = factors[unit.bytes] else {
                return TranslationFault(.fieldCode, zh: "金额单位没有换算系数", en: "the unit has no factor")
            }
            return scale(&scalar, factor, divides)
        case .number(let isInteger): return number(&scalar, isInteger)
        case .string:
            if scalar.kind == .literal, let plain = PlainDecimal.text(bytes) {
                scalar = ScalarValue(text: plain)
            } else {
                scalar = ScalarValue(text: bytes)
            }
        case .toBoolean(let yes, let no):
            guard bytes == yes || bytes == no else { return Self.noCode }
            scalar = ScalarValue(.literal, Array((bytes == yes ? "true" : "false").utf8))
        case .fromBoolean(let yes, let no):
            guard bytes == Array("true".utf8) || bytes == Array("false".utf8) else { return Self.noCode }
            scalar = ScalarValue(text: bytes.count == 4 ? yes : no)
        default: return convertText(&scalar)
        }
        return nil
    }

    private func convertText(_ scalar: inout ScalarValue) -> TranslationFault? {
        let bytes = scalar.bytes
        switch self {
        case .separator(let from, let to):
            guard let text = TextConversion.separate(bytes, from: from, to: to) else {
                return TranslationFault(.fieldType, zh: "值已含新的分隔符", en: "the value holds the new separator already")
            }
            scalar = ScalarValue(text: text)
        case .pad(let length, let filler, let isLeft):
            scalar = ScalarValue(text: TextConversion.pad(bytes, to: length, with: filler, isLeft: isLeft))
        case .prefix(let prefix): scalar = ScalarValue(text: prefix + bytes)
        case .strip(let prefix):
            guard bytes.starts(with: prefix) else {
                return TranslationFault(.fieldType, zh: "值不以约定前缀开头", en: "the value lacks the agreed prefix")
            }
            scalar = ScalarValue(text: Array(bytes.dropFirst(prefix.count)))
        case .slice(let offset, let length): scalar = ScalarValue(text: TextConversion.slice(bytes, offset, length))
        case .replace(let from, let to): scalar = ScalarValue(text: TextConversion.replace(bytes, from, to))
        case .only(let kind): if !kind.accepts(bytes.span) { scalar = .absent }
        case .trim: scalar = ScalarValue(text: TextConversion.trim(bytes))
        case .upper: scalar = ScalarValue(text: TextConversion.cased(bytes, isUpper: true))
        case .lower: scalar = ScalarValue(text: TextConversion.cased(bytes, isUpper: false))
        default: break
        }
        return nil
    }

    private func translate(
        _ scalar: inout ScalarValue,
        _ table: CodeTablePlan,
        _ trace: inout TranslationTrace?
    ) -> TranslationFault? {
        if let code = table.entries[scalar.bytes] {
            trace?.use(table, scalar.bytes)
            scalar = ScalarValue(text: code)
            return nil
        }
        trace?.use(table, nil)
        switch table.unmapped {
        case .refuse:
            return TranslationFault(
                .fieldCode,
                zh: "代码对照表 \(table.name) 没有此值",
                en: "code table \(table.name) does not have the value"
            )
        case .omit: scalar = .absent
        case .keep: break
        case .value(let text): scalar = ScalarValue(text: Array(text.utf8))
        }
        return nil
    }

    private func scale(_ scalar: inout ScalarValue, _ factor: ExactDecimal, _ divides: Bool) -> TranslationFault? {
        guard let amount = ExactDecimal(scalar.bytes.span),
            let result = divides ? PlainDecimal.quotient(amount, factor) : amount.multiplied(by: factor)
        else {
            return TranslationFault(.fieldNumber, zh: "不是可精确换算的数", en: "is no number that converts exactly")
        }
        scalar = ScalarValue(scalar.kind, PlainDecimal.text(result))
        return nil
    }

    private func number(_ scalar: inout ScalarValue, _ isInteger: Bool) -> TranslationFault? {
        guard var text = PlainDecimal.text(scalar.bytes) else {
            return TranslationFault(.fieldNumber, zh: "不是十进制数", en: "is no decimal number")
        }
        if isInteger, let point = text.firstIndex(of: 0x2e) {
            guard text[(point + 1)...].allSatisfy({ $0 == 0x30 }) else {
                return TranslationFault(.fieldNumber, zh: "须为整数", en: "must be an integer")
            }
            text.removeSubrange(point...)
        }
        scalar = ScalarValue(.literal, text)
        return nil
    }

    private static func malformed(_ scalar: inout ScalarValue, _ omits: Bool) -> TranslationFault? {
        if omits { scalar = .absent }
        return omits ? nil : noDate
    }

    private static let noDate = TranslationFault(.fieldDate, zh: "不是该格式的日期", en: "is no date of this form")
    private static let noCode = TranslationFault(.fieldCode, zh: "不是真假值", en: "is no truth value")
}
