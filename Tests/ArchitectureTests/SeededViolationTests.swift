import Testing

/// Every rule of `ArchitectureTests` finds the violation that is put before it, and lets pass what only looks like one.
struct SeededViolationTests {
    private func lines(_ violations: [Violation]) -> [Int] { violations.map(\.line) }

    private func file(_ text: String, _ path: String = "Sources/Pipeline/Probe.swift") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    @Test func lexerTellsCodeFromTextAndComment() {
        let lexed = LexedSource(
            """
            let a = "x! \\(b + f(c)) // no" // yes!
            /* one /* two */ still */ let d = #"raw " \\(no) \\#(e)"# + \"\"\"
                "quoted" f!
                \"\"\" + g
            """
        )
        let code = lexed.code.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(code == [#"let a = " (b + f(c)) ""#, #"let d = " (e)" + ""#, "", #"" + g"#])
        let comments = lexed.comments.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(comments == ["// yes!", "/* one /* two */ still */", "", ""])
    }

    @Test func findsWhatReachesTheNetwork() {
        let text = """
            let client = HTTPClient(timeout: 1)
            // HTTPClient is named in a comment
            let answer = unsafe OSSL_HTTP_get(nil)
            """
        #expect(lines(NetworkRules.violations(in: file(text))) == [1, 3])
        #expect(NetworkRules.violations(in: file(text, "Sources/Trust/Fetching/Probe.swift")).isEmpty)
        #expect(lines(NetworkRules.violations(in: file(text, "Sources/GatewayApp/TrustData/Probe.swift"))) == [3])
        #expect(
            lines(NetworkRules.violations(in: file("_ = URLSession.shared", "Sources/Trust/Fetching/P.swift"))) == [1]
        )
    }

    private let manifest = Manifest(
        """
        let package = Package(
            name: "probe",
            targets: [
                .systemLibrary(name: "CRDKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
                library("Core"),  // nothing, not ["Bus"]
                library("Pipeline", ["Core", "Trust", "Bus"]),
                .executableTarget(name: "FuzzScanner", dependencies: ["Core", "Trust", "Bus"], swiftSettings: settings),
                library("Attic", ["Core"]),
                tests("CoreTests", ["Core"]),
            ]
        )
        """
    )

    @Test func readsManifests() {
        #expect(manifest.targets.map(\.name) == ["CRDKafka", "Core", "Pipeline", "FuzzScanner", "Attic", "CoreTests"])
        #expect(manifest.targets[0].dependencies.isEmpty && manifest.targets[0].isSystemLibrary)
        #expect(manifest.targets[1].dependencies.isEmpty)
        #expect(manifest.targets[3].dependencies == ["Core", "Trust", "Bus"])
        #expect(manifest.targets[5].isTest)
    }

    @Test func findsForbiddenImports() {
        let found = ModuleRules.violations(
            in: file(
                """
                package import Core
                import Foundation
                import Bus
                @testable import struct OpsServer.OpsRoutes
                internal import Telemetry
                // import CRDKafka
                let text = "import CRDKafka"
                import Trust
                """
            ),
            manifest: manifest
        )
        #expect(
            found.map(\.reason) == [
                "Pipeline may not import Bus", "Pipeline may not import OpsServer",
                "Telemetry is not declared as a dependency of Pipeline",
            ]
        )
        #expect(lines(found) == [3, 4, 5])
        let core = ModuleRules.violations(
            in: file("import Foundation\nimport Synchronization\n", "Sources/Core/X.swift"),
            manifest: manifest
        )
        #expect(lines(core) == [1, 2])
        let stranger = ModuleRules.violations(in: file("", "Sources/Attic/X.swift"), manifest: manifest)
        #expect(stranger.count == 1)
        let glibc = ModuleRules.violations(in: file("import Glibc\n"), manifest: manifest)
        #expect(lines(glibc) == [1])
    }

