//! Percentiles and units.

use std::time::Duration;

/// The value below which `percent` of the samples lie (nearest rank), in milliseconds.
pub(crate) fn percentile(samples: &mut [Duration], percent: usize) -> String {
    samples.sort_unstable();
    let rank = (samples.len() * percent).div_ceil(100).saturating_sub(1);
    samples
        .get(rank)
        .map_or_else(|| "–".to_owned(), |time| ms(*time))
}

/// Milliseconds with one decimal.
pub(crate) fn ms(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1_000.0)
}

/// Megabytes (10⁶) with one decimal, from bytes.
pub(crate) fn mb(bytes: u64) -> String {
    format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}
