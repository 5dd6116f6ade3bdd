/// The options and operands of one call; every value has passed its declaration's check.
package struct ParsedArguments: Sendable {
    private var values: [String: [String]] = [:]
    /// The operands in order.
    package private(set) var operands: [String] = []

    /// No options, no operands.
    package init() {}

    /// The last value given for `option`, else its default.
    package subscript(_ option: OptionDeclaration) -> String? {
        values[option.name]?.last ?? option.defaultValue
    }

    /// All values given for a repeatable option, in order.
    package func all(_ option: OptionDeclaration) -> [String] {
        values[option.name] ?? []
    }

    /// True when the option was given.
    package func has(_ option: OptionDeclaration) -> Bool {
        values[option.name] != nil
    }

    /// The number given for an integer option, else its default; nil when there is neither.
    package func integer(_ option: OptionDeclaration) -> Int? {
        self[option].flatMap { Int($0) }
    }

    /// Records one occurrence of `option`; a flag is recorded with an empty value.
    mutating func add(_ value: String, for option: OptionDeclaration) {
        values[option.name, default: []].append(value)
    }

    /// Records an operand.
    mutating func add(operand: String) {
        operands.append(operand)
    }
}
