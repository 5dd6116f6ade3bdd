/// Finds the word that a mistyped one was probably meant to be.
package enum Spelling {
    /// The word of `candidates` nearest to `word` by edit distance; nil when none is near enough to be meant.
    ///
    /// - Complexity: O(n·m) per candidate; words longer than 64 characters get no suggestion.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        guard word.count <= 64 else { return nil }
        if word.count >= 4, let completed = candidates.first(where: { $0.hasPrefix(word) }) { return completed }
        let scored = candidates.map { (candidate: $0, distance: distance(Array(word), Array($0))) }
        guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, best.candidate.count / 3) ? best.candidate : nil
    }

    /// Levenshtein's distance: insertions, deletions and replacements that lead from one word to the other.
    static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var previous = Array(0...right.count)
        for (row, character) in left.enumerated() {
            var current = [row + 1]
            current.reserveCapacity(previous.count)
            for (column, other) in right.enumerated() {
                let replacement = previous[column] + (character == other ? 0 : 1)
                current.append(min(replacement, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous.last ?? left.count
    }
}
