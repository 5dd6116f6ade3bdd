/// What no file of the repository may say, source or not.
enum RepositoryRules {
    /// Written in pieces, or this file would break its own rule.
    private static let machinePaths = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/"]
    private static let hostParts = ["regis" + "try", "artif" + "actory", "nex" + "us", "mirr" + "or", "pro" + "xy"]
    private static let hostEnds = [".inter" + "nal", ".lo" + "cal", ".co" + "rp", ".l" + "an"]

    /// Paths of somebody's machine and hosts of a private network.
    static func violations(path: String, text: String) -> [Violation] {
        var found: [Violation] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for machine in machinePaths where names(line, machine) {
                found.append(Violation(path: path, line: index + 1, reason: "names a path of one machine"))
            }
            for host in hosts(in: line) {
                let isPrivate = hostParts.contains(where: host.contains) || hostEnds.contains(where: host.hasSuffix)
                if isPrivate { found.append(Violation(path: path, line: index + 1, reason: "names the host \(host)")) }
            }
        }
        return found
    }

    /// True when `path` stands in `line` as the beginning of a path.
    private static func names(_ line: Substring, _ path: String) -> Bool {
        line.ranges(of: path).contains { range in
            guard range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !(before.isLetter || before.isNumber || "._-}~/".contains(before))
        }
    }

    private static func hosts(in line: Substring) -> [String] {
        line.ranges(of: "://").map { range in
            String(line[range.upperBound...].prefix { $0.isLetter || $0.isNumber || ".-".contains($0) }).lowercased()
        }
    }
}
