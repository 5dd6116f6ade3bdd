/// Names that occur often, each under a number of 16 bits: data sets and platforms.
struct NameTable: Sendable {
    private var numbers: [String: UInt16] = [:]
    private(set) var names: [String] = []

    /// The number of `name`, given out when it is new.
    ///
    /// There are some hundred data sets and platforms; past 65,535 names all share the last number.
    mutating func number(of name: String) -> UInt16 {
        if let known = numbers[name] { return known }
        let number = UInt16(clamping: names.count)
        names.append(name)
        numbers[name] = number
        return number
    }

    /// The number of `name`, if it has one.
    func known(_ name: String) -> UInt16? { numbers[name] }

    /// The name under `number`.
    subscript(number: UInt16) -> String { names[Int(number)] }
}
