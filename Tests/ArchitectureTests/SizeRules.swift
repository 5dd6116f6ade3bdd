/// How long files may be.
enum SizeRules {
    static let maximum = 600
    static let maximumMedian = 250

    static func violations(in file: SourceFile) -> [Violation] {
        file.lineCount <= maximum
            ? [] : [file.violation(0, "\(file.lineCount) lines, at most \(maximum) are allowed")]
    }

    static func median(of files: [SourceFile]) -> Int {
        let lengths = files.map(\.lineCount).sorted()
        return lengths.isEmpty ? 0 : lengths[lengths.count / 2]
    }
}
