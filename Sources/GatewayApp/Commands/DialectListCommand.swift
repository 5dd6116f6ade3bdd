import ContractEngine
import Core

/// `hutong dialect list`: the dialects and what they map.
package enum DialectListCommand: Command {
    package static let declaration = CommandDeclaration(
        "dialect",
        "list",
        zh: "列出方言",
        en: "list the dialects",
        options: [CommonOptions.contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let contracts = try LoadedContracts.catalog(arguments, on: console)
        let catalog = try LoadedDialects.catalog(arguments, contracts: contracts, on: console)
        for dialect in catalog.dialects {
            let directions = DialectDirection.allCases.filter { dialect.directions.contains($0) }.map(\.rawValue)
            let sets = dialect.id == Dialect.national ? contracts.programs.count : dialect.translations.count
            switch console.format {
            case .text:
                console.print(
                    "\(dialect.id)\t\(dialect.format.rawValue)\t\(directions.joined(separator: "+"))\t\(sets)\t"
                        + console.say(dialect.title)
                )
            case .json:
                var writer = JSONWriter()
                writer.beginObject()
                writer.member("dialect", dialect.id)
                writer.member("format", dialect.format.rawValue)
                writer.member("contentType", dialect.contentType)
                writer.key("directions")
                writer.beginArray()
                for direction in directions { writer.string(direction) }
                writer.endArray()
                writer.member("datasets", sets)
                writer.key("title")
                writer.bilingual(dialect.title)
                writer.endObject()
                console.print(bytes: writer.bytes)
            }
        }
        return .success
    }
}
