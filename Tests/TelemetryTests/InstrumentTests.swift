import Foundation
import Platform
import Telemetry
import Testing

struct InstrumentTests {
    private let colour = Label("colour", .closed(["red", "green"]))

    /// Written by hand after the Prometheus text format description.
    @Test func rendersTheTextFormat() {
        let registry = MetricsRegistry()
        let counter = Counter("b_total", "Counts \\ and\nmore.", labels: [Label("name", .open(limit: 9)), colour])
        let gauge = Gauge("a_gauge", "Plain.")
        let histogram = Histogram("c_seconds", "Times.", bounds: [1, 0.25], labels: [colour])
        registry.register(counter)
        registry.register(gauge)
        registry.register(histogram)
        counter.add(2, "say \"hi\"\\\n", "red")
        gauge.set(-1.5)
        for value in [0.25, 0.3, 7] { histogram.observe(value, "green") }
        #expect(
            registry.render() == """
                # HELP a_gauge Plain.
                # TYPE a_gauge gauge
                a_gauge -1.5
                # HELP b_total Counts \\\\ and\\nmore.
                # TYPE b_total counter
                b_total{name="say \\"hi\\"\\\\\\n",colour="red"} 2
                # HELP c_seconds Times.
                # TYPE c_seconds histogram
                c_seconds_bucket{colour="green",le="0.25"} 1
                c_seconds_bucket{colour="green",le="1"} 2
                c_seconds_bucket{colour="green",le="+Inf"} 3
                c_seconds_sum{colour="green"} 7.55
                c_seconds_count{colour="green"} 3

                """
        )
    }

    @Test func valuesOutsideAClosedListFoldIntoOther() {
        let counter = Counter("x_total", "X.", labels: [colour])
        counter.add(1, "red")
        counter.add(2, "blue")
        counter.add(3, "{\"injected\"}\n")
        #expect(counter.value("red") == 1)
        #expect(counter.value("other") == 5)
    }

    @Test func valuesBeyondTheBoundFoldIntoOther() {
        let counter = Counter("x_total", "X.", labels: [Label("name", .open(limit: 2))])
        for index in 0..<1000 { counter.add(1, "n\(index)") }
        counter.add(1, String(repeating: "n", count: 129))
        #expect(counter.value("n0") == 1)
        #expect(counter.value("n1") == 1)
        #expect(counter.value("other") == 999)
    }

    @Test func theNumberOfSeriesIsBounded() {
        let labels = ["a", "b"].map { Label($0, .open(limit: 1000)) }
        let counter = Counter("x_total", "X.", labels: labels)
        for a in 0..<100 {
            for b in 0..<100 { counter.add(1, "\(a)", "\(b)") }
        }
        var text = ""
        counter.renderSeries(into: &text)
        #expect(text.split(separator: "\n").count == 8193)
        #expect(counter.value("other", "other") == 10_000 - 8192)
    }

    @Test func aCounterNeverFalls() {
        let counter = Counter("x_total", "X.")
        counter.add(5)
        counter.add(-3)
        counter.series().add(Double.nan)
        counter.series().add(Double.infinity)
        counter.series().raise(to: 4)
        #expect(counter.value() == 5)
        counter.series().raise(to: 9)
        #expect(counter.value() == 9)
    }

    @Test func countsFromManyThreadsAreNotLost() {
        let counter = Counter("x_total", "X.", labels: [Label("name", .open(limit: 8))])
        let histogram = Histogram("h", "H.", bounds: [1])
        let threads = (0..<4).map { index in
            NamedThread("count-\(index)") {
                let series = counter.series("shared")
                for _ in 0..<5000 {
                    series.add()
                    counter.add(1, "own-\(index)")
                    histogram.observe(0.5)
                }
            }
        }
        for thread in threads { #expect(thread.join(within: .seconds(60))) }
        #expect(counter.value("shared") == 20_000)
        #expect(counter.value("own-3") == 5000)
        var text = ""
        histogram.renderSeries(into: &text)
        #expect(text.hasSuffix("h_sum 10000\nh_count 20000\n"))
    }

    @Test func twoMetricsOfOneNameAreAMistake() async {
        await #expect(processExitsWith: .failure) {
            let registry = MetricsRegistry()
            registry.register(Gauge("x", "X."))
            registry.register(Gauge("x", "Y."))
        }
    }
}
