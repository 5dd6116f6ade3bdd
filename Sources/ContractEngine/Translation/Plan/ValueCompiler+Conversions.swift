internal import Core

/// Conversions of values.
extension ValueCompiler {
    /// The plan of `conversion` in `row` for a field of `type`; nil when it does not resolve.
    mutating func conversion(
        _ conversion: ConversionDefinition,
        _ row: MappingRow,
        _ type: FieldType?
    ) -> ConversionPlan? {
        switch conversion {
        case .codes(let name): return table(name, row).map { .codes($0) }
        case .date(let form, let omits):
            if scope.direction == .write { return .writeDate(form, omitsMalformed: omits) }
            return .readDate(form, digits: type == .date ? 8 : type == .minute ? 12 : 14, omitsMalformed: omits)
        case .scale(let factor, let divides): return .scale(factor, divides: divides)
        case .scaleByUnit(let name, let factors, let divides):
            guard let unit = reference(name, row.place(of: name)) else { return nil }
            let table = Dictionary(factors.map { (Array($0.0.utf8), $0.1) }, uniquingKeysWith: { first, _ in first })
            return .scaleByUnit(unit, table, divides: divides)
        case .number: return .number(isInteger: false)
        case .integer: return .number(isInteger: true)
        case .string: return .string
        case .boolean(let yes, let no):
            return scope.direction == .write
                ? .toBoolean(true: Array(yes.utf8), false: Array(no.utf8))
                : .fromBoolean(true: Array(yes.utf8), false: Array(no.utf8))
        case .separator(let from, let to): return .separator(from: from, to: to)
        case .split(let separator): return .split(separator)
        case .join(let separator): return .join(separator)
        case .item(let number): return .item(number)
        case .pad(let length, let filler, let isLeft): return .pad(to: length, with: filler, isLeft: isLeft)
        case .prefix(let text): return .prefix(text)
        case .strip(let text): return .strip(text)
        case .slice(let offset, let length): return .slice(offset: offset, length: length)
        case .replace(let from, let to): return .replace(from: from, to: to)
        case .trim: return .trim
        case .only(let kind): return .only(kind)
        case .upper: return .upper
        case .lower: return .lower
        }
    }

    private func table(_ name: String, _ row: MappingRow) -> CodeTablePlan? {
        if scope.isBroken(table: name) { return nil }
        guard let table = scope.dialect.tables[name] else {
            scope.report(row.place(of: name), zh: "没有代码对照表 \(name)", en: "there is no code table \(name)")
            return nil
        }
        let isWriting = scope.direction == .write
        let key = isWriting ? "unmapped" : "unmappedBack"
        guard let pairs = isWriting ? table.forward : table.backward else {
            scope.report(
                row.place(of: name),
                zh: "对照表 \(name) 反向不唯一，须有 back",
                en: "table \(name) is ambiguous backwards and needs back"
            )
            return nil
        }
        guard let unmapped = isWriting ? table.unmapped : table.unmappedBack else {
            scope.report(row.place(of: name), zh: "对照表 \(name) 须有 \(key)", en: "table \(name) needs \(key)")
            return nil
        }
        return CodeTablePlan(
            name: name,
            entries: Dictionary(
                pairs.map { (Array($0.from.utf8), Array($0.to.utf8)) },
                uniquingKeysWith: { first, _ in first }
            ),
            unmapped: unmapped,
            label: "\(table.path).\(isWriting ? "map" : "back")"
        )
    }
}
