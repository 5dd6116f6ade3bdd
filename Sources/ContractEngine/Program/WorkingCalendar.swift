/// Which days are worked: Monday to Friday, but for holidays, and the days of weekends that make up for them.
///
/// Counting between any two dates costs two binary searches, however far they lie apart.
struct WorkingCalendar: Sendable {
    /// Holidays from Monday to Friday, and worked days of weekends, as days since 1970-01-01 in order.
    private let holidays: [Int]
    private let workdays: [Int]

    /// The calendar of `definition`; without one weekends alone are free.
    init(_ definition: CalendarDefinition?) {
        holidays = definition?.holidays.filter { WorkingCalendar.weekday($0) < 5 }.sorted() ?? []
        workdays = definition?.workdays.filter { WorkingCalendar.weekday($0) >= 5 }.sorted() ?? []
    }

    /// True when `day`, counted from 1970-01-01, is worked.
    func isWorked(_ day: Int) -> Bool { workedDays(through: day) > workedDays(through: day - 1) }

    /// Worked days after `start` up to and with `end`; negative when `end` lies before.
    func workedDays(from start: Int, to end: Int) -> Int { workedDays(through: end) - workedDays(through: start) }

    /// Worked days since some Monday up to and with `day`.
    private func workedDays(through day: Int) -> Int {
        let weekday = WorkingCalendar.weekday(day)
        let weeks = (day + 3 - weekday) / 7
        return weeks * 5 + min(weekday + 1, 5) - WorkingCalendar.count(holidays, through: day)
            + WorkingCalendar.count(workdays, through: day)
    }

    /// 0 for Monday to 6 for Sunday; 1970-01-01 was a Thursday.
    private static func weekday(_ day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

    /// How many of `days` are not after `day`.
    private static func count(_ days: [Int], through day: Int) -> Int {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle] <= day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
