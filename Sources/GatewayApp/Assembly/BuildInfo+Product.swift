import Bus
package import Telemetry
import Trust

extension BuildInfo {
    /// This build on the libraries that are loaded.
    package static var product: BuildInfo {
        BuildInfo(
            version: ProductVersion.current,
            swift: compiler,
            librdkafka: BusLibrary.version,
            openssl: TrustLibrary.version
        )
    }

    private static var compiler: String {
        #if compiler(>=6.4)
            "6.4 or later"
        #else
            "6.3"
        #endif
    }
}
