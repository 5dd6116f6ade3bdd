/// One conversion, resolved and with a direction.
enum ConversionPlan: Sendable {
    case codes(CodeTablePlan)
    case writeDate(DateForm, omitsMalformed: Bool)
    /// Into so many digits.
    case readDate(DateForm, digits: Int, omitsMalformed: Bool)
    case scale(ExactDecimal, divides: Bool)
    case scaleByUnit(ReferencePlan, [[UInt8]: ExactDecimal], divides: Bool)
    case number(isInteger: Bool)
    case string
    case toBoolean(true: [UInt8], false: [UInt8])
    case fromBoolean(true: [UInt8], false: [UInt8])
    case separator(from: UInt8, to: UInt8)
    case split(UInt8)
    case join(UInt8)
    case item(Int)
    case pad(to: Int, with: UInt8, isLeft: Bool)
    case prefix([UInt8])
    case strip([UInt8])
    case slice(offset: Int, length: Int)
    case replace(from: [UInt8], to: [UInt8])
    case trim
    case only(IdentifierKind)
    case upper
    case lower
}
