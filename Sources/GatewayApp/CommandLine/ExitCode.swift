/// How the command ends, after sysexits(3); part of the fixed outside interface.
package enum ExitCode: Int32, Sendable, Hashable {
    /// Done, and everything was accepted.
    case success = 0
    /// The command line is wrong (`EX_USAGE`).
    case usage = 64
    /// Data was refused (`EX_DATAERR`).
    case dataRefused = 65
    /// An input file is missing or unreadable (`EX_NOINPUT`).
    case inputMissing = 66
    /// A broker or service does not answer (`EX_UNAVAILABLE`).
    case unavailable = 69
    /// A fault of the program itself (`EX_SOFTWARE`).
    case internalError = 70
    /// An output file cannot be made (`EX_CANTCREAT`).
    case cannotCreate = 73
    /// The operation is not permitted (`EX_NOPERM`).
    case permission = 77
    /// The configuration is wrong (`EX_CONFIG`).
    case configuration = 78
}
