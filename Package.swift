// swift-tools-version: 6.3
import PackageDescription

/// Settings of every Swift target: Swift 6 mode, strict memory safety, no warning left standing.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A library target with the project's settings; `dependencies` are the arrows of docs/architecture.md.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// A test target beside the library of the same name.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "hutong",
    targets: [
        .systemLibrary(name: "CRDKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        library("Core"),
        library("Platform", ["Core"]),
        library("RoutingPolicy", ["Core"]),
        library("ContractEngine", ["Core"]),
        library("Bus", ["Core", "Platform", "CRDKafka"]),
        tests("BusTests", ["Bus", "Core", "Platform"]),
        library("Trust", ["Core", "Platform", "COpenSSL"]),
        tests("TrustTests", ["Trust", "Core"]),
        library("Telemetry", ["Core", "Platform"]),
        library("OpsServer", ["Core", "Platform", "Telemetry"]),
        .executableTarget(name: "FuzzScanner", dependencies: ["Core"], swiftSettings: settings),
        .executableTarget(name: "FuzzEnvelope", dependencies: ["Core"], swiftSettings: settings),
        .executableTarget(name: "FuzzContract", dependencies: ["ContractEngine"], swiftSettings: settings),
        .executableTarget(name: "FuzzTranslate", dependencies: ["ContractEngine"], swiftSettings: settings),
        .executableTarget(name: "FuzzHTTP", dependencies: ["OpsServer"], swiftSettings: settings),
        .executableTarget(name: "FuzzRevocation", dependencies: ["Core", "Trust"], swiftSettings: settings),
        .executableTarget(name: "FuzzSignature", dependencies: ["Core", "Trust"], swiftSettings: settings),
        .executableTarget(name: "BareLoop", dependencies: ["CRDKafka"]),
        .executableTarget(name: "BareVerify", dependencies: ["COpenSSL"]),
        .executableTarget(
            name: "hutong-bench",
            dependencies: [
                "Core", "Platform", "ContractEngine", "RoutingPolicy", "Trust", "Bus", "Telemetry", "Pipeline",
                "GatewayApp",
            ],
            swiftSettings: settings
        ),
        tests("CoreTests", ["Core"]),
        tests("ContractEngineTests", ["ContractEngine", "Core"]),
        tests("PlatformTests", ["Core", "Platform"]),
        tests("TelemetryTests", ["Core", "Platform", "Telemetry"]),
        tests("ArchitectureTests", []),
        tests("OpsServerTests", ["Core", "Platform", "Telemetry", "OpsServer"]),
        library("Pipeline", ["Core", "Platform", "ContractEngine", "RoutingPolicy", "Trust", "Telemetry"]),
        tests(
            "PipelineTests",
            ["Pipeline", "Bus", "Core", "Platform", "ContractEngine", "RoutingPolicy", "Trust", "Telemetry"]
        ),
        tests("RoutingPolicyTests", ["RoutingPolicy", "Core"]),
        library(
            "GatewayApp",
            [
                "Core", "Platform", "ContractEngine", "RoutingPolicy", "Trust", "Telemetry", "Bus", "Pipeline",
                "OpsServer",
            ]
        ),
        .executableTarget(name: "hutong", dependencies: ["GatewayApp"], swiftSettings: settings),
        tests(
            "GatewayAppTests",
            [
                "GatewayApp", "Core", "Platform", "Bus", "ContractEngine", "Pipeline", "RoutingPolicy", "Telemetry",
                "Trust",
            ]
        ),
        tests(
            "IntegrationTests",
            ["hutong", "GatewayApp", "Core", "Platform", "Bus", "ContractEngine", "RoutingPolicy", "Trust"]
        ),
    ]
)
