//! How long responses took, as a table with bars.

use super::markup::{Html, grouped, share};
use crate::run::Histogram;

/// The upper bound of a bucket in words.
fn bound(bucket: usize) -> String {
    match bucket {
        15 => format!("{} ms and more", grouped(1 << 14)),
        _ => format!("< {} ms", grouped(1 << bucket)),
    }
}

/// The bound below which this share of the responses came; `None` if there were none.
pub(super) fn quantile(latency: &Histogram, wanted: f64) -> Option<String> {
    let all: u64 = latency.buckets.iter().sum();
    let mut seen = 0;
    for (bucket, count) in latency.buckets.iter().enumerate() {
        seen += count;
        if all > 0 && share(seen, all) >= wanted {
            return Some(bound(bucket));
        }
    }
    None
}

/// The table, from the fastest response to the slowest.
pub(super) fn histogram(html: &mut Html, latency: &Histogram) {
    let all: u64 = latency.buckets.iter().sum();
    let is_full = |count: &u64| *count > 0;
    let (Some(first), Some(last)) =
        (latency.buckets.iter().position(is_full), latency.buckets.iter().rposition(is_full))
    else {
        html.raw("<p class=\"empty\">There was no response.</p>");
        return;
    };
    let most = latency.buckets.iter().copied().max().unwrap_or_default();
    html.raw(
        "<table class=\"latency\"><thead class=\"spoken\"><tr><th scope=\"col\">Time</th>\
         <th scope=\"col\">Share</th><th scope=\"col\">Responses</th></tr></thead><tbody>",
    );
    for bucket in first..=last {
        let count = latency.buckets[bucket];
        html.raw("<tr><th scope=\"row\">").text(bound(bucket)).raw("</th><td class=\"share\">");
        html.bar(share(count, most)).raw("</td><td>").text(grouped(count));
        let percent = share(count, all) * 100.0;
        html.raw(" <span class=\"aside\">")
            .text(format!("{percent:.1}"))
            .raw(" %</span></td></tr>");
    }
    html.raw("</tbody></table>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn quantiles_are_bounds_of_buckets() {
        let mut latency = Histogram::default();
        assert_eq!(quantile(&latency, 0.5), None);
        for millis in [0, 3, 3, 3, 90_000] {
            latency.add(Duration::from_millis(millis));
        }
        assert_eq!(quantile(&latency, 0.5).as_deref(), Some("< 4 ms"));
        assert_eq!(quantile(&latency, 0.95).as_deref(), Some("16,384 ms and more"));
    }
}
