/// How the fields that no row names are called in a dialect.
enum FieldRenaming: Hashable {
    /// There is no place for them.
    case refuse
    /// By the same name.
    case copy
    /// `BID_SECTION_CODE` as `bidSectionCode`.
    case camelCase
    /// With this text before the name.
    case prefix(String)

    /// The dialect's name of `field`; nil when there is no place for it.
    func foreignName(_ field: String) -> String? {
        switch self {
        case .refuse: return nil
        case .copy: return field
        case .prefix(let prefix): return prefix + field
        case .camelCase:
            let words = field.split(separator: "_", omittingEmptySubsequences: true).map { $0.lowercased() }
            guard let first = words.first else { return nil }
            return words.dropFirst().reduce(first) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
        }
    }

    /// The wire name of a member called `name`, as far as the name alone tells it; nil when it cannot be one.
    func nationalName(_ name: String) -> String? {
        switch self {
        case .refuse: return nil
        case .copy: return name
        case .prefix(let prefix): return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
        case .camelCase:
            guard let first = name.unicodeScalars.first, ("a"..."z").contains(first) else { return nil }
            var field = ""
            for character in name {
                if character.isASCII, character.isUppercase { field += "_" }
                field += character.uppercased()
            }
            return field
        }
    }
}
