import Foundation

/// The files of this package as they lie on disk.
struct PackageTree {
    let root: URL
    /// Paths of all files from the root, without build products and version control.
    let paths: [String]

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().standardizedFileURL
        self.root = root
        paths = try Self.files(in: "", of: root)
    }

    private static func files(in folder: String, of root: URL) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        return try names.sorted().flatMap { name -> [String] in
            let path = folder.isEmpty ? name : folder + "/" + name
            let isFolder = try root.appending(path: path).resourceValues(forKeys: [.isDirectoryKey]).isDirectory
            guard isFolder == true else { return [path] }
            let isProduct = name == ".git" || name == ".hutong-dev" || name.hasPrefix(".build")
            return isProduct ? [] : try files(in: path, of: root)
        }
    }

    func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
    }

    /// The Swift files below `folder`.
    func swiftFiles(in folder: String) throws -> [SourceFile] {
        try paths.filter { $0.hasPrefix(folder + "/") && $0.hasSuffix(".swift") }.map {
            SourceFile(path: $0, text: try text($0))
        }
    }
}
