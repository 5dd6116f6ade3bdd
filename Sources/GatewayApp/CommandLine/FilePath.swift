/// Pure path arithmetic; nothing here touches a file.
package enum FilePath {
    /// `path` itself when absolute, else `path` below `directory`; `.` and `..` are resolved in the text.
    package static func absolute(_ path: String, in directory: String) -> String {
        normalised(path.hasPrefix("/") ? path : directory + "/" + path)
    }

    /// The directory that holds `path`.
    package static func parent(of path: String) -> String {
        let parts = path.split(separator: "/")
        return (path.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/")
    }

    private static func normalised(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." {
                _ = parts.popLast()
            } else {
                parts.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }
}
