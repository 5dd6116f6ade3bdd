import Foundation
import Testing

/// The rules of the project, applied to its own sources. `SeededViolationTests` shows for each that it can fail.
struct ArchitectureTests {
    /// Everything is read once, for all tests.
    private struct Package {
        let tree: PackageTree
        let manifest: Manifest
        let sources: [SourceFile]
        let tests: [SourceFile]

        init() throws {
            tree = try PackageTree()
            manifest = Manifest(try tree.text("Package.swift"))
            sources = try tree.swiftFiles(in: "Sources")
            tests = try tree.swiftFiles(in: "Tests")
        }
    }

    private static let package = Result { try Package() }

    private let tree: PackageTree
    private let manifest: Manifest
    private let sources: [SourceFile]
    private let tests: [SourceFile]

    init() throws {
        let package = try Self.package.get()
        tree = package.tree
        manifest = package.manifest
        sources = package.sources
        tests = package.tests
    }

    private func expectNone(_ violations: [Violation]) {
        #expect(violations.isEmpty, "\n\(violations.map(\.description).joined(separator: "\n"))")
    }

    /// A reader that found nothing would find no violation either.
    @Test func readsThePackage() {
        #expect(sources.count > 50)
        #expect(tests.contains { $0.path == "Tests/ArchitectureTests/ArchitectureTests.swift" })
        #expect(
            manifest.targets.contains {
                $0.name == "OpsServer" && $0.dependencies == ["Core", "Platform", "Telemetry"]
            }
        )
        #expect(manifest.targets.contains { $0.name == "CRDKafka" && $0.isSystemLibrary })
        #expect(manifest.targets.contains { $0.name == "CoreTests" && $0.isTest })
    }

    @Test func importsFollowTheArrows() {
        expectNone(sources.flatMap { ModuleRules.violations(in: $0, manifest: manifest) })
    }

    @Test func theManifestFollowsTheArrows() {
        let folders = Set(
            tree.paths.filter { $0.hasPrefix("Sources/") }.compactMap { $0.split(separator: "/").dropFirst().first }
        )
        expectNone(ModuleRules.violations(in: manifest, folders: Set(folders.map(String.init))))
    }

    @Test func nothingComesFromOutside() {
        expectNone(manifest.violations)
    }

    @Test func filesAreShort() {
        expectNone((sources + tests).flatMap(SizeRules.violations))
        #expect(SizeRules.median(of: sources) <= SizeRules.maximumMedian)
    }

    @Test func nothingEndsTheProcess() {
        expectNone(sources.flatMap(TrapRules.violations))
    }

    @Test func unsafeStaysWhereCIs() {
        expectNone(sources.flatMap(TrapRules.unsafeViolations))
    }

    @Test func onlyTheFetcherReachesTheNetwork() {
        expectNone(sources.flatMap(NetworkRules.violations))
        #expect(sources.contains { $0.path == "Sources/Trust/Fetching/HTTPClient.swift" })
    }

    @Test func uncheckedSendableIsExplained() {
        expectNone((sources + tests).flatMap(DocumentationRules.sendableViolations))
    }

    @Test func sharedDeclarationsAreDocumented() {
        let requirements = Requirements(sources)
        expectNone(sources.flatMap { DocumentationRules.violations(in: $0, inheriting: requirements) })
    }

    @Test func filesAreNamedAfterTheirTypes() {
        expectNone(sources.flatMap(NamingRules.fileNameViolations))
    }

    @Test func namesSayWhatThingsAre() {
        expectNone((sources + tests).flatMap(NamingRules.drawerViolations))
    }

    @Test func nothingIsLeftToBeDone() {
        expectNone((sources + tests).flatMap(NamingRules.noteViolations))
    }

    @Test func theRepositoryKnowsNoMachine() throws {
        expectNone(
            try tree.paths.filter { $0.split(separator: "/").first != ".git" }.flatMap {
                RepositoryRules.violations(path: $0, text: try tree.text($0))
            }
        )
    }
}
