//! Media types: which of them a list takes, and which of them are JSON. A list is as `Accept` has it,
//! with commas, and may hold ranges such as `image/*`.

/// A media type without parameters, in lower case.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether it is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}

/// Whether a list takes a media type.
pub(crate) fn fits(list: &str, media_type: &str) -> bool {
    let found = essence(media_type);
    list.split(',').map(essence).any(|known| match known.split_once('*') {
        Some(("", _)) => true,
        Some((before, after)) => {
            found.len() >= before.len() + after.len()
                && found.starts_with(before)
                && found.ends_with(after)
        }
        None => known == found,
    })
}

/// What a file is sent as: as what it is if the list takes that, else as the first of the list that is
/// no range; `None` if that is left open.
pub(crate) fn of_file(list: &str, of_file: Option<&str>) -> Option<String> {
    if let Some(media_type) = of_file {
        return fits(list, media_type).then(|| media_type.to_owned());
    }
    let first = list.split(',').map(str::trim).find(|known| !known.contains('*'));
    let any = || fits(list, ANY).then_some(ANY);
    first.or_else(any).map(str::to_owned)
}

/// Bytes of which no more is known.
const ANY: &str = "application/octet-stream";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_takes_what_it_names_and_what_its_ranges_cover() {
        for (list, media_type, expected) in [
            ("text/plain", "Text/Plain; charset=utf-8", true),
            ("text/plain", "text/html", false),
            ("image/png, image/*", "image/webp", true),
            ("image/*", "images/png", false),
            ("*/*", "a/b", true),
            ("application/*+json", "application/vnd.x+json", true),
            ("application/*+json", "application/json", false),
        ] {
            assert_eq!(fits(list, media_type), expected, "{list} {media_type}");
        }
    }

    #[test]
    fn a_file_is_sent_as_what_it_is_or_as_what_the_list_says() {
        for (list, file, expected) in [
            ("image/png, image/jpeg", Some("image/jpeg"), Some("image/jpeg")),
            ("image/png, image/jpeg", Some("text/plain"), None),
            ("image/png, image/jpeg", None, Some("image/png")),
            ("image/*", None, None),
            ("*/*", None, Some(ANY)),
        ] {
            assert_eq!(of_file(list, file).as_deref(), expected, "{list} {file:?}");
        }
    }
}
