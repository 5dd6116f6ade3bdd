import ContractEngine
import Foundation

/// The laws over the contracts of the repository that the target was built from; nil when they do not load.
///
/// Unsafe to share in general, right here: libFuzzer calls from one thread.
nonisolated(unsafe) private var laws: RecordValidatorLaws? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let catalog = try? ContractCatalog.load(from: root.appending(path: "Contracts").path())
    return catalog.map(RecordValidatorLaws.init)
}()

/// One input of libFuzzer: validation and views keep their laws on any bytes.
///
/// The pointer is right because libFuzzer passes `count` readable bytes that stay valid during the call.
@c(LLVMFuzzerTestOneInput)
public func fuzzContract(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    precondition(unsafe laws != nil, "the contracts do not load")
    let violation = unsafe laws?.violation(by: input)
    precondition(violation == nil, violation ?? "")
    return 0
}
