/// Some of the attributes.
package struct AttributeSelection: Sendable, Hashable {
    /// One bit for each, by its place in the canonical order.
    let bits: UInt32

    /// The attributes `names`.
    package init(_ names: AttributeName...) {
        self.init(names)
    }

    /// The attributes `names`.
    package init(_ names: [AttributeName]) {
        bits = names.reduce(0) { $0 | $1.bit }
    }
}
