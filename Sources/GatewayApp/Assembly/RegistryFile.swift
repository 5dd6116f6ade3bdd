import Core
import Foundation

/// Files that a registry names, relative to where it stands.
enum RegistryFile {
    /// The text of the file `path`, named at `key` of the registry `file`; the mistake where it cannot be read.
    static func text(
        _ path: String,
        of file: String,
        at key: String
    ) -> Result<String, ConfigurationProblem> {
        let absolute = FilePath.absolute(path, in: FilePath.parent(of: file))
        if let data = FileManager.default.contents(atPath: absolute) {
            return .success(String(decoding: data, as: UTF8.self))
        }
        return .failure(
            ConfigurationProblem(
                .fileUnreadable,
                file: file,
                key: key,
                zh: "无法读取 \(path)",
                en: "cannot read \(path)"
            )
        )
    }
}
