import Intake
import Testing

@Suite struct DrainForecastTests {
    private func forecast(
        waiting: Int, behind: Int = 0, arrived: Int = 0, isDown: Bool = false, isFenced: Bool = false
    ) -> DrainForecast {
        DrainForecast(
            .init(
                waiting: waiting, behind: behind, arrived: arrived, seconds: 60, isDown: isDown, isFenced: isFenced))
    }

    @Test("what can go is through at the rate of the last minutes")
    func rate() {
        let forecast = forecast(waiting: 1_300, behind: 100, arrived: 120)
        #expect(forecast.rate == 2 && forecast.seconds == 600 && forecast.unknown == nil)
    }

    @Test("it says why nobody knows")
    func unknown() {
        #expect(forecast(waiting: 5, arrived: 10, isDown: true).unknown == .down)
        #expect(forecast(waiting: 5, arrived: 10, isDown: true, isFenced: true).unknown == .fenced)
        #expect(forecast(waiting: 5).unknown == .unmeasured)
        #expect(forecast(waiting: 5, behind: 5, arrived: 10).unknown == .stuck)
        #expect(forecast(waiting: 5, arrived: 10, isDown: true).seconds == nil)
    }
}
