import Core
import Foundation
import Testing

/// A schema under `docs/specs`, as a tree.
struct PublishedSchema {
    static let flowTable = Result { try PublishedSchema("flow-table") }
    static let registry = Result { try PublishedSchema("registry") }
    static let configuration = Result { try PublishedSchema("configuration") }

    let path: String
    let root: JSONNode

    private init(_ name: String) throws {
        path = "\(Checkout.root)/docs/specs/\(name).schema.json"
        root = try ConfigurationDocument.parse(Array(Data(contentsOf: URL(fileURLWithPath: path))), file: path)
    }

    /// The definition `name`; the document itself for an empty name.
    func definition(_ name: String) throws -> JSONNode {
        try #require(name.isEmpty ? root : root["$defs"]?[name], "\(path) has no \(name)")
    }

    /// The definitions of objects with keys of their own.
    var objects: Set<String> {
        Set((root["$defs"]?.members ?? []).filter { $0.value["properties"] != nil }.map(\.name))
    }

    /// What stands at `path`, member names separated by spaces, below the definition `name`.
    func node(_ name: String, _ path: String) throws -> JSONNode {
        try path.split(separator: " ").reduce(definition(name)) { node, step in
            try #require(node[String(step)], "\(step) of \(path) below \(name)")
        }
    }

    /// `node`, or what it refers to.
    func resolved(_ node: JSONNode) -> JSONNode {
        guard let name = node["$ref"]?.text?.split(separator: "/").last else { return node }
        return root["$defs"]?[String(name)] ?? node
    }

    /// The objects of the schema that are not closed and list keys, by the path of the first keyword that shows it.
    func openObjects(_ node: JSONNode? = nil, at path: String = "") -> [String] {
        let node = node ?? root
        var found = node.elements.enumerated().flatMap { openObjects($0.element, at: "\(path)/\($0.offset)") }
        for member in node.members { found += openObjects(member.value, at: "\(path)/\(member.name)") }
        let isObject = node["type"]?.text == "object" && node["properties"] != nil
        return found + (isObject && node["additionalProperties"] != .bool(false) ? [path] : [])
    }

    /// Every word of a closed list, and every bound of a range with what lies next to it.
    func values(_ node: JSONNode? = nil) -> Set<JSONNode> {
        let node = node ?? root
        var found = node.elements.reduce(into: Set<JSONNode>()) { $0.formUnion(values($1)) }
        for member in node.members {
            switch member.name {
            case "enum": found.formUnion(member.value.elements)
            case "minimum", "maximum":
                guard case .number(let text) = member.value, let bound = Int(text) else { continue }
                for step in -1...1 {
                    let (near, isBeyond) = bound.addingReportingOverflow(step)
                    if !isBeyond { found.insert(.number(String(near))) }
                }
            default: found.formUnion(values(member.value))
            }
        }
        return found
    }
}
