/// A table as text: RFC 4180, with quoted cells that may hold line breaks, and any of CR, LF, CRLF at the end of a line.
struct DelimitedText {
    /// One row.
    struct Row {
        /// Line on which it begins, from 1.
        let line: Int
        let cells: [String]

        /// True when there is nothing in it.
        var isBlank: Bool { cells.allSatisfy { $0.allSatisfy(\.isWhitespace) } }
    }

    private(set) var rows: [Row] = []
    private(set) var problems: [LineProblem] = []

    private var line = 1
    private var rowLine = 1
    private var cells: [String] = []
    private var cell = String.UnicodeScalarView()

    /// Reads `text`; cells are separated by tabs when the first line has some, else by commas.
    init(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        let head = scalars.prefix { $0 != "\n" && $0 != "\r" }
        let separator: Unicode.Scalar = head.contains("\t") ? "\t" : ","
        var index = 0
        while index < scalars.count {
            if scalars[index] == "\"" && cell.allSatisfy({ $0 == " " }) {
                index = readQuoted(scalars, from: index + 1, separator)
                continue
            }
            switch scalars[index] {
            case separator: endCell()
            case "\r", "\n":
                if scalars[index] == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" { index += 1 }
                endRow()
            default: cell.append(scalars[index])
            }
            index += 1
        }
        if !cell.isEmpty || !cells.isEmpty { endRow() }
    }

    /// Reads a quoted cell up to what ends it; a doubled quotation mark is one.
    ///
    /// - Returns: the index of the separator or line break behind it.
    private mutating func readQuoted(_ scalars: [Unicode.Scalar], from start: Int, _ separator: Unicode.Scalar) -> Int {
        let opening = line
        cell = String.UnicodeScalarView()
        var index = start
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar == "\"" {
                guard index + 1 < scalars.count, scalars[index + 1] == "\"" else {
                    return readTail(scalars, from: index + 1, separator)
                }
                index += 1
            }
            if scalar == "\n" || (scalar == "\r" && (index + 1 >= scalars.count || scalars[index + 1] != "\n")) {
                line += 1
            }
            cell.append(scalar)
            index += 1
        }
        problems.append(LineProblem(opening, zh: "引号没有结束", en: "the quotation mark is never closed"))
        return index
    }

    private mutating func readTail(_ scalars: [Unicode.Scalar], from start: Int, _ separator: Unicode.Scalar) -> Int {
        var index = start
        while index < scalars.count, scalars[index] != separator, scalars[index] != "\r", scalars[index] != "\n" {
            if scalars[index] != " " {
                problems.append(LineProblem(line, zh: "引号之后还有文字", en: "there is text behind the quotation mark"))
                while index < scalars.count, scalars[index] != separator, scalars[index] != "\r", scalars[index] != "\n"
                {
                    index += 1
                }
                return index
            }
            index += 1
        }
        return index
    }

    private mutating func endCell() {
        cells.append(String(cell))
        cell = String.UnicodeScalarView()
    }

    private mutating func endRow() {
        endCell()
        rows.append(Row(line: rowLine, cells: cells))
        cells = []
        line += 1
        rowLine = line
    }
}
