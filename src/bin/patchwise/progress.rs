//! Progress on the terminal, with the time left; nothing where the error stream is no terminal.

use indicatif::{ProgressBar, ProgressStyle};
use patchwise::train::Progress;

/// A bar under a name.
pub struct Bar(ProgressBar);

impl Bar {
    pub fn new(name: impl Into<String>, total: usize) -> Self {
        let template = "{prefix} {bar:30} {pos}/{len}, {eta} left {msg}";
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        Self(ProgressBar::new(total as u64).with_style(style).with_prefix(name.into()))
    }

    pub fn set(&self, Progress { done, total }: Progress) {
        self.0.set_length(total as u64);
        self.0.set_position(done as u64);
    }

    pub fn say(&self, text: String) {
        self.0.set_message(text);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
