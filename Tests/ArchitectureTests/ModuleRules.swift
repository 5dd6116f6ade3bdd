/// Who may import whom: the arrows of docs/architecture.md.
enum ModuleRules {
    private static let libraries: Set<String> = [
        "Core", "Platform", "ContractEngine", "RoutingPolicy", "Trust", "Bus", "Telemetry", "Pipeline", "OpsServer",
    ]

    /// Modules of this package that a target may depend on; nil for a target that nobody has placed yet.
    static func allowed(for target: String) -> Set<String>? {
        switch target {
        case "Core": []
        case "Platform", "ContractEngine", "RoutingPolicy": ["Core"]
        case "Trust": ["Core", "Platform", "COpenSSL"]
        case "Bus": ["Core", "Platform", "CRDKafka"]
        case "Telemetry": ["Core", "Platform"]
        case "Pipeline": ["Core", "Platform", "ContractEngine", "RoutingPolicy", "Trust", "Telemetry"]
        case "OpsServer": ["Core", "Platform", "Telemetry"]
        case "GatewayApp": libraries
        // The C baselines of the benchmarks: one library each and nothing of ours.
        case "BareLoop": ["CRDKafka"]
        case "BareVerify": ["COpenSSL"]
        case "hutong", "hutong-bench": libraries.union(["GatewayApp"])
        default: target.hasPrefix("Fuzz") ? libraries : nil
        }
    }

    /// Modules of the toolchain that a target may import.
    static func system(for target: String) -> Set<String> {
        switch target {
        case "Core": []
        // The only POSIX corner.
        case "Platform": ["Foundation", "Dispatch", "Synchronization", "Glibc"]
        // Parsing of XML is a library of its own in the toolchain.
        case "ContractEngine": ["Foundation", "FoundationXML", "Dispatch", "Synchronization"]
        default: ["Foundation", "Dispatch", "Synchronization"]
        }
    }

    /// Imports of `file` that the arrows forbid or the manifest does not declare.
    static func violations(in file: SourceFile, manifest: Manifest) -> [Violation] {
        guard let allowed = allowed(for: file.target) else {
            return [file.violation(0, "target \(file.target) has no place in the module arrows")]
        }
        let declared = manifest.targets.first { $0.name == file.target }?.dependencies ?? []
        return imports(of: file).compactMap { line, module in
            if system(for: file.target).contains(module) { return nil }
            if !allowed.contains(module) { return file.violation(line, "\(file.target) may not import \(module)") }
            return declared.contains(module)
                ? nil : file.violation(line, "\(module) is not declared as a dependency of \(file.target)")
        }
    }

    /// Dependencies of the manifest that the arrows forbid, targets without a folder and folders without a target.
    static func violations(in manifest: Manifest, folders: Set<String>) -> [Violation] {
        func violation(_ reason: String) -> Violation { Violation(path: "Package.swift", line: 0, reason: reason) }
        let sources = manifest.targets.filter { !$0.isTest }
        var found: [Violation] = []
        for target in sources where !target.isSystemLibrary {
            guard let allowed = allowed(for: target.name) else {
                found.append(violation("\(target.name) has no place in the module arrows"))
                continue
            }
            for name in target.dependencies.subtracting(allowed).sorted() {
                found.append(violation("\(target.name) may not depend on \(name)"))
            }
            if target.name.hasPrefix("Fuzz"), target.dependencies.subtracting(["Core"]).count > 1 {
                found.append(violation("\(target.name) fuzzes more than one target"))
            }
        }
        let names = Set(sources.map(\.name))
        found += folders.subtracting(names).sorted().map { violation("Sources/\($0) is no target") }
        found += names.subtracting(folders).sorted().map { violation("target \($0) has no folder in Sources") }
        return found
    }

    /// The modules that a file imports, with their lines.
    static func imports(of file: SourceFile) -> [(line: Int, module: String)] {
        file.code.compactMap { line, text in
            let words = text.split(separator: " ")
            guard let position = words.firstIndex(of: "import"), words[..<position].allSatisfy(isModifier) else {
                return nil
            }
            // `import struct Foundation.Data` names the module behind the kind.
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            let names = words[(position + 1)...].drop { kinds.contains($0) }
            return names.first.map { (line, String($0.prefix { $0 != "." && $0 != ";" })) }
        }
    }

    private static func isModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["package", "public", "internal", "fileprivate", "private"].contains(word)
    }
}
