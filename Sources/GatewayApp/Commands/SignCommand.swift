import ContractEngine
import Core
import Platform
import RoutingPolicy
import Trust

/// `hutong sign`: records become signed events, without a broker.
package enum SignCommand: Command {
    static let shape = OptionDeclaration(
        "as",
        .choice(["event", "headers", "base"]),
        default: "event",
        zh: "输出：event 为已签名事件文件，headers 只有消息头，base 为被签名的字节",
        en: "what to print: a signed event file, its headers alone, or the bytes that the signature covers"
    )

    package static let declaration = CommandDeclaration(
        "sign",
        zh: "把记录签名成事件",
        en: "sign records as events",
        discussion: BilingualText(
            zh: "每条记录输出一行 JSON；事件文件可用 hutong verify 核验，用 hutong publish 原样发送。"
                + "形式为 batch 时，每 1024 条记录（或至输入结束）合用一个签名。",
            en:
                "Prints a line of JSON for each record; an event file can be checked with 'hutong verify' and sent as it is "
                + "with 'hutong publish'. Under the form batch, 1,024 records, or those up to the end of the input, share one "
                + "signature."
        ),
        operands: OperandDeclaration(
            OperandDeclaration.file,
            count: 1...1_000_000,
            zh: "记录文件，- 为标准输入",
            en: "the records, - for standard input"
        ),
        options: [CommonOptions.configuration] + EventOptions.all + [CommonOptions.lines, shape, CommonOptions.output]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let workshop = try EventWorkshop(arguments, on: console)
        let makesSeveral = arguments.operands.count > 1 || arguments.has(CommonOptions.lines)
        if makesSeveral { return try several(arguments, workshop, on: console) }
        var composer = workshop.composer
        let operand = arguments.operands.first ?? "-"
        let payload = try InputDocument.single(operand, limit: 2 << 20, on: console)
        var draft = EventOptions.draft(arguments, payload: payload)
        draft.encryption = workshop.encryption
        switch composer.compose(draft, file: operand, at: SystemClock.now()) {
        case .refused(let problems):
            for line in ProblemText.lines(problems, in: console.language) { console.note(line) }
            return .dataRefused
        case .composed(let event):
            let bytes = try output(event, workshop.signer, arguments[shape] ?? "event")
            try DevelopmentFile.write(bytes, to: arguments[CommonOptions.output], on: console)
            return .success
        }
    }

    /// Signs every document of the operands; a line for each that could be signed, notes for the others.
    private static func several(
        _ arguments: ParsedArguments,
        _ workshop: EventWorkshop,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let shape = arguments[shape] ?? "event"
        if shape == "base" || EventOptions.nameOneRecord(arguments) {
            throw CommandFailure(
                .usage,
                zh: "--as base、--id、--datakey 与 --corrects 只用于一条记录",
                en: "--as base, --id, --datakey and --corrects are for a single record"
            )
        }
        var source = try EventSource(arguments, workshop)
        var output: [UInt8] = []
        var isAnyRefused = false
        let writesFile = arguments[CommonOptions.output] != nil
        func take(_ results: [EventSource.Result]) {
            for result in results {
                switch result.outcome {
                case .signed(let record, _, _):
                    let line = line(record, shape)
                    if writesFile { output += line } else { console.streams.write(line) }
                case .refused(let problems):
                    isAnyRefused = true
                    for line in ProblemText.lines(problems, in: console.language) {
                        console.note("\(result.document.file):\(result.document.line): \(line)")
                    }
                }
            }
        }
        let unreadable = InputDocument.forEach(
            arguments.operands,
            isLineDelimited: arguments.has(CommonOptions.lines),
            limit: 2 << 20,
            on: console
        ) { document in
            take(source.events(of: document))
            return !console.streams.outputIsLost
        }
        take(source.rest())
        if let file = arguments[CommonOptions.output] { try DevelopmentFile.write(output, to: console.resolve(file)) }
        if !unreadable.isEmpty { return .inputMissing }
        return isAnyRefused ? .dataRefused : .success
    }

    private static func line(_ record: OutboundRecord, _ shape: String) -> [UInt8] {
        if shape == "headers" {
            var writer = JSONWriter(capacity: 2048)
            EventFile.write(Array(record.headers), to: &writer)
            return writer.bytes + [0x0a]
        }
        let key = String(decoding: record.key ?? [], as: UTF8.self)
        return EventFile(key: key, headers: Array(record.headers), payload: record.value).json + [0x0a]
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
