import Foundation

/// Places of the checkout that tests read.
enum Checkout {
    /// The root, from the place of this file.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    /// The contracts.
    static let contracts = root + "/Contracts"
}
