//! How long responses took, as a table with bars.

use super::markup::Html;
use crate::{report::text::grouped, run::Histogram};

/// The upper bound of a bucket in words.
fn bound(bucket: usize) -> String {
    match bucket {
        15 => format!("{} ms and more", grouped(1 << 14)),
        _ => format!("< {} ms", grouped(1 << bucket)),
    }
}

/// The bound below which this share of the responses came; a dash if there were none.
pub(super) fn quantile(latency: &Histogram, wanted: f64) -> String {
    let all: u64 = latency.buckets.iter().sum();
    let mut seen = 0;
    let reached = |count: &u64| {
        seen += count;
        all > 0 && share(seen, all) >= wanted
    };
    latency.buckets.iter().position(reached).map_or_else(|| "–".to_owned(), bound)
}

/// The table, from the fastest response to the slowest.
pub(super) fn histogram(html: &mut Html, latency: &Histogram) {
    let buckets = &latency.buckets;
    let is_full = |count: &u64| *count > 0;
    let ends = buckets.iter().position(is_full).zip(buckets.iter().rposition(is_full));
    let Some((first, last)) = ends else {
        html.add("<p class=\"empty\">There was no response.</p>", &[]);
        return;
    };
    let most = buckets.iter().copied().max().unwrap_or_default();
    html.add(
        "<table class=\"latency\"><thead class=\"spoken\"><tr><th scope=\"col\">Time</th>\
         <th scope=\"col\">Share</th><th scope=\"col\">Responses</th></tr></thead><tbody>",
        &[],
    );
    for bucket in first..=last {
        let count = buckets[bucket];
        let percent = |whole| format!("{:.1}", share(count, whole) * 100.0);
        html.add(
            "<tr><th scope=\"row\">{}</th><td><svg class=\"bar\" aria-hidden=\"true\" focusable=\"false\">\
             <rect height=\"100%\" width=\"{}%\"/></svg></td><td>{} <span class=\"aside\">{} %</span></td></tr>",
            &[&bound(bucket), &percent(most), &grouped(count), &percent(buckets.iter().sum())],
        );
    }
    html.add("</tbody></table>", &[]);
}

/// The share of a number in another, 0 if there is none.
#[expect(clippy::cast_precision_loss, reason = "the width of a bar")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn quantiles_are_bounds_of_buckets() {
        let mut latency = Histogram::default();
        assert_eq!(quantile(&latency, 0.5), "–");
        for millis in [0, 3, 3, 3, 90_000] {
            latency.add(Duration::from_millis(millis));
        }
        assert_eq!(quantile(&latency, 0.5), "< 4 ms");
        assert_eq!(quantile(&latency, 0.95), "16,384 ms and more");
    }
}
