import ContractEngine
import Core
import Platform
import RoutingPolicy
import Trust

/// `hutong sign`: a record becomes a signed event, without a broker.
package enum SignCommand: Command {
    static let shape = OptionDeclaration(
        "as",
        .choice(["event", "headers", "base"]),
        default: "event",
        zh: "输出：event 为已签名事件文件，headers 只有消息头，base 为被签名的字节",
        en: "what to print: a signed event file, its headers alone, or the bytes that the signature covers"
    )
    static let output = OptionDeclaration(
        "output",
        .path(placeholder: "F"),
        zh: "写入文件（默认标准输出）",
        en: "write to a file (default standard output)"
    )

    package static let declaration = CommandDeclaration(
        "sign",
        zh: "把一条记录签名成事件",
        en: "sign one record as an event",
        discussion: BilingualText(
            zh: "输出 JSON；事件文件可用 hutong verify 核验，用 hutong publish 原样发送。",
            en:
                "Prints JSON; an event file can be checked with 'hutong verify' and sent as it is with 'hutong publish'."
        ),
        operands: OperandDeclaration(
            OperandDeclaration.file,
            count: 1...1,
            zh: "记录文件，- 为标准输入",
            en: "the record, - for standard input"
        ),
        options: [CommonOptions.configuration] + EventOptions.all + [shape, output]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let workshop = try EventWorkshop(arguments, on: console)
        var composer = workshop.composer
        let operand = arguments.operands.first ?? "-"
        let payload = try InputDocument.single(operand, limit: 2 << 20, on: console)
        let draft = EventOptions.draft(arguments, payload: payload)
        switch composer.compose(draft, file: operand, at: SystemClock.now()) {
        case .refused(let problems):
            for line in ProblemText.lines(problems, in: console.language) { console.note(line) }
            return .dataRefused
        case .composed(let event):
            let bytes = try output(event, workshop.signer, arguments[shape] ?? "event")
            guard let file = arguments[output] else {
                console.streams.write(bytes)
                return .success
            }
            try DevelopmentFile.write(bytes, to: console.resolve(file))
            return .success
        }
    }

    private static func output(
        _ event: ComposedEvent,
        _ signer: EventSigner,
        _ shape: String
    ) throws(CommandFailure) -> [UInt8] {
        let payload = event.payload ?? []
        if shape == "base" { return signer.signingBase(for: event.envelope, payload: payload) }
        let headers: [RecordHeader]
        do throws(TrustFailure) {
            headers = try signer.headers(for: event.envelope, payload: payload)
        } catch {
            throw CommandFailure(.internalError, zh: error.message.zh, en: error.message.en)
        }
        if shape == "headers" {
            var writer = JSONWriter(capacity: 2048)
            EventFile.write(headers, to: &writer)
            return writer.bytes + [0x0a]
        }
        return EventFile(key: event.envelope.partitionKey, headers: headers, payload: event.payload).json + [0x0a]
    }
}
