//! How far a table has come, and how long the runs to come will take.

use std::time::Duration;

use indicatif::HumanDuration;

/// Runs of a table: each line with one seed, then each with the next.
pub struct Pace {
    /// Of each run: whether it was done before.
    are_done: Vec<bool>,
    /// Seconds that the runs so far took, now or before.
    seconds: Vec<f64>,
}

impl Pace {
    pub fn new(are_done: Vec<bool>) -> Self {
        Self { are_done, seconds: Vec::new() }
    }

    /// The next run has taken so long.
    pub fn add(&mut self, seconds: f64) {
        self.seconds.push(seconds);
    }

    /// Which run is next, and the time left; nothing where that was done before.
    pub fn describe(&self) -> Option<String> {
        let (next, total) = (self.seconds.len(), self.are_done.len());
        if self.are_done.get(next).copied().unwrap_or(true) {
            return None;
        }
        let place = format!("Run {} of {total}", next + 1);
        Some(match self.seconds_left() {
            None => place,
            Some(seconds) => {
                let left = HumanDuration(Duration::from_secs_f64(seconds.max(0.0)));
                format!("{place}, about {left} left")
            }
        })
    }

    /// Runs to come take as long as those before did in the mean.
    fn seconds_left(&self) -> Option<f64> {
        if self.seconds.is_empty() {
            return None;
        }
        let mean = self.seconds.iter().sum::<f64>() / self.seconds.len() as f64;
        let to_do = self.are_done.iter().skip(self.seconds.len()).filter(|&&is_done| !is_done).count();
        Some(mean * to_do as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_runs_to_do_count() {
        let mut pace = Pace::new(vec![true, false, true, false]);
        assert_eq!(pace.describe(), None);
        pace.add(60.0);
        assert_eq!(pace.describe().as_deref(), Some("Run 2 of 4, about 2 minutes left"));
        pace.add(120.0);
        assert_eq!(pace.describe(), None);
        pace.add(60.0);
        assert_eq!(pace.describe().as_deref(), Some("Run 4 of 4, about 80 seconds left"));
    }
}
