internal import Core

/// One element while a document is read.
final class XMLElementDraft {
    let name: String
    let attributes: [(name: String, value: String)]
    let line: Int
    var text: [UInt8] = []
    var children: [XMLElementDraft] = []

    init(name: String, attributes: [(name: String, value: String)], line: Int) {
        self.name = name
        self.attributes = attributes
        self.line = line
    }

    /// Writes the element's content as JSON (docs/specs/dialect.md §7) and reports what has no place in a tree.
    ///
    /// Recursion is bounded by the depth that the reader allows.
    func write(
        to output: inout [UInt8],
        _ pointer: String,
        lists: Set<String>,
        isRoot: Bool,
        _ problems: inout ProblemList
    ) {
        if !children.isEmpty, let place = text.firstIndex(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }) {
            _ = place
            problems.append(
                Problem(
                    .fieldType,
                    at: pointer,
                    rule: "xml.mixed",
                    zh: "元素之间不得有文字(第 \(line) 行)",
                    en: "text between elements is not accepted (line \(line))"
                )
            )
            return
        }
        guard isRoot || !children.isEmpty || !attributes.isEmpty else {
            JSONQuoting.append(text, to: &output)
            return
        }
        output.append(0x7b)
        var names: [String: Int] = [:]
        var groups: [[XMLElementDraft]] = []
        for child in children {
            if let group = names[child.name] {
                groups[group].append(child)
            } else {
                names[child.name] = groups.count
                groups.append([child])
            }
        }
        func key(_ name: String) {
            if output.last != 0x7b { output.append(0x2c) }
            JSONQuoting.append(Array(name.utf8), to: &output)
            output.append(0x3a)
        }
        for attribute in attributes {
            key("@" + attribute.name)
            JSONQuoting.append(Array(attribute.value.utf8), to: &output)
        }
        if children.isEmpty, !text.isEmpty, !isRoot || !text.allSatisfy({ [0x20, 0x09, 0x0a, 0x0d].contains($0) }) {
            key("#text")
            JSONQuoting.append(text, to: &output)
        }
        for group in groups {
            let name = group[0].name
            let place = "\(pointer)/\(PointerText.escaped(name))"
            let isList = lists.contains(place)
            guard isList || group.count == 1 else {
                problems.append(
                    Problem(
                        .fieldType,
                        at: place.utf8.count <= JSONPointer.maximumLength ? place : "",
                        rule: "xml.repeated",
                        zh: "元素重复出现(第 \(group[1].line) 行)",
                        en: "the element occurs twice (line \(group[1].line))"
                    )
                )
                continue
            }
            key(name)
            if isList { output.append(0x5b) }
            for (index, child) in group.enumerated() {
                if index > 0 { output.append(0x2c) }
                child.write(to: &output, place, lists: lists, isRoot: false, &problems)
            }
            if isList { output.append(0x5d) }
        }
        output.append(0x7d)
    }
}
