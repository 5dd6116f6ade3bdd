import Core
import Foundation
import Trust

/// Trust lists as the `trust` verbs take them from the command line.
enum TrustListFile {
    /// `--authority`.
    static let authority = OptionDeclaration(
        "authority",
        .path(placeholder: "C"),
        zh: "认可机构证书（PEM）：核验名单的签名",
        en: "certificate of the recognising authority (PEM): verify the list's signature"
    )

    /// The list at `path`: verified when `authority` is given, else read as a draft, whose signature is not asked for.
    ///
    /// - Throws: ``CommandFailure`` with code 66 when there is no such file, with 78 after the faults were told.
    static func read(
        _ path: String,
        authority: String?,
        on console: Console
    ) throws(CommandFailure) -> TrustList {
        let file = console.resolve(path)
        guard FileManager.default.isReadableFile(atPath: file) else {
            throw CommandFailure(.inputMissing, zh: "无法读取 \(path)", en: "cannot read \(path)")
        }
        guard let authority else {
            return try refusing(path, on: console) { () throws(TrustListProblems) in
                try TrustList.draft(contentsOfFile: file)
            }
        }
        var problems: [ConfigurationProblem] = []
        let sources = TrustSources(list: file, authority: console.resolve(authority))
        if let list = sources.verifiedList(&problems) { return list }
        throw refused(path, problems, on: console)
    }

    /// Runs `body` and tells every fault that it meets on standard error.
    static func refusing<Result>(
        _ path: String,
        on console: Console,
        _ body: () throws(TrustListProblems) -> Result
    ) throws(CommandFailure) -> Result {
        do throws(TrustListProblems) {
            return try body()
        } catch {
            throw refused(path, error.problems, on: console)
        }
    }

    private static func refused(
        _ path: String,
        _ problems: [ConfigurationProblem],
        on console: Console
    ) -> CommandFailure {
        for problem in problems { console.note(problem.text(in: console.language)) }
        return CommandFailure(
            .configuration,
            zh: "信任列表 \(path) 有 \(problems.count) 个问题",
            en: "the trust list \(path) has \(problems.count) problem(s)"
        )
    }

    /// The certificates of the PEM file at `path`.
    ///
    /// - Throws: ``CommandFailure`` with code 66 or 65.
    static func certificates(_ path: String, on console: Console) throws(CommandFailure) -> [Certificate] {
        guard let data = FileManager.default.contents(atPath: console.resolve(path)) else {
            throw CommandFailure(.inputMissing, zh: "无法读取 \(path)", en: "cannot read \(path)")
        }
        guard let found = Certificate.certificates(pem: String(decoding: data, as: UTF8.self)) else {
            throw CommandFailure(
                .dataRefused,
                zh: "\(path) 中没有可读的 PEM 证书",
                en: "\(path) holds no readable PEM certificate"
            )
        }
        return found
    }
}
