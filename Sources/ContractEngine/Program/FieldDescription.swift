/// One field of a contract, for listings, views and documentation.
package struct FieldDescription: Sendable, Hashable {
    /// Wire name.
    package let name: String
    /// Chinese title.
    package let title: String
    /// Primitive type.
    package let type: FieldType
    /// Exact (``isFixed``) or maximum length in Unicode scalars; nil without a limit.
    package let length: Int?
    /// Least length in Unicode scalars; nil without one.
    package let minimumLength: Int?
    /// True when the length is exact.
    package let isFixed: Bool
    /// True when an added record needs the field.
    package let isRequired: Bool
    /// Separator of several values; nil when there is one value.
    package let separator: Character?
    /// Digits before the point; nil when not limited.
    package let integerDigits: Int?
    /// Digits after the point; nil when not limited.
    package let fractionDigits: Int?
    /// Id of the code list; nil without one.
    package let list: String?
    /// Codes fixed in the row itself, in order.
    package let values: [String]
    /// Identifier rules, whatever their policy.
    package let checks: [IdentifierKind]
    /// True when it is doubtful whether the field has this list, so that the list never refuses.
    package let isSuspect: Bool
    /// True when the day of `DATA_TIMESTAMP` in this date means that there is none.
    package let todayMeansNever: Bool
    /// How sure the type is; what is not found only warns.
    package let typeGrade: SourceGrade
    /// Id of the group the field came with; nil for the contract's own.
    package let group: String?
    /// Grade of the source.
    package let grade: SourceGrade
    /// Remarks of the source.
    package let notes: String?
}
