/// Which values a label may take. Every domain is finite, so that no input can grow the number of series.
package enum LabelDomain: Sendable {
    /// Exactly these values; anything else folds into ``other``.
    case closed(Set<String>)
    /// The first `limit` distinct values that appear; later ones fold into ``other``.
    ///
    /// For values that the configuration or the assignment bounds, such as platform identifiers; never for anything
    /// that a partner wrote.
    case open(limit: Int)

    /// The value that stands for everything outside the domain.
    package static let other = "other"

    /// Longest label value in bytes; a longer one folds into ``other``.
    package static let maximumValueLength = 128
}
