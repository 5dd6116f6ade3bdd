import ContractEngine
import Foundation

/// The laws over the dialects of the repository that the target was built from; nil when they do not load.
///
/// Unsafe to share in general, right here: libFuzzer calls from one thread.
nonisolated(unsafe) private var laws: TranslationLaws? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let directory = root.appending(path: "Contracts").path()
    guard let contracts = try? ContractCatalog.load(from: directory) else { return nil }
    return (try? DialectCatalog.load(from: directory, contracts: contracts)).map(TranslationLaws.init)
}()

/// One input of libFuzzer: translation keeps its laws on any bytes.
///
/// The pointer is right because libFuzzer passes `count` readable bytes that stay valid during the call.
@c(LLVMFuzzerTestOneInput)
public func fuzzTranslate(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    precondition(unsafe laws != nil, "the dialects do not load")
    let violation = unsafe laws?.violation(by: input)
    precondition(violation == nil, violation ?? "")
    return 0
}
