import ContractEngine
import Core
import Foundation

/// The directory that exported files go to: made as needed, foreign files in it left alone.
struct ExportDirectory {
    /// Most bytes of an existing file that are searched for the export's mark.
    private static let markRange = 4096

    private let path: String
    private let overwritesForeign: Bool
    /// Files that were new or changed.
    private(set) var written = 0
    /// Files that were there already, byte for byte.
    private(set) var unchanged = 0

    /// The directory `path`, made when it is not there.
    ///
    /// - Parameter overwritesForeign: true to replace files that no export made.
    /// - Throws: ``CommandFailure`` with code 73 when it cannot be made.
    init(_ path: String, overwritesForeign: Bool) throws(CommandFailure) {
        self.path = path
        self.overwritesForeign = overwritesForeign
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(.cannotCreate, zh: "无法建立目录 \(path)", en: "cannot make the directory \(path)")
        }
    }

    /// Refuses to go on while one of `files` would replace a file that no export made.
    ///
    /// - Throws: ``CommandFailure`` with code 73 that names the first such file.
    func check(_ files: [ExportFile]) throws(CommandFailure) {
        guard !overwritesForeign else { return }
        for file in files where isForeign(path + "/" + file.path) {
            throw CommandFailure(
                .cannotCreate,
                zh: "\(path)/\(file.path) 不是导出生成的文件；用 --force 覆盖，或另选目录",
                en:
                    "\(path)/\(file.path) was not made by an export; replace it with --force, or choose another directory"
            )
        }
    }

    /// Writes `file` whole or not at all; a file that has this content already is not touched.
    ///
    /// - Throws: ``CommandFailure`` with code 73.
    mutating func write(_ file: ExportFile) throws(CommandFailure) {
        let place = path + "/" + file.path
        if FileManager.default.contents(atPath: place) == Data(file.bytes) {
            unchanged += 1
            return
        }
        do {
            try Data(file.bytes).write(to: URL(fileURLWithPath: place), options: .atomic)
        } catch {
            throw CommandFailure(.cannotCreate, zh: "无法写出 \(place)", en: "cannot write \(place)")
        }
        written += 1
    }

    private func isForeign(_ place: String) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: place) else {
            return FileManager.default.fileExists(atPath: place)
        }
        defer { try? handle.close() }
        let start = (try? handle.read(upToCount: ExportDirectory.markRange)) ?? Data()
        return start.range(of: Data(ContractExport.mark.utf8)) == nil
    }
}
