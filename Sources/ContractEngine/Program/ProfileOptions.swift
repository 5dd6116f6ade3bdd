/// How a destination's validator reads values where the standard leaves room. The defaults are the national reading,
/// docs/specs/contract.md §3; the other choices are those of validators that exist.
package struct ProfileOptions: Sendable, Hashable {
    /// What a constraint looks at in a field of several values.
    package enum Extent: String, CaseIterable, Sendable, Hashable {
        /// Each item.
        case items
        /// The joined text.
        case text
    }

    /// What becomes of an empty item that is not behind the last separator.
    package enum EmptyItems: String, CaseIterable, Sendable, Hashable {
        /// It is an item, and checked as one.
        case kept
        /// It is no item.
        case dropped
    }

    /// Whether a minus sign takes the place of a digit before the point.
    package enum Minus: String, CaseIterable, Sendable, Hashable {
        /// It does not.
        case free
        /// It does.
        case counts
    }

    /// Whether digits after the point count where `digits` allows none.
    package enum Fraction: String, CaseIterable, Sendable, Hashable {
        /// They do.
        case checked
        /// They are not looked at.
        case ignoredWithoutDigits = "ignored-without-digits"
    }

    /// What a field does that the contract does not list.
    package enum UnknownFields: String, CaseIterable, Sendable, Hashable {
        /// It refuses the record.
        case reject
        /// It is remarked upon.
        case warn
    }

    /// What an exact length counts.
    package var fixedLength = Extent.items
    /// What a maximum (and minimum) length counts.
    package var maximumLength = Extent.text
    /// What `values` in a row are compared with; a code list is always compared with items.
    package var values = Extent.items
    /// Empty items between separators.
    package var emptyItems = EmptyItems.kept
    /// The sign of a negative number.
    package var minus = Minus.free
    /// Decimals of a number that has none.
    package var fraction = Fraction.checked
    /// Fields beyond the contract.
    package var unknownFields = UnknownFields.reject
    /// The separator of every field of several values, an ASCII character; nil leaves each its own.
    package var separator: UInt8?

    /// The national reading.
    package static let national = ProfileOptions()

    /// The national reading.
    package init() {}

    /// Reads `options` of a profile; what is broken is reported.
    init(_ reader: DefinitionReader) {
        func choice<Word: RawRepresentable & CaseIterable>(_ key: String, _ fallback: Word) -> Word
        where Word.RawValue == String {
            reader.has(key) ? reader.word(key, Word.self) ?? fallback : fallback
        }
        fixedLength = choice("fixedLength", fixedLength)
        maximumLength = choice("maximumLength", maximumLength)
        values = choice("values", values)
        emptyItems = choice("emptyItems", emptyItems)
        minus = choice("minus", minus)
        fraction = choice("fraction", fraction)
        unknownFields = choice("unknownFields", unknownFields)
        separator = FieldDefinition.separator(reader)
        reader.finish()
    }
}
