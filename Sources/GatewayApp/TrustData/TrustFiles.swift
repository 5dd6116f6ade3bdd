import Core
import Foundation
import Trust

/// Looks at the list file and at directories for what has changed since the last look.
///
/// Owned by one thread. A file counts as changed when its time or size differs; it is read whole then. Symbolic links are
/// followed, subdirectories are not.
struct TrustFiles {
    /// One CRL or OCSP answer of a file in a directory for them.
    struct Found {
        /// The file; behind `#` the number of the item where it holds several.
        let path: String
        let bytes: [UInt8]
    }

    private struct Mark: Equatable {
        let modified: Date
        let size: Int
    }

    /// Most files that are looked at in one directory.
    private static let limit = 10_000
    /// How the names of such files end.
    static let endings: Set<String> = ["crl", "der", "pem", "ldif", "ors", "ocsp"]

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
                found += TrustFiles.items(of: [UInt8](data), in: path)
            }
        }
        return found
    }

    /// What a file holds: one CRL or OCSP answer in DER, or the CRLs of a PEM file or of an export of a directory. What is
    /// none of these stands for itself, so that whoever verifies it says so.
    static func items(of bytes: [UInt8], in path: String) -> [Found] {
        let contents = TrustMaterial.lists(in: bytes) ?? [bytes]
        guard contents.count > 1 else { return contents.map { Found(path: path, bytes: $0) } }
        return contents.enumerated().map { Found(path: "\(path)#\($0.offset + 1)", bytes: $0.element) }
    }

    private static func mark(_ path: String) -> Mark? {
        let path =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: path)).map {
                FilePath.absolute($0, in: FilePath.parent(of: path))
            } ?? path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            // Anything else, such as a pipe, could keep the reader waiting.
            attributes[.type] as? FileAttributeType == .typeRegular,
            let modified = attributes[.modificationDate] as? Date, let size = attributes[.size] as? Int
        else { return nil }
        return Mark(modified: modified, size: size)
    }
}
