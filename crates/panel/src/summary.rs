//! How a customer buys, said in one sentence. Each of its parts is true by itself.

use domain::{Cents, Day};

/// What is told.
pub(crate) struct Buying<'b> {
    /// The date.
    pub as_of: Day,
    /// The purchase days, in order, each with what was bought, in cents.
    pub days: &'b [(Day, i64)],
    /// Median days from one to the next, where there are three or more.
    pub cycle_days: Option<f64>,
    /// Gross revenue per sale document.
    pub average: Option<Cents>,
    /// When the next is expected.
    pub next_on: Option<Day>,
}

/// The sentence.
pub(crate) fn sentence(buying: &Buying<'_>) -> String {
    match buying.days {
        [] => "Ainda não comprou.".to_owned(),
        [(on, cents)] => {
            format!("Comprou uma vez, em {on}, no valor de {}; {}.", Cents(*cents), buying.silence())
        }
        [(first, _), (second, _)] => {
            let between = days(second.days_since(*first));
            format!(
                "Comprou em dois dias, {first} e {second}, com {between} entre um e outro{}; {}.",
                buying.average(),
                buying.silence()
            )
        }
        _ => format!("Compra {}{}; {}.", buying.rhythm(), buying.average(), buying.now()),
    }
}

impl Buying<'_> {
    /// How long nothing was bought, to the date.
    fn silent_days(&self) -> i32 {
        self.days.last().map_or(0, |(last, _)| self.as_of.days_since(*last))
    }

    fn silence(&self) -> String {
        match self.silent_days() {
            0 => "comprou nesta data".to_owned(),
            silent => format!("está há {} sem comprar", days(silent)),
        }
    }

    fn rhythm(&self) -> String {
        match self.cycle_days {
            Some(cycle) if cycle.fract() == 0.0 => format!("a cada {}", days(cycle as i32)),
            Some(cycle) => format!("a cada {} dias", cycle.to_string().replace('.', ",")),
            None => format!("desde {}", self.days[0].0),
        }
    }

    fn average(&self) -> String {
        self.average.map_or_else(String::new, |cents| format!(", em média {cents} por nota"))
    }

    /// How things stand at the date: as usual, or how unusual.
    fn now(&self) -> String {
        let silent = self.silent_days();
        let is_usual = self.cycle_days.is_some_and(|cycle| f64::from(silent) <= cycle);
        match self.next_on.filter(|next| is_usual && *next > self.as_of) {
            Some(next) if silent == 0 => format!("comprou nesta data, e a próxima compra é esperada em {next}"),
            Some(next) => format!("comprou há {}, e a próxima compra é esperada em {next}", days(silent)),
            None => format!("{}{}", self.silence(), self.since_when()),
        }
    }

    /// Since when there was no interval so long as the one to the date, where that was in an earlier year.
    fn since_when(&self) -> String {
        let silent = self.silent_days();
        if silent == 0 || self.cycle_days.is_some_and(|cycle| f64::from(silent) <= cycle) {
            return String::new();
        }
        let mut intervals = self.days.windows(2).rev();
        let as_long = intervals.find(|pair| pair[1].0.days_since(pair[0].0) >= silent);
        match as_long.map(|pair| pair[1].0.ymd().0) {
            None => ", o maior intervalo desde a primeira compra".to_owned(),
            Some(year) if year < self.as_of.ymd().0 => format!(", o maior intervalo desde {year}"),
            Some(_) => String::new(),
        }
    }
}

