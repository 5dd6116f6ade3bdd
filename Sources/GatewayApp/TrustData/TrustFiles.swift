import Core
import Foundation
import Trust

/// Looks at the list file and at directories for what has changed since the last look.
///
/// Owned by one thread. A file counts as changed when its time or size differs; it is read whole then. Symbolic links are
/// followed, subdirectories are not.
struct TrustFiles {
    /// A file in a directory for CRLs and OCSP answers.
    struct Found {
        let path: String
        let bytes: [UInt8]
    }

    private struct Mark: Equatable {
        let modified: Date
        let size: Int
    }

    /// Most files that are looked at in one directory.
    private static let limit = 10_000
    private static let endings: Set<String> = ["crl", "der", "pem", "ors", "ocsp"]

    private let listFile: String?
    private let directories: [String]
    private var marks: [String: Mark] = [:]

    init(listFile: String?, directories: [String]) {
        self.listFile = listFile
        self.directories = directories
        // The list was loaded at the start; only what comes later is news.
        if let listFile {
            for path in [listFile, listFile + TrustListDocument.signatureSuffix] { marks[path] = TrustFiles.mark(path) }
        }
    }

    /// The list and its signature, once either file has changed; nil while both are as they were, or one is missing.
    mutating func changedList() -> TrustListDocument? {
        guard let listFile else { return nil }
        let paths = [listFile, listFile + TrustListDocument.signatureSuffix]
        let now = paths.map(TrustFiles.mark)
        guard zip(paths, now).contains(where: { marks[$0] != $1 }) else { return nil }
        for (path, mark) in zip(paths, now) { marks[path] = mark }
        return try? TrustListDocument(contentsOfFile: listFile)
    }

    /// The files of the directories that are new or have changed.
    mutating func changedData() -> [Found] {
        var found: [Found] = []
        for directory in directories {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
            for name in names.sorted().prefix(TrustFiles.limit) {
                let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
                let path = directory + "/" + name
                guard TrustFiles.endings.contains(ending), let mark = TrustFiles.mark(path), marks[path] != mark,
                    mark.size <= RevocationList.maximumLength
                else { continue }
                marks[path] = mark
                guard let data = FileManager.default.contents(atPath: path) else { continue }
                found.append(Found(path: path, bytes: [UInt8](data)))
            }
        }
        return found
    }

    private static func mark(_ path: String) -> Mark? {
        let path =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: path)).map {
                FilePath.absolute($0, in: FilePath.parent(of: path))
            } ?? path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let modified = attributes[.modificationDate] as? Date, let size = attributes[.size] as? Int
        else { return nil }
        return Mark(modified: modified, size: size)
    }
}
