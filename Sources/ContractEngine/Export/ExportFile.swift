/// One file that an export makes.
package struct ExportFile: Sendable, Hashable {
    /// Path below the directory of the export, for example `TENDER_PROJECT.html`.
    package let path: String
    /// Content, UTF-8.
    package let bytes: [UInt8]

    /// The file `path` holding `text`.
    init(path: String, text: String) {
        self.path = path
        bytes = Array(text.utf8)
    }
}