fn days(count: i32) -> String {
    if count == 1 { "1 dia".to_owned() } else { format!("{count} dias") }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// The days 31 apart, from a first on.
    fn monthly(first: &str, count: i32) -> Vec<(Day, i64)> {
        let first: Day = first.parse().unwrap();
        (0..count).map(|place| (first.plus_days(31 * place), 412_000)).collect()
    }

    fn say(as_of: &str, days: &[(Day, i64)], cycle_days: Option<f64>, next_on: Option<&str>) -> String {
        let average = days.first().map(|(_, cents)| Cents(*cents));
        let next_on = next_on.map(|next| next.parse().unwrap());
        sentence(&Buying { as_of: as_of.parse().unwrap(), days, cycle_days, average, next_on })
    }

    #[rstest]
    #[case::never("2026-06-30", 0, None, None, "Ainda não comprou.")]
    #[case::once(
        "2026-06-30",
        1,
        None,
        None,
        "Comprou uma vez, em 05/01/2026, no valor de R$ 4.120,00; está há 176 dias sem comprar."
    )]
    #[case::once_the_day_before(
        "2026-01-06",
        1,
        None,
        None,
        "Comprou uma vez, em 05/01/2026, no valor de R$ 4.120,00; está há 1 dia sem comprar."
    )]
    #[case::today(
        "2026-01-05",
        1,
        None,
        None,
        "Comprou uma vez, em 05/01/2026, no valor de R$ 4.120,00; comprou nesta data."
    )]
    #[case::twice(
        "2026-06-30",
        2,
        None,
        None,
        "Comprou em dois dias, 05/01/2026 e 05/02/2026, com 31 dias entre um e outro, em média R$ 4.120,00 por nota; está há 145 dias sem comprar."
    )]
    // The third purchase is on 2026-03-08.
    #[case::as_usual(
        "2026-03-20",
        3,
        Some(31.0),
        Some("2026-04-08"),
        "Compra a cada 31 dias, em média R$ 4.120,00 por nota; comprou há 12 dias, e a próxima compra é esperada em 08/04/2026."
    )]
    #[case::on_the_day(
        "2026-03-08",
        3,
        Some(31.0),
        Some("2026-04-08"),
        "Compra a cada 31 dias, em média R$ 4.120,00 por nota; comprou nesta data, e a próxima compra é esperada em 08/04/2026."
    )]
    #[case::just_due(
        "2026-04-08",
        3,
        Some(31.0),
        Some("2026-04-08"),
        "Compra a cada 31 dias, em média R$ 4.120,00 por nota; está há 31 dias sem comprar."
    )]
    #[case::longer_than_ever(
        "2026-05-21",
        3,
        Some(31.0),
        Some("2026-04-08"),
        "Compra a cada 31 dias, em média R$ 4.120,00 por nota; está há 74 dias sem comprar, o maior intervalo desde a primeira compra."
    )]
    #[case::halves(
        "2026-03-20",
        3,
        Some(30.5),
        Some("2026-04-08"),
        "Compra a cada 30,5 dias, em média R$ 4.120,00 por nota; comprou há 12 dias, e a próxima compra é esperada em 08/04/2026."
    )]
    fn says_how_often(
        #[case] as_of: &str,
        #[case] purchases: i32,
        #[case] cycle_days: Option<f64>,
        #[case] next_on: Option<&str>,
        #[case] said: &str,
    ) {
        assert_eq!(say(as_of, &monthly("2026-01-05", purchases), cycle_days, next_on), said);
    }

    /// Purchases each month, but for 80 days that ended in a year.
    #[rstest]
    #[case::of_an_earlier_year("2024-02-01", "está há 74 dias sem comprar, o maior intervalo desde 2024.")]
    #[case::of_this_year("2026-03-01", "está há 74 dias sem comprar.")]
    fn says_since_when(#[case] ended: &str, #[case] said: &str) {
        let ended: Day = ended.parse().unwrap();
        let mut days = monthly(&ended.plus_days(-80 - 31 * 3).iso(), 4);
        let as_of: Day = "2026-06-30".parse().unwrap();
        let last = as_of.plus_days(-74);
        let mut on = ended;
        while on < last {
            days.push((on, 412_000));
            on = on.plus_days(31);
        }
        days.push((last, 412_000));
        let sentence = say(&as_of.iso(), &days, Some(31.0), Some("2026-05-18"));
        assert!(sentence.ends_with(said), "{sentence}");
    }
}
