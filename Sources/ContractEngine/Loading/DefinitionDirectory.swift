internal import Core
internal import Foundation

/// The files of definitions beneath a directory, by paths relative to it.
struct DefinitionDirectory {
    private let root: String
    private let collector: ProblemCollector

    /// The files beneath `root`; what cannot be read is reported to `collector`.
    init(root: String, _ collector: ProblemCollector) {
        self.root = root
        self.collector = collector
    }

    /// A reader of the JSON object in `file`; nil, reported, when it cannot be read or is not JSON.
    func reader(_ file: String) -> DefinitionReader? {
        guard let data = FileManager.default.contents(atPath: location(file)) else {
            collector.report(file, "", zh: "无法读取", en: "cannot be read")
            return nil
        }
        do throws(ConfigurationProblem) {
            let node = try ConfigurationDocument.parse(Array(data), file: file)
            return DefinitionReader(node, file: file, path: "", collector)
        } catch {
            collector.add(error)
            return nil
        }
    }

    /// The code lists in the directory `path`; none when there is no such directory.
    func lists(_ path: String) -> [CodeListDefinition] {
        entries(path).filter { $0.hasSuffix(".json") }.compactMap { file in
            guard let reader = reader("\(path)/\(file)"), let list = CodeListDefinition(reader) else {
                collector.markBroken(String(file.dropLast(5)))
                return nil
            }
            if "\(list.id).json" != file {
                reader.report("id", zh: "须与文件名一致", en: "must be the name of the file")
                collector.markBroken(String(file.dropLast(5)))
            }
            return list
        }
    }

    /// True when there is a file or directory at `path`.
    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: location(path)) }

    /// The directories in the directory `path`, by name. A name with the ending of a file is none: this spares a look
    /// at each of the many files.
    func directories(_ path: String) -> [String] {
        entries(path).filter { name in
            if name.hasSuffix(".json") { return false }
            let attributes = try? FileManager.default.attributesOfItem(
                atPath: location(path.isEmpty ? name : "\(path)/\(name)")
            )
            return attributes?[.type] as? FileAttributeType == .typeDirectory
        }
    }

    private func entries(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: location(path))) ?? [])
            .filter { !$0.hasPrefix(".") }.sorted()
    }

    private func location(_ path: String) -> String { path.isEmpty ? root : "\(root)/\(path)" }
}