    @Test func findsForbiddenDependencies() {
        let folders: Set = ["CRDKafka", "Core", "Pipeline", "FuzzScanner", "Orphan"]
        #expect(
            ModuleRules.violations(in: manifest, folders: folders).map(\.reason) == [
                "Pipeline may not depend on Bus", "FuzzScanner fuzzes more than one target",
                "Attic has no place in the module arrows", "Sources/Orphan is no target",
                "target Attic has no folder in Sources",
            ]
        )
    }

    @Test func findsForeignPackages() {
        let foreign = Manifest(
            """
            // see https://example.org
            dependencies: [.package(url: "https://example.org/x.git", from: "1.0.0")], targets: []
            """
        )
        #expect(foreign.violations.count == 3)
        #expect(manifest.violations.isEmpty)
    }

    @Test func findsLongFiles() {
        #expect(SizeRules.violations(in: file(String(repeating: "\n", count: 600))).isEmpty)
        #expect(SizeRules.violations(in: file(String(repeating: "\n", count: 601))).count == 1)
        let three = [1, 900, 30].map { file(String(repeating: "\n", count: $0)) }
        #expect(SizeRules.median(of: three) == 30)
    }

    @Test(arguments: [
        "fatalError()", "preconditionFailure(\"no\")", "let a = try! f()", "let b = c as! D", "a!", "a!.b", "f()!",
        "a[0]!", "a?.b!", "var x: Int!", "x! == y", "\"\\(a!)\"", "a! + b", "[Int]! = nil", "if a! { }", "`class`!",
    ])
    func findsTraps(code: String) {
        #expect(TrapRules.violations(in: file(code)).count == 1, "\(code)")
    }

    @Test(arguments: [
        "a != b", "a!=b", "!a", "(!a)", "[!a, !b]", "a && !b", "\"no!\"", "// a!", "return !f()", "notfatalError()",
        "a !== b", "// It is open here.\npreconditionFailure(\"closed\")", "/* a! */", "#\"a!\"#", "throws(!E)",
    ])
    func letsOtherExclamationMarksPass(code: String) {
        #expect(TrapRules.violations(in: file(code)).isEmpty, "\(code)")
    }

    @Test func findsUnsafeOutsideItsTargets() {
        let code = "let unsafer = 1\nlet a = unsafe f()\n// unsafe\nnonisolated(unsafe) var b = 1\n"
        #expect(lines(TrapRules.unsafeViolations(in: file(code))) == [2, 4])
        for target in ["Trust", "Bus", "Platform", "FuzzX"] {
            #expect(TrapRules.unsafeViolations(in: file(code, "Sources/\(target)/X.swift")).isEmpty)
        }
    }

    @Test func findsUnexplainedSendability() {
        let found = DocumentationRules.sendableViolations(
            in: file(
                """
                /// A box.
                final class A: @unchecked Sendable {}
                /// `@unchecked Sendable`: one thread owns it.
                @frozen
                final class B: @unchecked Sendable {}
                nonisolated(unsafe) var c = 1
                // Set once before the threads start.
                nonisolated(unsafe) var d = 1
                let text = "@unchecked Sendable"
                """
            )
        )
        #expect(lines(found) == [2, 6])
    }

    @Test func findsMissingDocumentation() {
        let found = DocumentationRules.violations(
            in: file(
                """
                package import Core
                package struct A {
                    /// Documented.
                    package var a: Int
                    package private(set) var b: Int
                    // Not a doc comment.
                    package static func c() {}
                    /// Documented.
                    @inlinable
                    package init() {}
                    @discardableResult package func d() {}
                    package class func e() {}
                    func internalOne() {}
                    case f
                    private let package = 1
                }
                /// Documented.
                package protocol P {
                    func g()
                    /// Documented.
                    var h: Int { get }
                    init(i: Int)
                }
                protocol Q {
                    func j()
                }
                extension A {
                    public subscript(k: Int) -> Int { self.init(x) }
                }
                let text = "package func l()"
                """
            )
        )
        #expect(lines(found) == [2, 5, 7, 11, 12, 19, 22, 28])
    }

    @Test func documentationIsInheritedFromTheProtocolThatIsNamed() {
        let declared = file("/// P.\npackage protocol P: AnyObject {\n    /// F.\n    func f(_ a: Int)\n}\n")
        let conforming = file("/// A.\npackage final class A<T: Q>: P, R {\n    package func f(_ a: Int) {}\n}\n")
        let elsewhere = file("extension A {\n    package func f(_ a: Int) {}\n    package func g() {}\n}\n")
        let stranger = file("/// B.\npackage struct B {\n    package func f(_ a: Int) {}\n}\n")
        let requirements = Requirements([declared, conforming, elsewhere, stranger])
        let found = [declared, conforming, elsewhere, stranger].map {
            lines(DocumentationRules.violations(in: $0, inheriting: requirements))
        }
        #expect(found == [[], [], [3], [3]])
    }

    @Test func findsFilesUnderAnotherName() {
        func reasons(_ text: String, _ name: String) -> [String] {
            NamingRules.fileNameViolations(in: file(text, "Sources/Core/\(name).swift")).map(\.reason)
        }
        #expect(reasons("package struct A {}\n", "B") == ["declares A, not B", "A belongs into a file of its own"])
        #expect(reasons("private enum X {}\npackage final class A<T: P> {\n    struct B {}\n}\n", "A").isEmpty)
        #expect(reasons("package struct A {}\npackage struct B {}\n", "A") == ["B belongs into a file of its own"])
        #expect(reasons("package struct A {}\nstruct B {}\n", "A").isEmpty)
        #expect(reasons("extension A {\n    class func f() {}\n}\n", "A+Text").isEmpty)
        #expect(reasons("extension C.A {}\nextension OtherA {}\n", "A+Text").isEmpty)
        #expect(reasons("extension B {}\n", "A+Text") == ["no extension of A in this file"])
        #expect(reasons("func f() {}\n", "main").isEmpty)
    }

    @Test func findsDrawers() {
        #expect(NamingRules.drawerViolations(in: file("struct BusManager {}\nlet m = Manager()\n")).map(\.line) == [1])
        #expect(NamingRules.drawerViolations(in: file("", "Sources/Core/Utilities/X.swift")).count == 1)
        #expect(NamingRules.drawerViolations(in: file("enum Outer {\n    class PathHelper {}\n}\n")).map(\.line) == [2])
        #expect(NamingRules.drawerViolations(in: file("struct Utilisation {}\nstruct Implication {}\n")).isEmpty)
    }

    @Test func findsNotes() {
        let mark = "TO" + "DO"
        let found = NamingRules.noteViolations(
            in: file("let a = \"\(mark)\"\nlet b = 1 // \(mark): later\n// \(mark)s are words\n")
        )
        #expect(lines(found) == [2])
    }

    @Test(arguments: [
        ("see /wo" + "rk/main", 1), ("\"/ro" + "ot/.cache\"", 1), ("https://pypi.mirr" + "or.example/simple", 1),
        ("http://build.inter" + "nal:80/x", 1), ("frame" + "/wo" + "rk/x", 0), ("https://www.swift.org/install", 0),
        ("a/ro" + "ot/b", 0),
    ])
    func findsMachines(text: String, count: Int) {
        #expect(RepositoryRules.violations(path: "x", text: text).count == count, "\(text)")
    }
}
