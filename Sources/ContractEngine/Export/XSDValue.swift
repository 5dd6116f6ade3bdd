/// The text of an element, as facets of XML Schema. The empty text is absent, so that it is allowed where the element
/// need not be there.
struct XSDValue {
    private var maximum: Int?
    private var minimum: Int?
    private var codes: [String] = []
    /// Facets of one step of a restriction are alternatives; each of these is a step of its own.
    private var patterns: [String] = []

    /// Any text.
    static let text = XSDValue()

    /// True when any text will do.
    var isFree: Bool { maximum == nil && (minimum ?? 1) <= 1 && codes.isEmpty && patterns.isEmpty }

    /// One of `codes`.
    init(codes: [String]) {
        self.codes = codes
    }

    private init() {}

    /// The text of a value of `field`.
    init(_ field: ExportedField, options: ProfileOptions) {
        let definition = field.definition
        guard !field.hasUnsureType else { return }
        switch definition.type {
        case .dateTime: patterns.append(PatternText.dateTime)
        case .minute: patterns.append(PatternText.date + PatternText.hourAndMinute)
        case .date: patterns.append(PatternText.date)
        case .number: addNumber(definition, options)
        case .text: addText(field, options)
        }
        addCodes(field, options)
    }

    /// The type, indented by `margin`; empty for any text.
    func lines(isRequired: Bool, margin: String) -> [String] {
        var facets: [String] = []
        if !codes.isEmpty {
            facets = ((isRequired ? [] : [""]) + codes).map { "<xs:enumeration value=\"\(HTMLText.escape($0))\"/>" }
        } else {
            if let least = isRequired ? max(minimum ?? 1, 1) : nil {
                facets.append("<xs:minLength value=\"\(least)\"/>")
            }
            if let maximum { facets.append("<xs:maxLength value=\"\(maximum)\"/>") }
            if !isRequired, let minimum, minimum > 1 {
                facets.append(pattern("[\\s\\S]{\(minimum),}", isRequired: false))
            }
        }
        var steps = patterns
        var lines = ["\(margin)<xs:simpleType>"]
        // A restriction inside the next one: each step adds its facets to those of the type it rests on.
        var inner = ["\(margin)  <xs:restriction base=\"xs:string\">"]
        inner += facets.map { "\(margin)    \($0)" }
        if !steps.isEmpty, codes.isEmpty, !facets.contains(where: { $0.contains("xs:pattern") }) {
            inner.append("\(margin)    \(pattern(steps.removeFirst(), isRequired: isRequired))")
        }
        inner.append("\(margin)  </xs:restriction>")
        for step in steps {
            inner =
                ["\(margin)  <xs:restriction>", "\(margin)    <xs:simpleType>"] + inner.map { "  " + $0 }
                + ["\(margin)    </xs:simpleType>", "\(margin)    \(pattern(step, isRequired: isRequired))"]
                + ["\(margin)  </xs:restriction>"]
        }
        lines += inner
        lines.append("\(margin)</xs:simpleType>")
        return lines
    }

    private func pattern(_ text: String, isRequired: Bool) -> String {
        "<xs:pattern value=\"\(HTMLText.escape(isRequired ? text : "(\(text))?"))\"/>"
    }

    private mutating func addText(_ field: ExportedField, _ options: ProfileOptions) {
        let definition = field.definition
        let least = definition.isFixed ? definition.length : definition.minimumLength
        let extent = definition.isFixed ? options.fixedLength : options.maximumLength
        if let separator = field.separator, extent == .items {
            if least != nil || definition.length != nil {
                let bounds = "\(least ?? 0),\(definition.length.map(String.init) ?? "")"
                patterns.append(items("\(PatternText.other(than: separator)){\(bounds)}", separator, options))
            }
        } else {
            minimum = least
            maximum = definition.length
        }
        for check in field.checks where check.policy == .reject && check.kind != .url {
            let choices = [check.kind.pattern.text] + check.allowed.map(PatternText.literal)
            let item = "(\(choices.joined(separator: "|")))"
            patterns.append(field.separator.map { items(item, $0, options) } ?? item)
        }
    }

    private mutating func addNumber(_ definition: FieldDefinition, _ options: ProfileOptions) {
        guard let digits = definition.digits else {
            patterns.append("-?[0-9]+(\\.[0-9]+)?")
            return
        }
        let ignoresFraction = digits.fraction == 0 && options.fraction == .ignoredWithoutDigits
        patterns.append(
            PatternText.decimal(
                integer: digits.integer,
                fraction: ignoresFraction ? nil : digits.fraction,
                minusCounts: options.minus == .counts
            )
        )
    }

    private mutating func addCodes(_ field: ExportedField, _ options: ProfileOptions) {
        guard let closed = field.closedCodes else { return }
        if let separator = field.separator, field.definition.values == nil || options.values == .items {
            patterns.append(items(PatternText.choice(closed), separator, options))
        } else {
            codes = closed
        }
    }

    private func items(_ item: String, _ separator: String, _ options: ProfileOptions) -> String {
        PatternText.items(item, separator: separator, dropsEmpty: options.emptyItems == .dropped)
    }
}
