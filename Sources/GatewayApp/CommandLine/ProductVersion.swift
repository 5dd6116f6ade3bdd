/// The version of this build, as `--version`, `/version` and the log say it.
package enum ProductVersion {
    /// Semantic version.
    package static let current = "0.1.0"
}
