//! How far a table has come, and how long the runs to come will take.

use std::time::Duration;

use indicatif::HumanDuration;

/// Seconds of runs: each line with one seed, then each with the next.
pub struct Pace {
    num_lines: usize,
    num_seeds: usize,
    done: Vec<f64>,
}

impl Pace {
    pub fn new(num_lines: usize, num_seeds: usize) -> Self {
        Self { num_lines, num_seeds, done: Vec::new() }
    }

    /// The next run has taken so long.
    pub fn add(&mut self, seconds: f64) {
        self.done.push(seconds);
    }

    /// Which run is next, and the time left.
    pub fn describe(&self) -> String {
        let (run, total) = (self.done.len() + 1, self.num_lines * self.num_seeds);
        match self.seconds_left() {
            None => format!("Run {run} of {total}"),
            Some(seconds) => {
                let left = HumanDuration(Duration::from_secs_f64(seconds.max(0.0)));
                format!("Run {run} of {total}, about {left} left")
            }
        }
    }

    /// A run takes as long as the one of its line with the first seed; as the mean before that one is known.
    fn seconds_left(&self) -> Option<f64> {
        if self.done.is_empty() {
            return None;
        }
        let mean = self.done.iter().sum::<f64>() / self.done.len() as f64;
        let of_run = |run: usize| self.done.get(run % self.num_lines).copied().unwrap_or(mean);
        Some((self.done.len()..self.num_lines * self.num_seeds).map(of_run).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_a_line_take_as_long_with_every_seed() {
        let mut pace = Pace::new(2, 2);
        assert_eq!(pace.describe(), "Run 1 of 4");
        pace.add(60.0);
        assert_eq!(pace.seconds_left(), Some(180.0));
        pace.add(600.0);
        assert_eq!(pace.seconds_left(), Some(660.0));
        assert_eq!(pace.describe(), "Run 3 of 4, about 11 minutes left");
    }
}
