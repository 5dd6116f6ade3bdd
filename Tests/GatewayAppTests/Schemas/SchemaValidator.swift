import Core
import Foundation
import Testing

/// The validator of JSON Schema that is not Hutong's: `Ops/schema-verdicts`.
enum SchemaValidator {
    /// A Python with the package jsonschema, as arguments of `env`; nil where there is none.
    static let python: String? = ["/usr/bin/python3", "python3"].first { python in
        (try? run([python, "-c", "from jsonschema import Draft202012Validator"], input: nil).status) == 0
    }

    /// What became of running the validator.
    struct Failure: Error {
        let status: Int32
    }

    /// One verdict for each document: `fine`, or `refused` with pointer and keyword.
    static func verdicts(on documents: [JSONNode], by schema: PublishedSchema) throws -> [String] {
        let directory = try TemporaryDirectory()
        let lines = try directory.write("lines", documents.map { $0.line + "\n" }.joined())
        let script = Checkout.root + "/Ops/schema-verdicts"
        let (status, output) = try run([python ?? "python3", "-W", "ignore", script, schema.path], input: lines)
        guard status == 0 else { throw Failure(status: status) }
        return output.split(separator: "\n").map(String.init)
    }

    private static func run(_ command: [String], input: String?) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = input.flatMap { FileHandle(forReadingAtPath: $0) } ?? FileHandle.nullDevice
        process.standardError = input == nil ? FileHandle.nullDevice : FileHandle.standardError
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test where there is no validator; `Ops/install` brings one on Debian.
    static var needsSchemaValidator: Self {
        .enabled(if: SchemaValidator.python != nil, "python3 with jsonschema (Debian: python3-jsonschema) is missing")
    }
}
